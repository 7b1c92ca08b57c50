// Momentum on a bowl: the path, the roots of each direction in the complex plane, and the distance over the steps.
moving("momentum", (() => {
  const { element, letter, line, handle } = moving
  const NEAREST = 1e-9                                       // the lower end of the distances that are drawn

  function descend({ curvatures, start }, { rate, beta, step }) {
    const path = [start], v = start.map(() => 0)
    while (path.length <= step) {
      path.push(path.at(-1).map((theta, p) => {
        v[p] = v[p] * beta + curvatures[p] * theta           // v ← βv + g
        return theta - rate * v[p]                           // θ ← θ − ηv
      }))
    }
    return path
  }

  // The roots of μ² − (1 + β − ηλ)μ + β, as [real part, imaginary part].
  function roots(curvature, { rate, beta }) {
    const trace = 1 - rate * curvature + beta, inside = trace * trace - 4 * beta, root = Math.sqrt(Math.abs(inside))
    return [1, -1].map((sign) => inside < 0 ? [trace / 2, sign * root / 2] : [(trace + sign * root) / 2, 0])
  }

  const largest = (curvature, state) => roots(curvature, state).reduce((one, other) => Math.hypot(...other) > Math.hypot(...one) ? other : one)
  const modulus = (curvature, state) => Math.hypot(...largest(curvature, state))
  const distances = (path) => path.map((place) => Math.hypot(...place))

  return {
    title: "Momentum on a bowl, for many learning rates and many β",
    controls: ({ steps, most }, say) => [
      { name: "rate", label: [say("learning rate"), " ", letter("η")], min: 0.001, max: most, step: 0.001, value: 0.05 },
      { name: "beta", label: letter("β"), min: 0, max: 0.99, step: 0.01, value: 0.5 },
      { name: "step", label: [say("step"), " ", letter("t")], min: 0, max: steps, value: steps },
    ],
    play: "step",
    pace: 200,
    numbers(data, state) {
      const [flat, steep] = data.curvatures, path = descend(data, state), [one, other] = [flat, steep].map((curvature) => modulus(curvature, state))
      return { mu1: one, mu2: other, worst: Math.max(one, other), distance: distances(path).at(-1), limit: 2 * (1 + state.beta) / steep }
    },
    height: (narrow) => narrow ? 740 : 490,
    draw(paper, { data, state, say, width, narrow }) {
      const { curvatures, steps } = data, path = descend(data, { ...state, step: steps }), points = path.slice(0, state.step + 1)
      bowl.draw(paper, { left: 34, top: 26, width: width - 46, height: 140, x: [-2.2, 4.4], y: [-0.85, 0.85], curvatures,
        levels: [0.1, 0.5, 1.5, 4, 8], ticks: [[-2, 0, 2, 4], [-0.5, 0, 0.5]], paths: [{ points, role: "first" }] })
      const size = narrow ? Math.min(230, width - 60) : 220, top = 226
      const X = (real) => 34 + size / 2 + real * size / 2.5, Y = (imaginary) => top + size / 2 - imaginary * size / 2.5
      paper.line(X(-1.2), Y(0), X(1.2), Y(0), "quiet faint")
      paper.line(X(0), Y(-1.2), X(0), Y(1.2), "quiet faint")
      paper.disc(X(0), Y(0), size / 2.5, "quiet hollow")
      paper.disc(X(0), Y(0), Math.sqrt(state.beta) * size / 2.5, "quiet hollow dashed")
      paper.text(X(1) + 5, Y(0) - 10, "1", "tick", "start")
      const plane = paper.window(34, top, size, size)
      const shapes = [["first", "disc"], ["second", "square"]]
      shapes.forEach(([role, shape], p) => roots(curvatures[p], state).forEach(([real, imaginary]) => plane[shape](X(real), Y(imaginary), 5, `${role} filled`)))
      shapes.forEach(([role], p) => {
        const [real, imaginary] = largest(curvatures[p], state)
        if (Math.hypot(real, imaginary) < 1.15) paper.text(X(real), Y(imaginary) + (p ? 18 : -16), p ? say("across") : say("along"), role, real > 0 ? "end" : "start")
      })
      const left = narrow ? 46 : size + 110, under = narrow ? top + size + 50 : top, high = narrow ? 170 : 220, long = width - left - 12
      const { X: across, Y: up } = paper.axes({ left, top: under, width: long, height: high, x: [0, steps], y: [Math.log10(NEAREST), 3],
        xticks: [0, steps / 2, steps] })
      for (const [power, text] of [[-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"]]) paper.text(left - 6, up(power), text, "tick", "end")
      paper.text(left + 4, under - 12, say("distance from the minimum"), "quiet", "start")
      paper.text(left + long, under + high + 28, say("step"), "quiet", "end")
      const graph = paper.window(left, under, long, high), log = (value) => Math.log10(Math.max(value, NEAREST / 10))
      graph.curve(distances(path).map((value, t) => [across(t), up(log(value))]), "quiet")
      const far = distances(points)
      if (far.length > 1) graph.curve(far.map((value, t) => [across(t), up(log(value))]), "first lit")
      graph.disc(across(state.step), up(log(far.at(-1))), 5, "first filled")
      handle(paper.box(left, under, long, high, "catch"), { drag: { x: ["step", steps / long] } })
    },
    tell({ state, numbers, say, number }) {
      const { worst } = numbers
      const root = line`√${letter("β")}`
      return [
        element("p", {}, say("Along the valley the larger modulus of the two roots is {along}, across it {across}.",
          { along: number("mu1"), across: number("mu2") }), " ",
        say("In the long run the distance is multiplied by {worst} per step; after {t} steps it is {distance}.",
          { worst: number("worst"), t: number("step"), distance: number("distance") })),
        element("p", {}, Math.abs(worst - 1) < 1e-12 ? say("At the limit: one root is on the unit circle, and the run does not converge.")
          : worst > 1 ? say("Above the limit: one root is outside the unit circle, and the run diverges.")
            : say("Below the limit: all roots are inside the unit circle, and the run converges.")),
        element("p", { class: "quiet" }, say("The limit for this β is {limit}. Complex roots lie on the dashed circle, of radius {root}.",
          { limit: line`${letter("η")} = ${number("limit")}`, root })),
      ]
    },
  }
})())
