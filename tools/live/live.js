// Derivations that run in the page (tools/live). A cell that shows a formula can be edited and run, in a worker, after the
// cells above that it needs: as they stand in their own editors or, where none is open, as they are printed.
{
  const RUNTIME = new URL("runtime.js", document.currentScript.src)
  const VERDICTS = {
    same: "✓ Same as printed.",
    equal: "✓ Equal to what is printed, in another form.",
    different: "≠ Differs from what is printed.",
  }
  const editors = new Map()                       // {number of a cell: its editor}

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  function button(text, action) {
    const made = element("button", { type: "button", textContent: text })
    made.addEventListener("click", action)
    return made
  }

  const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

  // The files of the Python, once for the page: a script, because a page that was opened from a file can fetch nothing.
  let files

  function loadFiles() {
    files ??= new Promise((resolve, reject) => {
      // all letters of formulas: the page has those that the book shows
      document.head.append(element("link", { rel: "stylesheet", href: new URL("letters.css", RUNTIME) }))
      const script = element("script", { src: RUNTIME, onload: () => resolve(LIVE_RUNTIME) })
      script.onerror = () => reject(new Error(`${RUNTIME.pathname} was not loaded.`))
      document.head.append(script)
    })
    return files
  }

  // One Python, which starts when the first editor opens, runs one task at a time, and is ended by stop().
  const python = {
    worker: null,

    start() {
      if (this.worker) return
      // as an address, because a Blob starts no such worker in a page that was opened from a file
      this.worker = new Worker(`data:text/javascript,${encodeURIComponent(LIVE_WORKER)}`, { type: "module" })
      this.started = loadFiles().then((files) => this.send({ files }))
      this.started.catch(() => this.worker = null)
    },

    send(message) {
      return new Promise((resolve, reject) => {
        this.giveUp = reject
        this.worker.onmessage = ({ data }) => data.failed ? reject(new Error(data.failed)) : resolve(data)
        this.worker.onerror = ({ message }) => reject(new Error(message ?? "Python did not start."))
        this.worker.postMessage(message)
      })
    },

    stop() {
      this.worker.terminate()
      this.worker = null
      this.giveUp?.(new Error("Stopped."))
    },
  }

  class Editor {
    constructor(number, code) {
      this.number = number
      this.opener = button("Edit and run", () => this.toggle())
      Object.assign(this.opener, { className: "live-open", ariaExpanded: "false" })
      this.place = code
      code.before(this.opener)
    }

    get code() { return this.box?.isConnected ? this.field.value : LIVE_CELLS[this.number].code }

    toggle() {
      if (!this.box) this.build()
      this.box.isConnected ? this.box.remove() : this.place.after(this.box)
      this.opener.ariaExpanded = String(this.box.isConnected)
      if (!this.box.isConnected) return
      python.start()
      this.field.focus()
    }

    build() {
      const { code } = LIVE_CELLS[this.number]
      this.field = element("textarea", { value: code, rows: code.split("\n").length + 1, wrap: "off", spellcheck: false })
      Object.assign(this.field, { autocapitalize: "off", autocomplete: "off", ariaLabel: "Code of this cell" })
      this.field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.runner.click()
      })
      this.runner = button("Run", () => this.run())
      this.stopper = button("Stop", () => python.stop())
      this.stopper.disabled = true
      const reset = button("As printed", () => this.field.value = code)
      this.status = element("span", { role: "status" })
      this.clock = element("span", { ariaHidden: "true" })
      this.result = element("div", { className: "live-result" })
      this.box = element("div", { className: "live", role: "group", ariaLabel: "Edit and run" }, this.field,
        element("div", { className: "live-bar" }, this.runner, this.stopper, reset, this.status, this.clock), this.result)
    }

    async run() {
      python.start()
      for (const editor of editors.values()) if (editor.runner) editor.runner.disabled = true
      this.stopper.disabled = false
      this.result.replaceChildren()
      const began = performance.now()
      const clock = setInterval(() => this.clock.textContent = seconds(began), 100)
      try {
        delete this.status.dataset.verdict
        this.status.textContent = "Python starts."
        await python.started
        this.status.textContent = "Running."
        this.show((await python.send({ task: this.task() })).answer)
      } catch (problem) {
        this.status.textContent = problem.message
      }
      clearInterval(clock)
      this.clock.textContent = seconds(began)
      for (const editor of editors.values()) if (editor.runner) editor.runner.disabled = false
      this.stopper.disabled = true
    }

    task() {
      const printed = LIVE_CELLS.map(({ code }) => code)
      const sources = printed.map((code, number) => editors.get(number)?.code ?? code)
      return { printed, sources, index: this.number, stored: LIVE_CELLS[this.number].stored }
    }

    show({ problem, verdict, text, outputs }) {
      this.status.textContent = problem || VERDICTS[verdict]
      this.status.dataset.verdict = problem ? "problem" : verdict
      if (text) this.result.append(element("pre", { textContent: text }))
      this.result.append(...outputs.map(shown))
      for (const box of this.result.querySelectorAll(BOXES)) whenItsWidthChanges.observe(box)     // of book.js
    }
  }

  // A formula as the page has its own, or text.
  function formula(part, kind = "span") {
    if (!part.html) return part
    const box = element(kind, { className: "math notranslate nohighlight", innerHTML: part.html })
    box.dataset.latex = part.latex
    return box
  }

  // An output as the worker describes it. A derivation has the columns of the printed one.
  function shown(output) {
    if (output.formula) return formula(output.formula, "div")
    if (!output.rows) return element("pre", { textContent: output.text })
    const rows = output.rows.map((cells) => element("tr", {}, ...cells.map((parts) =>
      element("td", {}, element("p", {}, ...parts.map((part) => formula(part)))))))
    return element("div", { className: "live-rows" }, element("table", { className: "table" }, element("tbody", {}, ...rows)))
  }

  // The cells of the page are some of those of the notebook, in its order.
  let number = 0
  for (const code of document.querySelectorAll(".cell .cell_input pre")) {
    const text = code.textContent.trim()
    while (LIVE_CELLS[number].code.trim() !== text) number++
    const { runs, stored } = LIVE_CELLS[number]
    const place = code.closest(".code-fold") ?? code.closest(".cell_input")
    if (runs === true) editors.set(number, new Editor(number, place))
    else if (stored) place.before(element("span", { className: "live-open", textContent: runs }))
  }
}
