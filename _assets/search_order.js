// The order of what a search finds: Sphinx's own points, but a name in the source of bplib comes after a chapter that has
// the word in its title, and before one that has it in its text.
const SOURCE = "chapters/reference/code/"

var Scorer = {
  score: ([page, title, anchor, description, points]) => points - (page.startsWith(SOURCE) ? 4 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
}
