// Figures to step through: cells with the tag `stepper` that follow one another. On paper, and without this script,
// they stand below one another.

function makeStepper(cells) {
  const slider = document.createElement("input")
  Object.assign(slider, { type: "range", min: 1, max: cells.length, value: 1, className: "stepper" })
  slider.ariaLabel = `Step through ${cells.length} figures`
  const show = () => {
    cells.forEach((cell, i) => cell.classList.toggle("stepped-over", i !== slider.value - 1))
    slider.ariaValueText = cells[slider.value - 1].querySelector("[role=img]").ariaLabel
  }
  slider.addEventListener("input", show)
  cells[0].before(slider)
  show()
}

addEventListener("DOMContentLoaded", () => {
  const first = document.querySelectorAll(".cell.tag_stepper:not(.tag_stepper + .tag_stepper)")
  first.forEach((cell) => {
    const cells = [cell]
    while (cells.at(-1).nextElementSibling?.matches(".tag_stepper")) cells.push(cells.at(-1).nextElementSibling)
    makeStepper(cells)
  })
})
