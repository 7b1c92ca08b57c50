// All paths from one weight to the cost, as a tree; what they have in common is merged, from the last layer to the first.
moving("paths", (() => {
  const { element, letter, line, handle } = moving

  // The derivatives along the paths of the first L layers: end, and edge[i][q][p] = ∂a^i_q/∂a^{i−1}_p.
  function derivatives({ net, x, target }, L) {
    const layers = net.slice(0, L - 1), { a, slope, delta } = network.backprop(layers, x.flat(), target.flat()), edge = {}
    for (let i = 3; i <= L; i++) edge[i] = layers[i - 2].w.map((row, q) => row.map((entry) => entry * slope[i][q]))
    const S = { [L]: network.gradA(a[L], target.flat()) }
    for (let i = L - 1; i >= 2; i--) S[i] = network.times(network.transposed(edge[i + 1]), S[i + 1])
    return { edge, S, end: S[L], start: slope[2][0] * a[1][0], derivative: a[1][0] * delta[2][0] }
  }

  // The paths from neuron 1 of layer 2, each as the list of the neurons of the layers 2, …, L, from 0.
  function paths(widths, L) {
    let found = [[0]]
    for (let i = 3; i <= L; i++) found = found.flatMap((path) => widths[i - 1].map((_, q) => [...path, q]))
    return found
  }

  const widths = ({ net, x }) => [x, ...net.map(({ b }) => b)]

  // The nodes of layer i: one for each beginning of a path, or one for each neuron once the layer is merged.
  const node = (path, i, merged) => merged(i) ? String(path[i - 2]) : path.slice(0, i - 1).join()

  function graph(all, L, merged) {
    const edges = new Set()
    for (const path of all) {
      for (let i = 3; i <= L; i++) edges.add([i, node(path, i - 1, merged), node(path, i, merged)].join("|"))
    }
    return edges.size
  }

  const facts = (data, { layers, merge, path }) => {
    const L = layers, all = paths(widths(data), L), merged = (i) => L - i < Math.floor(merge + 1e-9)
    return { L, all, merged, own: all[Math.min(path, all.length) - 1], ...derivatives(data, L) }
  }

  return {
    title: "All paths from one weight to the cost, merged layer by layer",
    controls: ({ net }, say) => [
      { name: "layers", label: [say("layers"), " ", letter("L")], min: 3, max: net.length + 1, value: net.length },
      { name: "merge", label: say("layers merged"), min: 0, max: net.length - 1, step: 0.1, value: 0 },
      { name: "path", label: say("one path"), min: 1, max: widths({ net, x: [] }).slice(2).reduce((product, column) => product * column.length, 1), value: 1 },
    ],
    play: "merge",
    pace: 100,
    numbers(data, state) {
      const { L, all, merged, own, edge, S, end, start, derivative } = facts(data, state)
      const product = own.slice(1).reduce((value, q, i) => value * edge[i + 3][q][own[i]], start) * end[own.at(-1)]
      return { paths: all.length, steps: graph(all, L, merged), least: graph(all, L, () => true), product, derivative, start, ...network.named("S", S) }
    },
    height: (narrow) => narrow ? 420 : 340,
    draw(paper, { data, state, width, height, narrow }) {
      const { L, all, own, S } = facts(data, state), columns = widths(data)
      const share = (i) => Math.min(1, Math.max(0, state.merge - (L - i)))
      const long = (narrow ? height : width) - 70, broad = narrow ? width : height
      const along = (i) => 30 + long * (i - 1) / L, at = (i, across) => narrow ? [across, along(i)] : [along(i), across]
      // Across the way: in the tree the middle of the paths through the node, which stand side by side; merged the place
      // of the neuron.
      const across = (path, place, i) => {
        const together = columns.slice(i, L).reduce((number, column) => number * column.length, 1)
        const tree = broad * (Math.floor(place / together) + 0.5) * together / all.length
        return tree + share(i) * (broad * (path[i - 2] + 0.5) / columns[i - 1].length - tree)
      }
      const places = new Map(all.map((path, place) => [path, path.map((_, k) => at(k + 2, across(path, place, k + 2)))]))
      const cost = at(L + 1, broad / 2), weight = at(1, broad / 2), drawn = new Set()
      const once = (draw, ...ends) => {
        const name = ends.flat().map(Math.round).join()
        if (!drawn.has(name)) draw(...ends)
        drawn.add(name)
      }
      for (const path of [...all.filter((one) => one !== own), own]) {
        const spots = places.get(path), role = path === own ? " lit" : " faint"
        if (path === own) drawn.clear()                      // it lies above the others
        once((...ends) => paper.line(...ends.flat(), "weight" + role), weight, spots[0])
        spots.slice(1).forEach((spot, k) => once((...ends) => paper.line(...ends.flat(), "forward" + role), spots[k], spot))
        once((...ends) => paper.line(...ends.flat(), "cost" + role), spots.at(-1), cost)
      }
      const narrowest = broad / all.length
      drawn.clear()
      for (const path of [own, ...all]) {
        places.get(path).forEach(([x, y], k) => once(() => {
          const i = k + 2, whole = share(i) === 1 || i === 2, r = whole ? 22 : Math.min(9, Math.max(3, narrowest * 0.4))
          const mark = paper.disc(x, y, r, path === own ? "forward lit" : "forward")
          if (whole && (i > 2 || state.merge >= L - 2)) paper.number(x, y, `S${i}_${path[k] + 1}`, "small forward", "middle", 2)
          handle(mark, { point: { path: all.indexOf(path) + 1 } })
        }, [x, y]))
      }
      paper.disc(...cost, 16, "cost")
      paper.letter(...cost, "C", "", "", "cost")
      paper.letter(weight[0], weight[1] - (narrow ? 14 : 18), "w", 2, "11", "weight")
    },
    tell({ data, state, say, number }) {
      const { own, L } = facts(data, state), derivative = line`∂C/∂${letter("w", 2, "11", "weight")}`
      return [
        element("p", {}, say("{paths} paths. In the drawing {steps} lines between neurons, one multiplication each; when all layers are merged, {least}.",
          { paths: number("paths"), steps: number("steps"), least: number("least") })),
        element("p", {}, say("The path over the neurons {neurons} has the product {product}. All products together are {derivative} = {sum}.",
          { neurons: own.map((q) => q + 1).join(", "), product: number("product"), derivative, sum: number("derivative") })),
        element("p", { class: "quiet" }, say("A number in a merged neuron is the sum over all paths from it to the cost, {S}.", { S: line`∂C/∂${letter("a", "i", "j", "forward")}` })),
      ]
    },
  }
})())
