// Gradient descent on a bowl: the path, and the two factors by which each step multiplies the distances.
moving("learning_rate", (() => {
  const { element, letter, line, handle } = moving

  function descend({ curvatures, start }, { rate, step }) {
    const path = [start]
    while (path.length <= step) path.push(path.at(-1).map((theta, p) => theta - rate * (curvatures[p] * theta)))
    return path
  }

  const factor = (curvature, rate) => 1 - rate * curvature

  return {
    title: "Gradient descent on a bowl, for any learning rate",
    controls: ({ most, steps }, say) => [
      { name: "rate", label: [say("learning rate"), " ", letter("η")], min: 0.001, max: most, step: 0.001, value: 0.05 },
      { name: "step", label: [say("step"), " ", letter("t")], min: 0, max: steps, value: steps },
    ],
    play: "step",
    pace: 300,
    numbers(data, state) {
      const { curvatures: [flat, steep] } = data, [one, other] = descend(data, state).at(-1)
      const [q1, q2] = [flat, steep].map((curvature) => factor(curvature, state.rate))
      return { theta1: one, theta2: other, q1, q2, size1: Math.abs(q1), size2: Math.abs(q2), worst: Math.max(Math.abs(q1), Math.abs(q2)),
               cost: (flat * one * one + steep * other * other) / 2, limit: 2 / steep, best: 2 / (flat + steep) }
    },
    height: (narrow) => narrow ? 540 : 290,
    draw(paper, { data, state, numbers, say, width, narrow }) {
      const { curvatures, most } = data, broad = narrow ? width - 46 : width * 0.52
      bowl.draw(paper, { left: 34, top: 26, width: broad, height: narrow ? 190 : 216, x: [-1, 3], y: [-1.3, 1.3], curvatures,
        levels: [0.05, 0.3, 1, 2.5, 5], ticks: [[-1, 0, 1, 2, 3], [-1, 0, 1]], paths: [{ points: descend(data, state), role: "first" }] })
      const left = narrow ? 34 : broad + 90, top = narrow ? 306 : 26, high = narrow ? 186 : 216, long = width - left - 12
      const { X, Y, perPixel } = paper.axes({ left, top, width: long, height: high, x: [0, most], y: [0, 1.25],
        xticks: [0, 0.05, 0.1, 0.15, 0.2], yticks: [0, 0.5, 1] })
      paper.letter(left + long - 6, top + high + 26, "η", "", "", "quiet")
      paper.text(left + 4, top - 12, "|1 − ηλ|", "quiet", "start")
      paper.line(left, Y(1), left + long, Y(1), "quiet")
      for (const [name, place] of [[say("best"), numbers.best], [say("limit"), numbers.limit]]) {
        paper.line(X(place), top, X(place), top + high, "quiet dashed")
        const said = paper.text(X(place) + (name === say("best") ? -3 : 3), top - 12, name, "small quiet", name === say("best") ? "end" : "start")
        handle(said, { point: { rate: place } })
      }
      const shapes = [["first", 0, "disc"], ["second dashed", 1, "square"]]
      for (const [role, p] of shapes) {
        const zero = 1 / curvatures[p], rates = zero < most ? [0, zero, most] : [0, most]
        paper.curve(rates.map((rate) => [X(rate), Y(Math.abs(factor(curvatures[p], rate)))]), `${role} lit`)
      }
      paper.letter(X(most * 0.55), Y(factor(curvatures[0], most * 0.55)) - 14, "θ", "", "1", "first")
      paper.letter(X(0.025), Y(factor(curvatures[1], 0.025)) + 18, "θ", "", "2", "second")
      paper.line(X(state.rate), top, X(state.rate), top + high, "quiet lit")
      for (const [role, p, shape] of shapes) paper[shape](X(state.rate), Y(Math.abs(factor(curvatures[p], state.rate))), 6, `${role.split(" ")[0]} filled`)
      handle(paper.box(X(state.rate) - 22, top, 44, high, "catch"), { drag: { x: ["rate", perPixel[0]] } })
    },
    tell({ state, numbers, say, number }) {
      const theta = (p) => letter("θ", "", p), { worst, size1, size2 } = numbers
      const verdict = Math.abs(worst - 1) < 1e-12 ? say("At the limit: across the valley each step jumps to the other side, and comes no nearer.")
        : worst > 1 ? say("Above the limit: across the valley each step ends further away than it began.")
          : size2 > size1 ? say("Below the limit: both distances fall; the one across the valley is the slower one.")
            : say("Below the limit: both distances fall; the one along the valley is the slower one.")
      return [
        element("p", {}, say("Each step multiplies {one} by {q1} and {other} by {q2}. After {t} steps: {one2} = {theta1}, {other2} = {theta2}, cost {cost}.",
          { one: theta(1), q1: number("q1"), other: theta(2), q2: number("q2"), t: number("step"), one2: theta(1), theta1: number("theta1"), other2: theta(2),
            theta2: number("theta2"), cost: number("cost") })),
        element("p", {}, verdict),
        element("p", { class: "quiet" }, say("The larger of the two factors, without its sign, is {worst}. It is smallest at {best}; the limit is {limit}.",
          { worst: number("worst"), best: line`${letter("η")} = ${number("best")}`, limit: line`${letter("η")} = ${number("limit")}` })),
      ]
    },
  }
})())
