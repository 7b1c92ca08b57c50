// Formulas are set from the top down, as many at a time as a slice of time holds, so that the page answers its reader
// meanwhile, on a slow phone too.
const SLICE = 8        // milliseconds

// A formula or figure that is wider than the page scrolls in a box of its own. MathJax makes every formula a stop of
// the Tab key, more than a hundred on a page. Here a box is a stop when it scrolls, and only then. The theme does the
// same for code and tables.
const BOXES = "span.math, mjx-container, .cell_output"

const whenItsWidthChanges = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    if (box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible") box.tabIndex = 0
    else box.removeAttribute("tabindex")
  }
})

async function setFormulas() {
  await window.MathJax?.startup?.promise
  const formulas = [...document.querySelectorAll(".math")]
  while (formulas.length) {
    const end = performance.now() + SLICE
    do await MathJax.typesetPromise(formulas.splice(0, 1))
    while (formulas.length && performance.now() < end)
    await new Promise((done) => setTimeout(done))
  }
  document.querySelectorAll(BOXES).forEach((box) => whenItsWidthChanges.observe(box))
}

window.formulasAreSet = new Promise((done) => addEventListener("DOMContentLoaded", () => done(setFormulas())))

// From a file the search cannot read the pages that it found, so it shows their titles without a part of their text.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false
