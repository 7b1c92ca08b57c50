// A wrong version of the bank: ten lamps for the checks that catch it, and its cost beside that of the right gradient.
moving("wrong_versions", (() => {
  const { element } = moving
  const LOWEST = 6e-5, HIGHEST = 5                           // of the costs that are drawn

  const plain = (name) => name.replaceAll(" - ", " − ").replace("10^4", "10⁴")

  return {
    title: "A wrong version, the checks that catch it, and its cost",
    controls: ({ versions, begin }, say) => [
      { name: "version", label: say("wrong version"), choices: Object.fromEntries(versions.map(({ name }, i) => [i, plain(name)])), value: begin },
    ],
    numbers({ versions, right, steps, few, checks }, { version }) {
      const { costs, hits } = versions[version], early = steps.indexOf(few)
      const known = { few, many: steps.at(-1), checks: checks.length, hits: network.sum(hits.map(Number)), right_early: right[early], right_late: right.at(-1) }
      return { ...known, ...(early < costs.length && { early: costs[early] }), ...(steps.length === costs.length && { late: costs.at(-1) }) }
    },
    height: () => 300,
    draw(paper, { data: { versions, right, steps, few }, state, say, width, height, narrow }) {
      const { name, costs } = versions[state.version], log = Math.log10, many = steps.at(-1)
      const left = 50, top = 28, long = width - left - 24, high = height - 76
      const { X, Y } = paper.axes({ left, top, width: long, height: high, x: [0, log(many)], y: [log(LOWEST), log(HIGHEST)] })
      for (const [power, text] of [[-4, "10⁻⁴"], [-3, "10⁻³"], [-2, "10⁻²"], [-1, "10⁻¹"], [0, "1"]]) paper.text(left - 6, Y(power), text, "tick", "end")
      for (const step of [1, few, many]) paper.text(X(log(step)), top + high + 12, step.toLocaleString("en"), "tick")
      for (const step of [few, many]) paper.line(X(log(step)), top, X(log(step)), top + high, "quiet dashed")
      paper.text(narrow ? 0 : left + 4, top - 14, say("cost, divided by the cost at the start"), "quiet", "start")
      paper.text(left + long, top + high + 32, say("step"), "quiet", "end")
      const looks = [[right, "first", "square", say("right gradient")], [costs, "second", "disc", plain(name)]].filter(([values]) => values.length)
      looks.forEach(([values, role, mark, text], i) => {
        paper.curve(values.map((cost, k) => [X(log(steps[k])), Y(log(cost))]), `${role} lit${i ? " dashed" : ""}`)
        for (const step of [few, many]) {
          const cost = values[steps.indexOf(step)]
          if (cost) paper[mark](X(log(step)), Y(log(cost)), i ? 5 : 4, `${role} filled`)
        }
        const y = top + high - 38 + 20 * i                   // below the curves: they begin at 1, the upper end
        paper.line(left + 6, y, left + (narrow ? 28 : 46), y, `${role} lit${i ? " dashed" : ""}`)
        paper[mark](left + (narrow ? 17 : 26), y, i ? 5 : 4, `${role} filled`)
        paper.text(left + (narrow ? 34 : 54), y, text, `${role}${narrow ? " small" : ""}`, "start")
      })
    },
    tell({ data: { versions, checks }, state, numbers, say, number }) {
      const { wrong, hits, at, kind } = versions[state.version], { early, late } = numbers
      const lamp = (check, i) => element("li", hits[i] ? { class: "lit" } : {}, element("span", { "aria-hidden": "true" }, hits[i] ? "●" : "○"), " ", plain(check),
        element("span", { class: "visually-hidden" }, ": ", hits[i] ? say("catches it") : say("does not")))
      const trained = late !== undefined
        ? say("The cost, divided by that at the start, is {early} after {few} steps and {late} after {many}. With the right gradient: {right_early} and {right_late}.",
          Object.fromEntries(["early", "few", "late", "many", "right_early", "right_late"].map((name) => [name, number(name)])))
        : early !== undefined
          ? say("The cost, divided by that at the start, is {early} after {few} steps; with the right gradient, {right_early}.",
            Object.fromEntries(["early", "few", "right_early"].map((name) => [name, number(name)]))) : ""
      const further = { "right here": say("On the network of this run it gives the right gradient: it acts only where the cost is a cross-entropy."),
        "wrong shape": say("Its gradient has a wrong shape, so it was not trained."), "overflows": say("It overflows within {few} steps.", { few: number("few") }),
        "rounding": say("How its run goes on depends on rounding, so its line ends here.") }[kind]
      return [
        element("p", {}, element("span", { class: "given" }, wrong), " ", element("a", { href: at }, say("More about it"))),
        element("p", {}, say("{hits} of {checks} checks catch it:", { hits: number("hits"), checks: number("checks") })),
        element("ul", { class: "lamps" }, ...checks.map(lamp)),
        element("p", {}, trained, trained && further ? " " : "", further ?? ""),
      ]
    },
  }
})())
