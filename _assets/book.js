// A formula or figure that is wider than the page scrolls in a box of its own. A browser makes every formula that is a
// fraction of a pixel higher than its box a stop of the Tab key: more than a hundred on a page. Here a box is a stop when
// it scrolls, by more than that fraction, and only then. The theme does the same for code and tables.
const BOXES = ".math, .math > *"

function stopWhereItScrolls(boxes) {
  const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible")
  boxes.forEach((box, i) => box.tabIndex = scrolls[i] ? 0 : -1)
}

const whenItsWidthChanges = new ResizeObserver((changes) => stopWhereItScrolls(changes.map(({ target }) => target)))

// The letters of a formula are wider or narrower until its fonts are there. Its box has the same size before and after,
// so no observer sees it.
document.fonts.addEventListener("loadingdone", () => stopWhereItScrolls([...document.querySelectorAll(BOXES)]))

// A window of another width may let a box scroll, or not, whose size stays.
addEventListener("resize", () => stopWhereItScrolls([...document.querySelectorAll(BOXES)]))

// Folded code has no size of its own. When it is opened, the theme looks at it as it does when the window changes: once,
// where many are opened together.
let looking = 0
addEventListener("toggle", () => {
  cancelAnimationFrame(looking)
  looking = requestAnimationFrame(() => dispatchEvent(new Event("resize")))
}, { capture: true })

addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll(`${BOXES}, .cell_output`).forEach((box) => whenItsWidthChanges.observe(box))
})

// A formula is copied as its LaTeX: of the letters of a formula no browser takes any.
addEventListener("copy", (event) => {
  const selection = getSelection(), copied = document.createElement("div")
  for (let i = 0; i < selection.rangeCount; i++) copied.append(selection.getRangeAt(i).cloneContents())
  const formulas = copied.querySelectorAll(".math[data-latex]")
  if (!formulas.length) return
  for (const formula of formulas) {
    const signs = formula.matches("div") ? "$$" : "$"
    formula.textContent = signs + formula.dataset.latex.trim() + signs
  }
  document.body.append(copied)        // its lines are those of a page only in a page
  event.clipboardData.setData("text/plain", copied.innerText)
  event.clipboardData.setData("text/html", copied.innerHTML)
  copied.remove()
  event.preventDefault()
})
