// One pass forward and one pass back, step by step, with the equation of each step and its numbers.
moving("four_equations", (() => {
  const { element, letter, line } = moving

  // The steps: ["a", 2], …, the cost, the errors from the last layer back, then the gradients of biases and weights.
  function steps(L) {
    const forward = [], back = []
    for (let l = 2; l <= L; l++) forward.push(["a", l])
    for (let l = L; l >= 2; l--) back.push(["delta", l])
    return [["x", 1], ...forward, ["cost", L], ...back, ["b", 2], ["w", 2]]
  }

  const passes = ({ net, target }, { x_1, x_2 }) => network.backprop(net, [x_1, x_2], target.flat())
  const equation = ([kind, l], L) => ({ x: "", a: "F", cost: "C", delta: l === L ? "BP1" : "BP2", b: "BP3", w: "BP4" })[kind]

  return {
    title: "One pass forward and one pass back",
    play: "step",
    controls: ({ net, x }, say) => [
      { name: "step", label: say("step"), min: 0, max: steps(net.length + 1).length - 1, value: steps(net.length + 1).length - 1 },
      ...[1, 2].map((k) => ({ name: `x_${k}`, label: letter("a", 1, k, "forward"), min: -2, max: 2, step: 0.05, value: x[k - 1][0] })),
    ],
    numbers(data, state) {
      const { a, slope, cost, delta, w, b, L } = passes(data, state)
      return { ...network.named("a", a), ...network.named("slope", slope), ...network.named("delta", delta), ...network.named("db", b),
               ...network.namedMatrices("dw", w), ...network.namedMatrices("w", Object.fromEntries(data.net.map(({ w }, i) => [i + 2, w]))),
               ...network.named("y", { [L]: data.target.flat() }), ...network.named("b", Object.fromEntries(data.net.map(({ b }, i) => [i + 2, b.flat()]))),
               ...network.named("grad", { [L]: network.gradA(a[L], data.target.flat()) }), cost }
    },
    height: (narrow) => narrow ? 440 : 290,
    draw(paper, { data, state, width, height, narrow }) {
      const { a, w, L } = passes(data, state), all = steps(L), now = all[state.step]
      const done = (kind, l) => all.findIndex(([one, other]) => one === kind && (other === l || kind === "b" || kind === "w" || kind === "cost")) <= state.step
      const lit = (kind, l) => now[0] === kind && (kind === "b" || kind === "w" || now[1] === l)
      const across = (l, j) => 0.5 + (j - (a[l].length - 1) / 2) * (narrow ? 0.33 : 0.3)
      const spot = (along, side) => narrow ? [width * side, 26 + (height - 66) * along] : [30 + (width - 74) * along, height * side - 12]
      const place = (l, j) => spot((l - 1) / L, across(l, j)), cost = spot(1, 0.5)
      const largest = Math.max(...Object.values(w).flat(2).map(Math.abs))
      for (let l = 2; l <= L; l++) {
        w[l].forEach((row, j) => row.forEach((gradient, k) => {
          const role = done("w") ? "backward" : lit("a", l) ? "forward lit" : lit("delta", l - 1) ? "backward lit" : done("a", l) ? "forward" : "quiet"
          const mark = paper.line(...place(l - 1, k), ...place(l, j), `${role} ${done("w") || role.endsWith("lit") ? "" : "faint"}`)
          if (done("w")) mark.style.strokeWidth = 0.5 + 7 * Math.abs(gradient) / largest
        }))
      }
      a[L].forEach((_, j) => paper.line(...place(L, j), ...cost, lit("cost") ? "cost lit" : lit("delta", L) ? "backward lit" : "quiet faint"))
      for (const l of Object.keys(a).map(Number)) {
        a[l].forEach((_, j) => {
          const [x, y] = place(l, j), known = l === 1 || done("a", l)
          paper.disc(x, y, 22, lit("b") && l > 1 ? "backward lit" : `${known ? "forward" : "quiet"} ${lit("a", l) || lit("x", l) ? "lit" : ""}`)
          if (known) paper.number(x, y, `a${l}_${j + 1}`, `small forward ${lit("a", l) ? "new" : ""}`, "middle", 2)
          if (l > 1 && done("delta", l)) paper.number(x, y + 34, `delta${l}_${j + 1}`, `backward ${lit("delta", l) ? "new" : ""}`, "middle", 2)
        })
      }
      paper.disc(...cost, 24, done("cost") ? `cost ${lit("cost") ? "lit" : ""}` : "quiet")
      if (done("cost")) paper.number(...cost, "cost", `small cost ${lit("cost") ? "new" : ""}`, "middle", 2)
      else paper.letter(...cost, "C", "", "", "quiet")
    },
    tell({ data, state, say, number, factor }) {
      const { a, L } = passes(data, state), step = steps(L)[state.step], [, l] = step, now = equation(step, L)
      const A = (l, j) => letter("a", l, j, "forward"), D = (l, j) => letter("δ", l, j, "backward"), W = (l, jk) => letter("w", l, jk, "weight")
      const slope = (l, j) => line`σ′(${letter("z", l, j, "forward")})`, sum = (terms) => terms.flatMap((term, i) => i ? [" + ", term] : [term])
      const derivative = (name, l, below) => line`∂C/∂${letter(name, l, below, "weight")}`
      const cards = [
        ["F", say("forward"), line`${A("l", "j")} = σ(Σ ${W("l", "jk")} ${A("l−1", "k")} + ${letter("b", "l", "j", "weight")})`],
        ["C", say("cost"), line`${letter("C", "", "", "cost")} = ½ Σ (${A("L", "j")} − ${letter("y", "", "j")})²`],
        ["BP1", "BP1", line`${D("L", "j")} = ∂C/∂${A("L", "j")} ${slope("L", "j")}`],
        ["BP2", "BP2", line`${D("l", "j")} = Σ ${W("l+1", "kj")} ${D("l+1", "k")} ${slope("l", "j")}`],
        ["BP3", "BP3", line`${derivative("b", "l", "j")} = ${D("l", "j")}`],
        ["BP4", "BP4", line`${derivative("w", "l", "jk")} = ${A("l−1", "k")} ${D("l", "j")}`],
      ].map(([name, title, formula]) => element("li", name === now ? { class: "lit", "aria-current": "step" } : {}, element("b", {}, title), " ", formula))
      const inNumbers = {
        "": () => say("The inputs are the activations of layer 1."),
        F: () => line`${A(l, 1)} = σ(${element("span", {}, ...sum(a[l - 1].map((_, k) => line`${factor(`w${l}_1${k + 1}`)} · ${factor(`a${l - 1}_${k + 1}`)}`)))} + ${factor(`b${l}_1`)}) = ${number(`a${l}_1`)}`,
        C: () => line`${letter("C", "", "", "cost")} = ½ (${element("span", {}, ...sum(a[L].map((_, j) => line`(${number(`a${L}_${j + 1}`)} − ${factor(`y${L}_${j + 1}`)})²`)))}) = ${number("cost")}`,
        BP1: () => line`${D(L, 1)} = ${factor(`grad${L}_1`)} · ${number(`slope${L}_1`)} = ${number(`delta${L}_1`)}`,
        BP2: () => line`${D(l, 1)} = (${element("span", {}, ...sum(a[l + 1].map((_, k) => line`${factor(`w${l + 1}_${k + 1}1`)} · ${factor(`delta${l + 1}_${k + 1}`)}`)))}) · ${number(`slope${l}_1`)} = ${number(`delta${l}_1`)}`,
        BP3: () => line`${derivative("b", 2, 1)} = ${D(2, 1)} = ${number("db2_1")}`,
        BP4: () => line`${derivative("w", 2, "11")} = ${factor("a1_1")} · ${factor("delta2_1")} = ${number("dw2_11")}`,
      }
      return [element("p", { class: "in-numbers" }, inNumbers[now]()), element("ul", { class: "equations" }, ...cards)]
    },
  }
})())
