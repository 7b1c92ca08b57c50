// A formula is set when the window comes near it: a phone that opens a page of two hundred formulas sets those of the
// first screens, and has time for its reader. Of these, as many at a time as a slice of time holds. On paper all are set.
const NEAR = "100%"    // of the window's height, above and below it
const SLICE = 8        // milliseconds

// A formula or figure that is wider than the page scrolls in a box of its own. MathJax makes every formula a stop of
// the Tab key, and a browser every formula that is a fraction of a pixel higher than its box: more than a hundred on a
// page. Here a box is a stop when it scrolls, by more than that fraction, and only then. The theme does the same for code and tables.
function stopWhereItScrolls(boxes) {
  const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible")
  boxes.forEach((box, i) => box.tabIndex = scrolls[i] ? 0 : -1)
}

const whenItsWidthChanges = new ResizeObserver((changes) => stopWhereItScrolls(changes.map(({ target }) => target)))

// The letters of a formula are wider or narrower until its fonts are there. Its box has the same size before and after,
// so no observer sees it.
document.fonts.addEventListener("loadingdone",
  () => stopWhereItScrolls([...document.querySelectorAll(".math.typeset, .math.typeset > *")]))

// Folded code has no size of its own. When it is opened, the theme looks at it as it does when the window changes.
addEventListener("toggle", () => dispatchEvent(new Event("resize")), { capture: true })

const near = new Set()

const whenNear = new IntersectionObserver((changes) => {
  changes.forEach(({ target, isIntersecting }) => isIntersecting ? near.add(target) : near.delete(target))
  setThoseNear()
}, { rootMargin: `${NEAR} 0px` })

function set(formulas) {
  MathJax.typeset(formulas)
  for (const formula of formulas) {
    formula.classList.add("typeset")
    near.delete(formula)
    whenNear.unobserve(formula)
    for (const box of [formula, ...formula.children]) whenItsWidthChanges.observe(box)
  }
}

let setting = false

async function setThoseNear() {
  if (setting) return
  setting = true
  while (near.size) {
    const end = performance.now() + SLICE
    do set([...near].slice(0, 1))
    while (near.size && performance.now() < end)
    await new Promise((done) => setTimeout(done))
  }
  setting = false
}

addEventListener("DOMContentLoaded", async () => {
  document.querySelectorAll(".cell_output").forEach((box) => whenItsWidthChanges.observe(box))
  if (!window.MathJax) return       // a page without formulas
  await MathJax.startup.promise
  document.querySelectorAll(".math").forEach((formula) => whenNear.observe(formula))
  addEventListener("beforeprint", () => set([...document.querySelectorAll(".math:not(.typeset)")]))
})

// What an explanation covers can be read again without moving the pointer or the focus.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const symbol of document.querySelectorAll(".symbol[aria-describedby]")) bootstrap.Tooltip.getInstance(symbol)?.hide()
})
