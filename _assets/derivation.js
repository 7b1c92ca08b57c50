// A derivation in one view (bplib.symbolic.Derivation, in a cell with the tag `derivation`): its rows are gone through by
// buttons, and by the arrow keys when a button has the focus. At first all rows are there; so they are on paper, and without
// this script. A row that is not shown keeps its place.

const WAYS = { First: "Home", Back: "ArrowLeft", Next: "ArrowRight", All: "End" }

// The reason of a row, which the page shows in the row: its formulas as MathML alone, so that nothing in it can be reached.
function forScreenReaders(cell) {
  const reason = document.createElement("span"), copy = cell.cloneNode(true)
  reason.className = "visually-hidden"
  copy.querySelectorAll(".math").forEach((formula) => {
    (formula.closest(".symbol") ?? formula).replaceWith(formula.querySelector("math"))
  })
  reason.append(": ", ...copy.childNodes)
  return reason
}

function goThrough(derivation) {
  const rows = [...derivation.querySelectorAll("tbody > tr")]
  const bar = document.createElement("div"), place = document.createElement("output")
  Object.assign(bar, { className: "derivation-steps", role: "group", ariaLabel: `Go through ${rows.length} rows` })
  let shown = rows.length
  const targets = () => ({ First: 1, Back: shown - 1, Next: shown + 1, All: rows.length })

  const show = (number) => {
    shown = Math.min(Math.max(number, 1), rows.length)
    rows.forEach((row, i) => row.classList.toggle("not-yet", i >= shown))
    bar.querySelectorAll("button").forEach((button) => {
      const target = targets()[button.name]
      button.ariaDisabled = target < 1 || target > rows.length || target === shown
    })
    place.replaceChildren(`${shown} of ${rows.length}`, forScreenReaders(rows[shown - 1].lastElementChild))
  }

  bar.append(...Object.keys(WAYS).map((name) => {
    const button = Object.assign(document.createElement("button"), { type: "button", name, textContent: name })
    button.addEventListener("click", () => show(targets()[name]))
    return button
  }), place)
  bar.addEventListener("keydown", (event) => {
    const name = Object.keys(WAYS).find((name) => WAYS[name] === event.key)
    if (!name || event.altKey || event.ctrlKey || event.metaKey) return
    show(targets()[name])
    event.preventDefault()
  })
  show(rows.length)
  derivation.prepend(bar)
}

addEventListener("DOMContentLoaded", () => document.querySelectorAll(".tag_derivation .cell_output").forEach(goThrough))
