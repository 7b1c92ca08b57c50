// Code that folds (extensions/fold.py). The page holds it open; the class "folding", which the head of the page sets before
// the first paint, hides it until it is folded here.
{
  const FOLDS = document.getElementsByClassName("code-fold")
  const SWITCH = document.querySelector(".all-code")
  const page = document.documentElement

  function foldAll(closed) {
    for (const fold of FOLDS) fold.open = !closed
    SWITCH?.setAttribute("aria-pressed", !closed)
  }

  foldAll(page.classList.contains("folding"))
  page.classList.remove("folding")

  SWITCH?.addEventListener("click", () => {
    const all = SWITCH.getAttribute("aria-pressed") === "false"
    foldAll(!all)
    try {
      all ? localStorage.setItem("all-code", "") : localStorage.removeItem("all-code")
    } catch { /* without storage the next page begins folded */ }
  })

  // A link to a place in folded code.
  function openAround() {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    const fold = place?.closest(".code-fold:not([open])")
    if (!fold) return
    fold.open = true
    place.scrollIntoView()
  }

  openAround()
  addEventListener("hashchange", openAround)

  // Paper shows all code, and the page afterwards what was open before.
  let closed = []

  addEventListener("beforeprint", () => {
    closed = [...FOLDS].filter(({ open }) => !open)
    for (const fold of closed) fold.open = true
  })
  addEventListener("afterprint", () => {
    for (const fold of closed) fold.open = false
  })
}
