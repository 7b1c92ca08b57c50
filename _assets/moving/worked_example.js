// The 2-2-1 network of the worked example: inputs, weights, biases and target to drag, and its nine derivatives.
moving("worked_example", (() => {
  const { element, letter, handle } = moving
  const INPUTS = ["x_1", "x_2"], TARGET = "y"
  // In the order of bplib: what a parameter is called, and where it stands.
  const WEIGHTS = { w_11: [2, 1, 1], w_12: [2, 1, 2], w_21: [2, 2, 1], w_22: [2, 2, 2], w_31: [3, 1, 1], w_32: [3, 1, 2] }
  const BIASES = { b_1: [2, 1], b_2: [2, 2], b_3: [3, 1] }
  const STEP = 0.05, MOST = 2

  const sign = (name, role) => letter(name.split("_")[0], "", name.split("_")[1] ?? "", role)

  function passes(state) {
    const layer = (l) => ({
      w: (l === 2 ? [[state.w_11, state.w_12], [state.w_21, state.w_22]] : [[state.w_31, state.w_32]]),
      b: (l === 2 ? [[state.b_1], [state.b_2]] : [[state.b_3]]), activation: l === 2 ? state.activation : "identity" })
    return network.backprop([layer(2), layer(3)], [state.x_1, state.x_2], [state.y])
  }

  return {
    title: "The 2-2-1 network with its numbers",
    controls({ values }, say) {
      const slider = (name, role) => ({ name, label: sign(name, role), min: -MOST, max: MOST, step: STEP, value: values[name] })
      return [
        { name: "activation", label: say("hidden neurons"), value: "tanh", choices: { identity: say("linear"), tanh: "tanh" } },
        ...INPUTS.map((name) => slider(name, "forward")), slider(TARGET, "cost"),
        ...Object.keys(WEIGHTS).map((name) => slider(name, "weight")), ...Object.keys(BIASES).map((name) => slider(name, "weight")),
      ]
    },
    numbers(data, state) {
      const { a, cost, delta, w, b, slope } = passes(state)
      return { a_1: a[2][0], a_2: a[2][1], output: a[3][0], cost, delta_1: delta[2][0], delta_2: delta[2][1], delta_3: delta[3][0],
               slope_1: slope[2][0], slope_2: slope[2][1],
               ...Object.fromEntries(Object.entries(WEIGHTS).map(([name, [l, j, k]]) => [`d${name}`, w[l][j - 1][k - 1]])),
               ...Object.fromEntries(Object.entries(BIASES).map(([name, [l, j]]) => [`d${name}`, b[l][j - 1]])) }
    },
    height: (narrow) => narrow ? 470 : 320,
    draw(paper, { width, height, narrow }) {
      // Along the way of the forward pass, and across it: from left to right, or from top to bottom.
      const place = (along, across) => narrow ? [width * (0.08 + 0.84 * across), 34 + (height - 68) * along] : [40 + (width - 80) * along, height * (0.16 + 0.68 * across)]
      const nodes = { x_1: place(0, 0.1), x_2: place(0, 0.9), 1: place(0.42, 0.1), 2: place(0.42, 0.9), 3: place(0.78, 0.5), y: place(1, 0.5) }
      const from = (name) => nodes[name.startsWith("w_3") ? name.at(-1) : `x_${name.at(-1)}`], to = (name) => nodes[name[2]]
      const scrub = (mark, name) => handle(mark, { drag: { x: [name, 0.02] } })
      for (const name of Object.keys(WEIGHTS)) paper.line(...from(name), ...to(name), "quiet faint")
      paper.line(...nodes[3], ...nodes.y, "cost faint dashed")
      for (const name of Object.keys(WEIGHTS)) {
        const share = name[2] === "3" ? 0.5 : name[2] === name[3] ? 0.4 : 0.72          // crossing lines: numbers beside the crossing
        const [x, y] = from(name).map((start, i) => start + share * (to(name)[i] - start))
        scrub(paper.number(x, y - 9, name, "weight"), name)
        paper.number(x, y + 9, `d${name}`, "small backward")
      }
      const node = (at, name, role) => {
        paper.disc(...nodes[at], 25, role)
        return paper.number(...nodes[at], name, `small ${role}`)
      }
      for (const name of INPUTS) scrub(node(name, name, "forward"), name)
      for (const j of ["1", "2"]) node(j, `a_${j}`, "forward")
      node("3", "output", "forward")
      scrub(node("y", "y", "cost"), "y")
      for (const j of ["1", "2", "3"]) {
        const [x, y] = nodes[j], beside = narrow && j === "3"
        const off = narrow ? { 1: -6, 2: 6, 3: 32 }[j] : 0, anchor = beside ? "start" : "middle"
        paper.number(x + off, y + (beside ? -9 : 38), `delta_${j}`, "backward", anchor)
        scrub(paper.number(x + off, y + (beside ? 11 : -38), `b_${j}`, "small weight", anchor), `b_${j}`)
      }
    },
    tell({ say, number, factor }) {
      const delta = (j) => letter("δ", "", j, "backward")
      const hidden = ["1", "2"].flatMap((j) => [delta(j), " = ", factor(`w_3${j}`), " · ", factor("delta_3"), " · ", number(`slope_${j}`), " = ", number(`delta_${j}`), j === "1" ? ",  " : ""])
      return [
        element("p", {}, letter("C", "", "", "cost"), " = ½ (", number("output"), " − ", factor("y"), ")² = ", number("cost")),
        element("p", {}, delta(3), " = ", number("output"), " − ", factor("y"), " = ", number("delta_3"), ",  ", ...hidden),
        element("p", { class: "quiet" }, say("Orange on a line: the derivative of the weight, the error at its end times the number at its start.")),
      ]
    },
  }
})())
