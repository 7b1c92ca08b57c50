// A valley that turns, with its start: the race of five methods at each angle, each with its best learning rate.
moving("valley", (() => {
  const { element, handle, line, once } = moving
  const ROLES = ["first", "second", "third", "fourth", "fifth"], LOWEST = 1e-14, HIGHEST = 10      // of the costs that are drawn

  // What each method does with parameter p: m is its memory, v or s, and the order is that of bplib.
  const METHODS = {
    momentum(theta, g, m, p, rate, data) {
      m[p] = m[p] * data.momentum + g[p]                     // v ← βv + g
      theta[p] -= rate * m[p]                                // θ ← θ − ηv
    },
    adagrad(theta, g, m, p, rate, data) {
      m[p] += g[p] * g[p]                                    // s ← s + g²
      theta[p] -= rate * g[p] / (Math.sqrt(m[p]) + data.eps)
    },
    rmsprop(theta, g, m, p, rate, data) {
      m[p] = m[p] * data.rho + (1 - data.rho) * (g[p] * g[p])       // s ← ρs + (1 − ρ)g²
      theta[p] -= rate * g[p] / (Math.sqrt(m[p]) + data.eps)
    },
    nesterov(theta, g, m, p, rate, data) {
      m[p] = m[p] * data.nesterov + g[p]
      theta[p] -= rate * (g[p] + data.nesterov * m[p])       // θ ← θ − η(g + βv)
    },
    gradient_descent(theta, g, m, p, rate) {
      theta[p] -= rate * g[p]
    },
  }
  const NAMES = Object.keys(METHODS)
  const named = (say) => [say("momentum"), say("AdaGrad"), say("RMSProp"), say("Nesterov"), say("gradient descent")]

  // The largest cost of the last steps; every place is told to `visit`. A gradient is taken along the axes of the valley:
  // multiplied out, the small one along the valley is what numbers a hundred times as large leave when they are subtracted.
  function run(method, data, rate, by, visit) {
    const { curvatures: [flat, steep], start, steps, last } = data, cos = Math.cos(by), sin = Math.sin(by), step = METHODS[method]
    const theta = bowl.turned(start, by), g = [0, 0], memory = [0, 0]
    let end = 0
    for (let t = 0; ; t++) {
      visit?.([...theta])
      const u = cos * theta[0] + sin * theta[1], v = cos * theta[1] - sin * theta[0]
      if (t > steps - last) end = Math.max(end, (flat * (u * u) + steep * (v * v)) / 2)
      if (t === steps) return end
      g[0] = cos * (flat * u) - sin * (steep * v)
      g[1] = sin * (flat * u) + cos * (steep * v)
      step(theta, g, memory, 0, rate, data)
      step(theta, g, memory, 1, rate, data)
    }
  }

  function path(method, data, rate, by) {
    const places = []
    run(method, data, rate, by, (place) => places.push(place))
    return places
  }

  const radians = (angle) => angle * (Math.PI / 180)
  const best = (method, data, angle) => data.rates.map((rate) => ({ rate, end: run(method, data, rate, radians(angle)) }))
    .reduce((one, other) => !Number.isFinite(one.end) || other.end < one.end ? other : one)
  // [angle][method]
  const race = once((data) => Array.from({ length: data.most + 1 }, (_, angle) => NAMES.map((method) => best(method, data, angle))))

  // A piece of the line of a method, as the drawing has it.
  function key(role) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS(svg.namespaceURI, "path")
    for (const [name, value] of Object.entries({ width: 34, height: 12, "aria-hidden": "true" })) svg.setAttribute(name, value)
    path.setAttribute("d", "M0 6H34")
    path.setAttribute("class", `${role} lit`)
    svg.append(path)
    return svg
  }

  return {
    title: "A valley that turns, and the paths of five methods",
    controls: ({ most }, say) => [
      { name: "angle", label: say("angle of the valley, in degrees"), min: 0, max: most, value: 20 },
      { name: "method", label: say("path of"), choices: Object.fromEntries(NAMES.map((method, i) => [method, named(say)[i]])), value: "adagrad" },
    ],
    numbers(data, { angle }) {
      const { steps, last, rates } = data
      return { steps, last, count: rates.length, ...Object.fromEntries(race(data)[angle].flatMap(({ end, rate }, i) =>
        [[`end_${NAMES[i]}`, end], [`rate_${NAMES[i]}`, rate]])) }
    },
    height: (narrow, _, width) => narrow ? Math.min(width - 46, 300) + 306 : 370,
    draw(paper, { data, state: { angle, method }, say, width, narrow }) {
      const size = Math.min(width - 46, narrow ? 300 : 310), by = radians(angle), chosen = NAMES.indexOf(method), reach = 1.9
      const now = race(data)[angle], { rate } = now[chosen]
      bowl.draw(paper, { left: 34, top: 26, width: size, height: size, x: [-reach, reach], y: [-reach, reach], curvatures: data.curvatures, turn: by,
        levels: [0.3, 3, 15, 50, 120], ticks: [[-1, 0, 1], [-1, 0, 1]],
        paths: [{ points: path(method, data, rate, by), role: `path ${ROLES[chosen]}` }] })
      const middle = [34 + size / 2, 26 + size / 2], arm = 0.47 * size, tip = [middle[0] + arm * Math.cos(by), middle[1] - arm * Math.sin(by)]
      const inside = paper.window(34, 26, size, size), at = ([one, other]) => [middle[0] + one / reach * size / 2, middle[1] - other / reach * size / 2]
      ROLES.forEach((role, i) => i === chosen || inside.curve(path(NAMES[i], data, now[i].rate, by).map(at), `faint ${role}`))
      inside.curve(path(method, data, rate, 0).map((place) => at(bowl.turned(place, by))), "quiet dashed lit")
      paper.disc(...tip, 8, "quiet lit")
      // The end of the valley goes up by sin 45° of its length while the angle goes from 0 to 45°.
      handle(paper.disc(...tip, 24, "catch"), { drag: { y: ["angle", -data.most / (arm * Math.sin(radians(data.most)))] } })

      const left = narrow ? 46 : size + 110, top = narrow ? size + 86 : 26, high = narrow ? 190 : size, long = width - left - 14
      const { X, Y } = paper.axes({ left, top, width: long, height: high, x: [0, data.most], y: [LOWEST, HIGHEST].map(Math.log10), xticks: [0, 15, 30, 45] })
      for (const [power, text] of [[-12, "10⁻¹²"], [-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"]]) paper.text(left - 6, Y(power), text, "tick", "end")
      paper.text(left + 4, top - 12, say("cost"), "quiet", "start")
      paper.text(left + long, top + high + 28, say("angle of the valley, in degrees"), "quiet", "end")
      const height = (end) => Y(Math.log10(Math.max(end, LOWEST)))
      paper.line(X(angle), top, X(angle), top + high, "quiet")
      ROLES.forEach((role, i) => {
        paper.curve(race(data).map((methods, at) => [X(at), height(methods[i].end)]), i === chosen ? `${role} lit` : role)
        paper.disc(X(angle), height(now[i].end), i === chosen ? 6 : 4, `${role} filled`)
      })
      handle(paper.box(left, top, long, high, "catch"), { drag: { x: ["angle", data.most / long] } })
    },
    tell({ state: { method }, numbers, say, number }) {
      const ends = NAMES.map((name) => numbers[`end_${name}`]), lowest = ends.indexOf(Math.min(...ends))
      const row = (name, i) => element("tr", name === NAMES[lowest] ? { class: "lowest" } : {},
        element("td", {}, key(ROLES[i])), element("th", { scope: "row" }, named(say)[i]), element("td", {}, number(`rate_${name}`)),
        element("td", {}, number(`end_${name}`), name === NAMES[lowest] ? line` ${say("lowest")}` : ""))
      const head = element("tr", {}, element("td"), ...[say("method"), say("learning rate"), say("cost")].map((text) => element("th", { scope: "col" }, text)))
      return [
        element("p", {}, say("Largest cost of the last {last} of {steps} steps, each method with the best of {count} learning rates at this angle:",
          { last: number("last"), steps: number("steps"), count: number("count") })),
        element("table", {}, element("thead", {}, head), element("tbody", {}, ...NAMES.map(row))),
        element("p", {}, say("Dashed, for {method}: the path at 0° with the same learning rate, turned with the valley.",
          { method: named(say)[NAMES.indexOf(method)] }), " ", method === "adagrad" || method === "rmsprop"
          ? say("A method with a scale for each parameter leaves it as soon as the valley turns.")
          : say("A method with one learning rate for all parameters stays on it.")),
      ]
    },
  }
})())
