// What the signs of a formula mean, when it is pointed at or reached with the keyboard: SIGNS, in signs.js, has a line for
// each row of the notation page; a formula has the numbers of its rows.
const EXPLAINED = ".symbol, :not(.symbol) > .math[data-rows]"

function meaningOf(element) {
  const rows = (element.dataset.rows ? element : element.querySelector("[data-rows]")).dataset.rows.split(" ")
  return '<ul class="signs">' + rows.map((row) => `<li>${SIGNS[row]}</li>`).join("") + "</ul>"
}

addEventListener("DOMContentLoaded", () => {
  // SIGNS is written by the build, and holds MathML and MathJax's elements, which the tooltip's filter does not know.
  new bootstrap.Tooltip(document.body, {
    selector: EXPLAINED, html: true, sanitize: false, delay: {show: 300, hide: 100}, title: meaningOf,
  })
})

// What an explanation covers can be read again without moving the pointer or the focus.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const symbol of document.querySelectorAll("[aria-describedby^=tooltip]")) bootstrap.Tooltip.getInstance(symbol)?.hide()
})
