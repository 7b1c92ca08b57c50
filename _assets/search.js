// The search. It finds the sections that have all words of the question, or most of them, in their text or in a title
// above it: first those with the words in their own title. PAGES (extensions/sections.py) is {page: [[anchor, title, text,
// names in the code]]} in the order of the book; the first section is the page itself.
const SHOWN = 3                             // sections of one page
const EXCERPT = 220                         // letters
const LETTER = "[\\p{Lu}\\p{Ll}\\p{Nd}]"    // not those of a superscript or subscript: δˡ begins with the word δ

// A word begins as in the question, and may end otherwise: "derivative" finds "derivatives" and "derived". One of one or
// two letters stands alone. A Greek letter is large or small as in the question.
function pattern(word) {
  const latin = /^[\x20-\x7e]+$/.test(word)
  const stem = latin ? new Stemmer().stemWord(word.toLowerCase()) : word
  let kept = word.length
  while (!stem.startsWith(word.slice(0, kept).toLowerCase()) && latin) kept--
  const escaped = word.slice(0, kept).replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/['’′]/g, "['’′]")
  return new RegExp(`(?<!${LETTER})${escaped}${word.length < 3 ? `(?!${LETTER})` : ""}`, latin ? "giu" : "gu")
}

function wordsOf(question) {
  const words = question.split(/[\s,;:?!"()]+/).filter(Boolean)
  const telling = words.filter((word) => !stopwords.includes(word.toLowerCase()))
  return telling.length ? telling : words
}

// Where the words stand in a section, and what that is worth: a word in its title or in that of its page, the whole question
// in its text, a word there; a section of the source of bplib less. What a sign means, the notation page says.
function look(page, head, [anchor, title, text, code], patterns, question) {
  const hits = patterns.map((pattern) => [...text.matchAll(pattern)].map((hit) => hit.index))
  const has = (where) => patterns.map((pattern) => where.search(pattern) >= 0)
  const [inTitle, inHead, inCode] = [title, head, code].map(has)
  const count = (found) => found.filter(Boolean).length
  const points = 10 * count(inTitle) + 5 * count(inTitle) / title.split(" ").length
    + 6 * count(inHead.map((found, i) => found && !inTitle[i]))
    + hits.reduce((sum, places) => sum + Math.min(places.length, 5) / 5, 0)
    + (patterns.length > 1 && text.toLowerCase().includes(question.toLowerCase()) ? 8 : 0)
    + (anchor === "" && count(inTitle) ? 1 : 0)
    + (page === "chapters/reference/notation" && /[^\x20-\x7e]/.test(question) ? 6 : 0)
    - (page.startsWith("chapters/reference/code/") ? 8 : 0)
  const found = count(patterns.map((pattern, i) => inTitle[i] || inHead[i] || hits[i].length || inCode[i]))
  return { page, head, anchor, title, text, code, hits: hits.flat().sort((a, b) => a - b), found, points }
}

function search(question) {
  const patterns = wordsOf(question).map(pattern)
  const all = Object.entries(PAGES).flatMap(([page, sections]) =>
    sections.map((section) => look(page, sections[0][1], section, patterns, question)))
  const most = Math.max(...all.map(({ found }) => found))
  const best = all.filter(({ found }) => found === most && most > 0).sort((a, b) => b.points - a.points)
  const of = {}
  const shown = best.filter(({ page }) => (of[page] = (of[page] ?? 0) + 1) <= SHOWN)
  return { patterns, shown, missing: patterns.length - most, sections: best.length, pages: Object.keys(of).length }
}

// A part of the text, from the place where most hits are near one another; from the beginning of its sentence, if that is near.
function excerpt({ text, code, hits }, patterns) {
  const near = (start) => hits.filter((hit) => hit >= start && hit < start + EXCERPT / 2).length
  const hit = hits.reduce((best, hit) => near(hit) > near(best) ? hit : best, hits[0] ?? 0)
  const sentence = Math.max(text.lastIndexOf(". ", hit - 1) + 2, 0)
  const start = sentence < 2 && hit < 60 ? 0 : hit - sentence < 60 ? sentence : hit
  const end = start + EXCERPT < text.length ? text.lastIndexOf(" ", start + EXCERPT) : text.length
  const names = hits.length ? [] : code.split(" ").filter((name) => patterns.some((pattern) => name.search(pattern) >= 0))
  return (names.length ? `In the code: ${names.slice(0, 5).join(", ")}. ` : "")
    + (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "")
}

function marked(text, patterns) {
  const any = new RegExp(patterns.map(({ source }) => source + "[\\p{Lu}\\p{Ll}]*").join("|"), patterns[0].flags)
  const parts = document.createElement("p")
  parts.className = "context"
  let end = 0
  for (const hit of text.matchAll(any)) {
    parts.append(text.slice(end, hit.index), Object.assign(document.createElement("mark"), { textContent: hit[0] }))
    end = hit.index + hit[0].length
  }
  parts.append(text.slice(end))
  return parts
}

function show(question) {
  const { patterns, shown, missing, sections, pages } = search(question)
  const status = document.createElement("p")
  status.role = "status"
  status.textContent = !shown.length ? "Search finished. No section has one of these words: look at their spelling." :
    `Search finished. ${missing ? "No section has all words. " : ""}Found: ${sections} sections on ${pages} pages.`
    + (sections > shown.length ? ` Of each page the first ${SHOWN} are shown.` : "")
  const list = document.createElement("ul")
  list.className = "search"
  for (const section of shown) {
    const link = document.createElement("a")
    link.href = section.page + ".html" + (section.anchor && "#" + section.anchor)
    link.textContent = section.anchor ? `${section.head} > ${section.title}` : section.title
    const item = document.createElement("li")
    item.append(link, marked(excerpt(section, patterns), patterns))
    list.append(item)
  }
  document.getElementById("search-results").replaceChildren(status, list)
  localStorage.setItem("sphinx_highlight_terms", wordsOf(question).join(" "))      // sphinx_highlight.js marks them there
}

const question = new URLSearchParams(location.search).get("q")
if (question?.trim()) {
  document.querySelectorAll('input[name="q"]').forEach((field) => field.value = question)
  show(question.trim())
}
