// Figures that move. A page holds a place for one, <div class="moving" data-figure="NAME" data-values='{…}'>, and a still
// of it, which stays without this script and on paper. NAME.js describes the figure:
//
//   moving("NAME", {
//     title: "…",                              what it is, for those who do not see it
//     controls: (data, say) => [{ name, label, min, max, step, value } | { name, label, choices, value } | { name, label, checked }],
//     play: "step",                            the control that a button moves, if there is one
//     numbers: (data, state) => ({ sum: … }),  every number that the figure shows: a function of data and controls alone
//     height: (narrow, data, width) => pixels,
//     draw(paper, { data, state, numbers, say, width, height, narrow }) { … },
//     tell({ data, state, numbers, say, number, factor }) → elements below the drawing; a factor below 0 has parentheses
//   })
//
// The state of a figure is that of its controls. Pointing and dragging move a control, so what a pointer can do, the
// keyboard and a screen reader can. A number is shown by its name (paper.number, number), with all its digits beside the
// rounded text: tests/browser/test_moving.py compares these with bplib.
const moving = (() => {
  const NARROW = 500                        // pixels, as in moving.css: below this, drawings go from top to bottom
  const SVG = "http://www.w3.org/2000/svg", MATHML = "http://www.w3.org/1998/Math/MathML"

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...children)
    return made
  }

  // Three digits, or fewer where they are all: 0.5 is exact, 0.500 is rounded. The minus sign is one, and 0 has none.
  function rounded(value, digits = 3) {
    if (Number.isNaN(value)) return "–"
    const exact = Number.isInteger(value) || String(Math.abs(value)).length < digits + 2
    const text = exact ? (value + 0).toLocaleString("en", { maximumFractionDigits: 20 }) : value.toPrecision(digits)
    const [mantissa, exponent] = text.split("e")
    const power = exponent && "·10" + [...String(+exponent)].map((sign) => sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign]).join("")
    return (mantissa + (power ?? "")).replace("-", "−")
  }

  // A number with its name and all its digits. What a control says is shown as it is.
  function shown(made, name, { numbers, state }, digits) {
    const value = numbers[name] ?? state[name]
    if (typeof value !== "number") throw new RangeError(`no number is called ${name}`)
    made.dataset.name = name
    made.dataset.value = value
    made.textContent = name in numbers ? rounded(value, digits) : String(value).replace("-", "−")
    return made
  }

  // A letter with what stands above and below it, as an element of a line of text: letter("δ", 3, 1, "backward").
  function letter(base, above = "", below = "", role = "") {
    const make = (tag, ...children) => {
      const made = document.createElementNS(MATHML, tag)
      made.append(...children)
      if (tag === "mi") made.setAttribute("mathvariant", "normal")     // fonts of phones lack the italic signs of Unicode
      return made
    }
    const part = (text) => make("mrow", ...[...String(text)].map((sign) => make(/\p{L}/u.test(sign) ? "mi" : "mn", sign)))
    const around = [below, above].filter((text) => text !== "").map(part)
    const tag = around.length === 2 ? "msubsup" : below !== "" ? "msub" : above !== "" ? "msup" : "mrow"
    const math = make("math", make(tag, part(base), ...around))
    math.setAttribute("class", role)
    return math
  }

  // line`${letter("δ", 3, 1)} = ${number("sum")}`: texts and elements in one piece.
  function line(texts, ...parts) {
    const made = document.createDocumentFragment()
    texts.forEach((text, i) => made.append(text, ...(i < parts.length ? [parts[i]] : [])))
    return made
  }

  // say("the sum is {sum}", { sum: number("sum") }): the words of this edition; with parts, a piece of a line.
  const sayer = (words) => (text, parts) => {
    const said = words[text] ?? text
    if (!parts) return said
    const made = document.createDocumentFragment()
    made.append(...said.split(/[{}]/).map((piece, i) => i % 2 ? parts[piece] : piece))
    return made
  }

  // What a figure is drawn on: an SVG whose units are pixels of the page, so that letters keep their size.
  // The role of a mark is its colour: forward, backward, weight, cost, quiet; further classes may follow it.
  class Paper {
    constructor(svg, known) {
      Object.assign(this, { svg, known })
    }

    add(tag, attributes, text) {
      const made = document.createElementNS(SVG, tag)
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
      if (text !== undefined) made.textContent = text
      this.svg.append(made)
      return made
    }

    line(x1, y1, x2, y2, role) {
      return this.add("line", { x1, y1, x2, y2, class: role })
    }

    curve(points, role) {
      return this.add("path", { d: "M" + points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L"), class: role })
    }

    disc(cx, cy, r, role) {
      return this.add("circle", { cx, cy, r, class: role })
    }

    box(x, y, width, height, role) {
      return this.add("rect", { x, y, width, height, rx: 3, class: role })
    }

    square(cx, cy, r, role) {
      return this.box(cx - r, cy - r, 2 * r, 2 * r, role)
    }

    // A part of the paper, in the same pixels: what is drawn on it ends at its edge.
    window(x, y, width, height) {
      return new Paper(this.add("svg", { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` }), this.known)
    }

    text(x, y, text, role = "", anchor = "middle") {
      return this.add("text", { x, y, class: role, "text-anchor": anchor, "dominant-baseline": "central" }, text)
    }

    number(x, y, name, role = "", anchor = "middle", digits = 3) {
      return shown(this.text(x, y, "", role, anchor), name, this.known, digits)
    }

    letter(x, y, base, above, below, role = "", anchor = "middle") {
      const made = this.text(x, y, "", `letter ${role}`, anchor)
      const parts = [[base, "0", "base"], [above, "-0.5em", ""], [below, above === "" ? "0.35em" : "0.95em", ""]].filter(([text]) => text !== "")
      parts.forEach(([text, dy, kind], i) => {
        const part = document.createElementNS(SVG, "tspan")
        part.textContent = text
        if (i) part.setAttribute("dy", dy)
        if (i === 2) part.setAttribute("dx", `${-0.55 * String(above).length}em`)
        part.setAttribute("class", kind)
        made.append(part)
      })
      return made
    }

    // Axes of a curve in a box of the paper. Returns the functions that lead from values to pixels.
    axes({ left, top, width, height, x, y, xlabel = "", ylabel = "", xticks = [], yticks = [] }) {
      const X = (value) => left + (value - x[0]) / (x[1] - x[0]) * width
      const Y = (value) => top + height - (value - y[0]) / (y[1] - y[0]) * height
      this.line(left, top + height, left + width, top + height, "quiet")
      this.line(left, top, left, top + height, "quiet")
      const tick = (value) => String(+value.toPrecision(9)).replace("-", "−")
      for (const value of xticks) this.text(X(value), top + height + 12, tick(value), "tick")
      for (const value of yticks) this.text(left - 6, Y(value), tick(value), "tick", "end")
      this.text(left + width, top + height + 28, xlabel, "quiet", "end")
      this.text(left + 4, top - 8, ylabel, "quiet", "start")
      return { X, Y, perPixel: [(x[1] - x[0]) / width, -(y[1] - y[0]) / height] }
    }
  }

  // A mark that moves controls: pointing at it or touching it sets those of `point`; dragging it along x or y moves one by
  // `drag.x[1]`, or `drag.y[1]`, a pixel.
  function handle(mark, { point, drag }) {
    mark.classList.add("handle")
    if (point) mark.dataset.point = JSON.stringify(point)
    if (drag) mark.dataset.drag = JSON.stringify(drag)
    if (drag) mark.style.touchAction = drag.y ? "none" : "pan-y"
    return mark
  }

  // f(data), computed once for the data of a figure.
  function once(f) {
    const known = new WeakMap()
    return (data) => known.get(data) ?? known.set(data, f(data)).get(data)
  }

  const figures = {}

  class Moving {
    constructor(place) {
      this.place = place
      this.figure = figures[place.dataset.figure]
      const { words, ...data } = JSON.parse(place.dataset.values)
      Object.assign(this, { data, say: sayer(words) })
      for (const other of place.closest(".cell_output").children) {
        if (!other.contains(place)) other.classList.add("still")
      }
      place.setAttribute("role", "group")
      place.ariaLabel = this.say(this.figure.title)
      this.svg = document.createElementNS(SVG, "svg")
      this.svg.setAttribute("aria-hidden", "true")        // its numbers are in the text below it
      this.told = element("div", { class: "told" })
      this.live = element("p", { class: "visually-hidden", "aria-live": "polite" })
      place.append(this.svg, this.controls(), this.told, this.live)
      this.byPointer()
      new ResizeObserver(() => this.width !== place.clientWidth && this.fit()).observe(place)
      place.addEventListener("input", () => this.show())
      this.fit()
    }

    controls() {
      const box = element("div", { class: "controls" })
      this.inputs = {}
      for (const control of this.figure.controls(this.data, this.say)) {
        const { name, label, choices, checked, value } = control
        const text = element("span", {}, ...[label].flat())
        if (choices) {
          const select = element("select", { name }, ...Object.entries(choices).map(([value, text]) => new Option(text, value)))
          select.value = value
          box.append(element("label", {}, text, this.inputs[name] = select))
        } else if (checked !== undefined) {
          const tick = element("input", { type: "checkbox", name })
          tick.checked = checked
          box.append(element("label", { class: "tick" }, this.inputs[name] = tick, text))
        } else {
          const { min, max, step = 1 } = control
          const slider = element("input", { type: "range", name, min, max, step, value })
          slider.output = element("output")
          box.append(element("label", {}, text, this.inputs[name] = slider, slider.output))
        }
      }
      // A formula is no name for all who listen: "x1" is one.
      for (const input of Object.values(this.inputs)) input.setAttribute("aria-label", input.parentElement.querySelector("span").textContent)
      if (this.figure.play) box.prepend(this.player(this.inputs[this.figure.play]))
      return box
    }

    // A button moves a slider to its end, a step each time, and stops when it is pressed again.
    player(slider) {
      const button = element("button", { type: "button" }, this.say("Play"))
      const stop = () => {
        clearInterval(this.playing)
        this.playing = undefined
        button.textContent = this.say("Play")
      }
      button.addEventListener("click", () => {
        if (this.playing) return stop()
        button.textContent = this.say("Pause")
        if (slider.value === slider.max) this.set({ [slider.name]: slider.min })
        this.playing = setInterval(() => {
          this.set({ [slider.name]: +slider.value + +slider.step })
          if (slider.value === slider.max) stop()
        }, this.figure.pace ?? 900)
      })
      return button
    }

    get state() {
      const value = (input) => input.type === "checkbox" ? input.checked : input.type === "range" ? input.valueAsNumber : input.value
      return Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, value(input)]))
    }

    set(values) {
      const before = JSON.stringify(this.state)
      for (const [name, value] of Object.entries(values)) {
        if (this.inputs[name].type === "checkbox") this.inputs[name].checked = value
        else this.inputs[name].value = value
      }
      if (JSON.stringify(this.state) !== before) this.place.dispatchEvent(new Event("input"))
    }

    byPointer() {
      let held
      const point = (event) => {
        const mark = event.target.closest("[data-point]")
        if (mark && !held) this.set(JSON.parse(mark.dataset.point))
      }
      this.svg.addEventListener("pointerover", (event) => event.pointerType === "mouse" && point(event))
      this.svg.addEventListener("click", point)
      this.svg.addEventListener("pointerdown", (event) => {
        const mark = event.target.closest("[data-drag]")
        if (!mark) return
        this.svg.setPointerCapture(event.pointerId)
        held = { drag: JSON.parse(mark.dataset.drag), from: [event.clientX, event.clientY], state: this.state }
        event.preventDefault()                             // no text is selected
      })
      this.svg.addEventListener("pointermove", (event) => {
        if (!held) return
        const gone = { x: event.clientX - held.from[0], y: event.clientY - held.from[1] }
        this.set(Object.fromEntries(Object.entries(held.drag).map(([axis, [name, perPixel]]) =>
          [name, held.state[name] + gone[axis] * perPixel])))
      })
      for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => held = undefined)
    }

    // To ask for the width is to lay out the page, which is too slow for every step of a hand.
    fit() {
      this.width = this.place.clientWidth
      if (this.width) this.show()                          // 0 on paper, or folded away
    }

    show() {
      const { data, figure, say, state, svg, width } = this, narrow = width < NARROW
      const numbers = figure.numbers(data, state), height = figure.height(narrow, data, width)
      const known = { numbers, state }
      const number = (name, digits) => shown(element("span", { class: "number" }), name, known, digits)
      const factor = (name, digits) => line`${(numbers[name] ?? state[name]) < 0 ? "(" : ""}${number(name, digits)}${(numbers[name] ?? state[name]) < 0 ? ")" : ""}`
      svg.replaceChildren()
      svg.classList.toggle("fresh", state[figure.play] !== this.before?.[figure.play])     // not while another control moves
      this.before = state
      for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) svg.setAttribute(name, value)
      figure.draw(new Paper(svg, known), { data, state, numbers, say, width, height, narrow })
      for (const { name, output } of Object.values(this.inputs)) if (output) shown(output, name, known)
      this.told.replaceChildren(...figure.tell({ data, state, numbers, say, number, factor }))
      clearTimeout(this.quiet)                             // said when the hand rests
      this.quiet = setTimeout(() => this.live.textContent = this.told.innerText.replace(/\s+/g, " "), 500)
    }
  }

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".moving").forEach((place) => new Moving(place))
  })

  return Object.assign((name, figure) => figures[name] = figure, { element, letter, line, handle, once, rounded })
})()
