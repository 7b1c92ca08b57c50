// One parameter, costs ½(θ − c_i)² and batches drawn in the notebook: how near the minimum the noise lets a path come.
moving("noise_floor", (() => {
  const { element, letter, line } = moving
  const mean = (values) => network.sum(values) / values.length
  const LOWEST = 1e-5, HIGHEST = 100                        // of the costs that are drawn

  const facts = ({ centers, draws, start, settled }, { size, rate, draw }) => {
    const order = draws[draw - 1], M = centers.length, middle = mean(centers), path = [start]
    for (let from = 0; from < order.length; from += M) {
      const batch = [...order.slice(from, from + size)].map((sign) => centers[sign.charCodeAt() - 97])
      path.push(path.at(-1) - rate * (path.at(-1) - mean(batch)))
    }
    const above = path.map((theta) => (theta - middle) ** 2 / 2)      // C − its minimum
    const variance = mean(centers.map((center) => (center - middle) ** 2)) * (M - size) / (size * (M - 1))
    return { above, variance, predicted: rate / (2 - rate) * variance / 2, drawn: mean(above.slice(settled + 1)) }
  }

  return {
    title: "The noise floor: how near the minimum the noise lets a path come",
    controls: ({ centers, draws }, say) => [
      { name: "size", label: [say("batch size"), " ", letter("m")], min: 1, max: centers.length, value: 5 },
      { name: "rate", label: [say("learning rate"), " ", letter("η")], min: 0.1, max: 1.9, step: 0.05, value: 0.3 },
      { name: "draw", label: say("draw again"), min: 1, max: draws.length, value: 1 },
    ],
    numbers(data, state) {
      const { variance, predicted, drawn } = facts(data, state)
      return { variance, predicted, drawn, settled: data.settled + 1 }
    },
    height: (narrow) => narrow ? 290 : 320,
    draw(paper, { data, state, say, width, height }) {
      const { above, predicted } = facts(data, state), last = above.length - 1, log = (value) => Math.log10(Math.max(value, LOWEST / 10))
      const left = 46, top = 28, long = width - left - 14, high = height - 76
      const { X, Y } = paper.axes({ left, top, width: long, height: high, x: [0, last], y: [LOWEST, HIGHEST].map(Math.log10),
        xticks: [0, last / 4, last / 2, 3 * last / 4, last] })
      for (const [power, text] of [[-4, "10⁻⁴"], [-2, "10⁻²"], [0, "1"], [2, "100"]]) paper.text(left - 6, Y(power), text, "tick", "end")
      paper.text(left + 4, top - 14, say("cost above its minimum"), "cost", "start")
      paper.text(left + long, top + high + 28, say("step"), "quiet", "end")
      paper.line(X(data.settled), top, X(data.settled), top + high, "quiet dashed")
      const inside = paper.window(left, top, long, high)
      inside.curve(above.map((value, t) => [X(t), Y(log(value))]), "cost")
      inside.line(X(0), Y(log(predicted)), X(last), Y(log(predicted)), "first lit dashed")
      if (predicted > LOWEST) paper.text(left + long - 4, Y(log(predicted)) - 12, say("predicted floor"), "first", "end")
    },
    tell({ say, number }) {
      const formula = line`${letter("η")}/(2 − ${letter("η")}) · ${letter("U")}/2`
      return [
        element("p", {}, say("Predicted floor: {formula} = {predicted}, where {U} = {variance} is the variance of the gradient of a batch.",
          { formula, predicted: number("predicted"), U: letter("U"), variance: number("variance") })),
        element("p", {}, say("This draw: from step {settled} on, the cost is {drawn} above its minimum on average.",
          { settled: number("settled"), drawn: number("drawn") })),
      ]
    },
  }
})())
