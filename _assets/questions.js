// Questions (bplib/book/questions.py). The page holds the question, and below it the answers, folded. Here a choice gets
// its buttons and a typed answer its field, in places that the style sheet keeps free: nothing moves before a click.
// What was answered stays in this browser, if it stores anything at all; nothing is sent.

const STORED = "question:"

const storage = {
  get(name) { try { return localStorage.getItem(STORED + name) } catch { return null } },
  set(name, text) { try { localStorage.setItem(STORED + name, text) } catch { /* it is forgotten with the page */ } },
  remove(name) { try { localStorage.removeItem(STORED + name) } catch { /* as above */ } },
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

class Question {
  constructor(box) {
    this.box = box
    this.name = box.id.replace(/^question-/, "")
    this.task = JSON.parse(box.dataset.task)
    this.answers = [...box.querySelectorAll(":scope > .answers > ol > li")]
    this.feedback = element("div", { className: "feedback", role: "status" })
    box.querySelector(":scope > .answers").before(this.feedback)
    this.prompt = box.querySelector(":scope > .about + *")
    this.prompt.id ||= `${box.id}-prompt`
    this.task.kind === "choice" ? this.addButtons() : this.addField()
    const stored = storage.get(this.name)
    if (stored !== null) this.restore(stored)
  }

  addButtons() {
    const list = this.box.querySelector(":scope > ol")
    list.setAttribute("role", "radiogroup")
    list.setAttribute("aria-labelledby", this.prompt.id)
    this.buttons = [...list.children].map((item, i) => {
      item.setAttribute("role", "presentation")
      const label = item.firstElementChild
      label.id = `${this.box.id}-${i + 1}`
      const button = element("input", { type: "radio", name: this.box.id, id: `${this.box.id}-button-${i + 1}` })
      button.setAttribute("aria-label", String.fromCharCode(65 + i))      // the letter in the circle, before the text
      button.setAttribute("aria-labelledby", `${button.id} ${label.id}`)
      button.addEventListener("change", () => this.give(String(i)))
      button.addEventListener("keydown", (event) => this.move(event, i))
      item.addEventListener("click", (event) => {
        if (event.target !== button && !event.target.closest("a") && getSelection().isCollapsed) button.click()
      })
      item.prepend(button)
      return button
    })
  }

  // The arrow keys go from choice to choice, and answer nothing: the space bar or Enter does.
  move(event, i) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (step) this.buttons.at((i + step) % this.buttons.length).focus()
    else if (event.key === "Enter") this.buttons[i].click()
    else return
    event.preventDefault()
  }

  addField() {
    this.field = element("input", { type: "text", autocomplete: "off", spellcheck: false, autocapitalize: "off", maxLength: 200 })
    this.field.setAttribute("aria-labelledby", this.prompt.id)
    const form = element("form", {}, this.field, element("button", { type: "submit", textContent: "Check" }))
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      this.give(this.field.value)
    })
    this.box.querySelector(":scope > .entry").append(form)
  }

  // Which answer a text is, -1 for a wrong one that the question does not know, or the reason why it cannot be read.
  read(text) {
    if (this.task.kind === "choice") return Number(text)
    try {
      return this.task.kind === "number" ? answerOfNumber(text, this.task) : answerOf(text, this.task)
    } catch (problem) {
      return problem.message
    }
  }

  isRight(answer) {
    return answer === (this.task.kind === "choice" ? this.task.right : 0)
  }

  give(text) {
    const answer = this.read(text)
    if (typeof answer === "string") {
      this.feedback.replaceChildren(element("p", { textContent: answer }))
      return
    }
    storage.set(this.name, text)
    this.mark(this.isRight(answer))
    const said = this.answers[answer]?.cloneNode(true) ?? element("p", { textContent: "Not this. Try again, or look at the answers." })
    said.querySelectorAll("[tabindex]").forEach((part) => part.removeAttribute("tabindex"))
    this.feedback.replaceChildren(...said.matches("li") ? said.childNodes : [said])
    count()
  }

  // After a reload: what was chosen and whether it was right, without the text, which would move the page.
  restore(text) {
    const answer = this.read(text)
    if (typeof answer === "string" || this.task.kind === "choice" && !this.buttons[answer]) return
    if (this.field) this.field.value = text
    else this.buttons[answer].checked = true
    this.mark(this.isRight(answer))
  }

  mark(right) {
    this.box.dataset.answered = right ? "right" : "wrong"
    this.box.querySelector(":scope > .about b").dataset.mark = right ? "✓" : "✗"
  }

  clear() {
    storage.remove(this.name)
    delete this.box.dataset.answered
    delete this.box.querySelector(":scope > .about b").dataset.mark
    this.feedback.replaceChildren()
    if (this.field) this.field.value = ""
    else this.buttons.forEach((button) => button.checked = false)
  }
}

let questions = []

// "2 of 5 right" beside the heading of each question, and the way to forget them all.
function count() {
  const right = questions.filter(({ box }) => box.dataset.answered === "right").length
  const any = questions.some(({ box }) => box.dataset.answered)
  for (const { box } of questions) {
    const clear = element("button", { type: "button", textContent: "Clear", title: "Forget the answers of this page" })
    clear.addEventListener("click", () => {
      questions.forEach((question) => question.clear())
      count()
      document.querySelector(`#${box.id} :is(.entry, ol) input`).focus()
    })
    box.querySelector(":scope > .about > .count").replaceChildren(`${right} of ${questions.length} right`, ...any ? [clear] : [])
  }
}

if (typeof document !== "undefined") addEventListener("DOMContentLoaded", () => {
  questions = [...document.querySelectorAll(".tag_question .question")].map((box) => new Question(box))
  count()
})
