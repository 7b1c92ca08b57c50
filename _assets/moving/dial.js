// The cost along the weighted input of one neuron, and its tangent, whose steepness is the error.
moving("dial", (() => {
  const { element, letter, handle, once } = moving
  const REACH = 10, POINTS = 161

  // The cost and the errors of layer 2, its weighted inputs given.
  function rest({ net, target }, z) {
    const { f, prime } = network.activations[net[0].activation], a = z.map(f)
    const { delta, cost } = network.backprop(net.slice(1), a, target.flat())
    return { cost, delta: network.bp2(net[1].w, delta[2], z.map((entry, j) => prime(entry, a[j]))) }
  }

  function dial(data, { neuron, turn }) {
    const start = network.forward(data.net, data.x.flat()).z[2], j = neuron - 1
    const at = (by) => {
      const z = start.map((entry, i) => i === j ? entry + by : entry), { cost, delta } = rest(data, z)
      return { z: z[j], cost, delta: delta[j] }
    }
    return { at, here: at(turn), begin: at(0) }
  }

  const curve = (at) => Array.from({ length: POINTS }, (_, i) => at(REACH * (2 * i / (POINTS - 1) - 1)))

  const highest = once((data) => Math.max(...data.net[0].w.flatMap((_, i) =>
    curve(dial(data, { neuron: i + 1, turn: 0 }).at).map(({ cost }) => cost))))

  return {
    title: "The cost along one weighted input, and its tangent",
    controls: ({ net }, say) => [
      { name: "neuron", label: [say("neuron"), " ", letter("j")], min: 1, max: net[0].w.length, value: 1 },
      { name: "turn", label: [say("turn its dial by"), " ", letter("Δz")], min: -REACH, max: REACH, step: 0.05, value: 0 },
    ],
    numbers(data, state) {
      const { here, begin } = dial(data, state)
      return { z: here.z, cost: here.cost, delta: here.delta, begin: begin.delta,
               predicted: begin.delta * state.turn, actual: here.cost - begin.cost }
    },
    height: (narrow) => narrow ? 270 : 320,
    draw(paper, { data, state, width, height }) {
      const { at, here, begin } = dial(data, state), points = curve(at)
      const [low, high] = [begin.z - REACH, begin.z + REACH]
      const { X, Y, perPixel } = paper.axes({
        left: 46, top: 26, width: width - 66, height: height - 76, x: [low, high], y: [0, 1.08 * highest(data)],
        xticks: [low, begin.z - REACH / 2, begin.z, begin.z + REACH / 2, high], yticks: [0, 0.1] })
      paper.letter(width - 30, height - 14, "z", 2, state.neuron, "quiet")
      paper.letter(46, 12, "C", "", "", "cost")
      const tangent = ({ z, cost, delta }, role) => {
        const long = Math.min(2.2, 60 / Math.hypot(1 / perPixel[0], delta / perPixel[1]))
        paper.line(X(z - long), Y(cost - long * delta), X(z + long), Y(cost + long * delta), role)
      }
      paper.curve(points.map(({ z, cost }) => [X(z), Y(cost)]), "cost")
      tangent(begin, "quiet dashed")
      paper.disc(X(begin.z), Y(begin.cost), 4, "quiet")
      tangent(here, "backward lit")
      paper.disc(X(here.z), Y(here.cost), 7, "backward filled")
      handle(paper.disc(X(here.z), Y(here.cost), 24, "catch"), { drag: { x: ["turn", perPixel[0]] } })
      const left = X(here.z) > width - 90 || here.delta > 0 && X(here.z) > 130        // above the curve
      paper.number(X(here.z) + (left ? -10 : 10), Y(here.cost) - 22, "delta", "backward", left ? "end" : "start")
    },
    tell({ data, state, say, number }) {
      const name = (letterOf, role) => letter(letterOf, 2, state.neuron, role)
      return [
        element("p", {}, name("z", "forward"), " = ", number("z"), ",  ", letter("C", "", "", "cost"), " = ", number("cost"), ",  ",
          say("steepness of the tangent"), " ", name("δ", "backward"), " = ", number("delta")),
        element("p", { class: "quiet" }, say("From where the network stands, where the steepness is {begin}, a turn by {turn} should change the cost by {predicted}. It changes by {actual}.",
          { begin: number("begin"), turn: number("turn"), predicted: number("predicted"), actual: number("actual") })),
      ]
    },
  }
})())
