// The parts of an equation card as tabs. Without scripts they are a list; cards.css shows the first of them as soon as
// the page is read, so nothing moves when the buttons come.
function makeTabs(list) {
  const names = [...list.querySelectorAll(":scope > dt")], parts = [...list.querySelectorAll(":scope > dd")]
  const choose = (chosen) => parts.forEach((part, i) => {
    part.classList.toggle("chosen", i === chosen)
    names[i].firstChild.ariaExpanded = i === chosen
  })
  names.forEach((name, i) => {
    const button = document.createElement("button")
    button.append(...name.childNodes)
    button.addEventListener("click", () => choose(i))
    name.append(button)
  })
  choose(0)
}

addEventListener("DOMContentLoaded", () => document.querySelectorAll(".tag_equation-card dl").forEach(makeTabs))
