// BP2 for one neuron of the last hidden layer: its column of the weights, the terms of the sum one on the other, and the
// slope. Without the transpose it is a row.
moving("bp2", (() => {
  const { element, letter, handle, once } = moving

  function passedBack({ net, x, target }, { neuron, forget }) {
    const { L, a, delta, slope } = network.backprop(net, x.flat(), target.flat()), l = L - 1
    const w = net[net.length - 1].w, used = forget ? network.transposed(w) : w
    const refused = forget && w.length !== w[0].length, j = neuron - 1
    const terms = refused ? [] : w.map((_, k) => used[k][j] * delta[L][k])
    const sum = network.sum(terms)
    return { L, l, j, w, forget, refused, a, delta, slope, terms, sum, error: sum * slope[l][j] }
  }

  function network_(paper, { L, l, j, w }, left, top, width, height) {
    const place = (layer, i) => [left + (layer === l ? 28 : width - 28), top + height * (i + 0.5) / (layer === l ? w[0].length : w.length)]
    for (const own of [false, true]) {                     // the connections of the neuron lie above the others
      w.forEach((row, k) => row.forEach((_, i) => {
        if ((i === j) === own) paper.line(...place(l, i), ...place(L, k), own ? "weight lit" : "quiet faint")
      }))
    }
    w[0].forEach((_, i) => {
      const [x, y] = place(l, i), point = { point: { neuron: i + 1 } }
      handle(paper.disc(x, y, 20, i === j ? "backward lit" : "quiet"), point)
      handle(paper.letter(x, y, "δ", l, i + 1, i === j ? "backward" : "quiet"), point)
    })
    w.forEach((_, k) => {
      const [x, y] = place(L, k)
      paper.disc(x, y, 20, "backward")
      paper.letter(x, y, "δ", L, k + 1, "backward")
    })
  }

  function matrix(paper, { L, j, w, forget, refused }, left, top, width, height) {
    const cell = Math.min(60, (width - 54) / w[0].length), row = Math.min(38, (height - 30) / w.length)
    top += (height - 30 - row * w.length) / 2
    const x = (i) => left + cell * i, y = (k) => top + 30 + row * k
    paper.letter(left + cell * w[0].length / 2, top + 12, "w", L, "", "weight")
    paper.letter(left + width - 25, top + 12, "δ", L, "", "backward")
    w.forEach((entries, k) => {
      entries.forEach((_, i) => {
        const lit = !refused && (forget ? k : i) === j
        const box = paper.box(x(i) + 1, y(k) + 1, cell - 2, row - 2, lit ? "weight lit" : "quiet faint")
        handle(box, { point: { neuron: (forget && !refused ? k : i) + 1 } })
        const number = paper.number(x(i) + cell / 2, y(k) + row / 2, `w${L}_${k + 1}${i + 1}`, `small ${lit ? "weight" : "quiet"}`, "middle", 2)
        handle(number, { point: { neuron: (forget && !refused ? k : i) + 1 } })
      })
      paper.number(left + width - 25, y(k) + row / 2, `delta${L}_${k + 1}`, "small backward", "middle", 2)
    })
  }

  // From where to where the sums of all neurons reach, so that the bars keep their scale.
  const reach = once((data) => {
    const all = data.net.at(-1).w[0].flatMap((_, i) => [false, true].flatMap((forget) => {
      let sum = 0
      return passedBack(data, { neuron: i + 1, forget }).terms.map((term) => sum += term)
    }))
    return [Math.min(0, ...all), Math.max(0, ...all)]
  })

  function waterfall(paper, back, data, left, top, width, height) {
    const { L, l, j, forget, terms, sum, error } = back
    const rows = terms.length + 2, row = Math.min(36, height / rows), from = left + 78, to = left + width - 62
    const [least, most] = reach(data), scale = (to - from) / (most - least), zero = from - scale * least
    let before = 0
    top += (height - row * rows) / 2
    paper.line(zero, top, zero, top + row * rows, "quiet")
    const bar = (i, start, end, role, name) => {
      const [x1, x2] = [start, end].map((value) => zero + scale * value)
      paper.box(Math.min(x1, x2), top + row * i + row * 0.25, Math.max(Math.abs(x2 - x1), 1), row * 0.5, `${role} filled`)
      if (i < rows - 2 || name === "sum") paper.line(x2, top + row * (i + 0.75), x2, top + row * (i + (name === "sum" ? 0.75 : 1.25)), "quiet")
      paper.number(left + width, top + row * (i + 0.5), name, role, "end")
    }
    terms.forEach((term, k) => {
      const [one, other] = forget ? [j + 1, k + 1] : [k + 1, j + 1]
      paper.letter(left + 22, top + row * (k + 0.5), "w", L, `${one}${other}`, "weight")
      paper.letter(left + 54, top + row * (k + 0.5), "δ", L, k + 1, "backward")
      bar(k, before, before += term, "weight", `term_${k + 1}`)
    })
    paper.text(left + 38, top + row * (rows - 1.5), "Σ", "backward")
    bar(rows - 2, 0, sum, "backward", "sum")
    paper.letter(left + 22, top + row * (rows - 0.5), "δ", l, j + 1, "backward")
    bar(rows - 1, 0, error, "backward", "error")
  }

  return {
    title: "BP2: the error of one neuron",
    controls: ({ net, neuron }, say) => [
      { name: "neuron", label: [say("neuron"), " ", letter("j")], min: 1, max: net.at(-1).w[0].length, value: neuron },
      { name: "forget", label: say("forget the transpose"), checked: false },
    ],
    numbers(data, state) {
      const { L, l, j, w, delta, slope, terms, sum, error, refused } = passedBack(data, state)
      const right = delta[l][j]
      return { ...network.namedMatrices("w", { [L]: w }), ...network.named("delta", { [L]: delta[L] }), slope: slope[l][j], right,
               ...refused ? {} : { ...Object.fromEntries(terms.map((term, k) => [`term_${k + 1}`, term])), sum, error } }
    },
    height: (narrow, { net }) => narrow ? 560 : 230,
    draw(paper, { data, state, width, narrow }) {
      const back = passedBack(data, state)
      const places = narrow ? [[0, 0, width, 190], [0, 200, width, 165], [0, 375, width, 180]]
        : [[0, 0, width * 0.23, 220], [width * 0.27, 0, width * 0.33, 205], [width * 0.63, 15, width * 0.37, 205]]
      network_(paper, back, ...places[0])
      matrix(paper, back, ...places[1])
      if (!back.refused) waterfall(paper, back, data, ...places[2])
    },
    tell({ data, state, say, number, factor }) {
      const { L, l, j, w, forget, refused, terms } = passedBack(data, state)
      const error = () => letter("δ", l, j + 1, "backward")
      if (refused) {
        return [element("p", {}, say("{w} has {columns} columns and {delta} has {rows} rows: NumPy refuses their product, and the mistake is found.",
          { w: letter("w", L, "", "weight"), columns: w[0].length, delta: letter("δ", L, "", "backward"), rows: w.length }))]
      }
      const sum = terms.flatMap((_, k) => [k ? " + " : "", factor(`w${L}_${forget ? `${j + 1}${k + 1}` : `${k + 1}${j + 1}`}`), " · ", factor(`delta${L}_${k + 1}`)])
      const result = element("p", {}, error(), forget ? " ≠ (" : " = (", ...sum, ") · ", number("slope"), " = ", number("error"))
      const remark = forget ? say("A row in the place of the column. The shapes fit, and no message comes; the error is {right}.", { right: number("right") })
        : say("The numbers {w} of column {j} are the weights that lead out of the neuron.", { w: letter("w", L, `k${j + 1}`, "weight"), j: String(j + 1) })
      return [result, element("p", { class: "quiet" }, remark)]
    },
  }
})())
