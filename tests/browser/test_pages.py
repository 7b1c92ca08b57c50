"""Every page of the built book in a browser without a network: three widths, light and dark.

Each page is opened once, and at each width the system of the reader changes to dark and back. What has nothing to do with
colours is looked for in the light page only. Between a phone and a desk, a page has the places of its own and no other texts:
at that width axe looks for what depends on places.
"""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import HTML, PAGES, page_id
from stops import resize

WIDTHS = (390, 768, 1440)
HEAVIEST = 2.0e6        # bytes: the page, its styles, scripts, fonts and figures
OWN = 400_000           # bytes, compressed: the page and its figures, without what all pages share

FORMULAS = """() => {
    const formulas = [...document.querySelectorAll(".math")]
    const bad = formulas.filter(f => !f.querySelector("mjx-container") || f.querySelector("mjx-merror"))
    // MathJax prints a command that it does not know in red, and reports no error.
    const unknown = [...document.querySelectorAll("mjx-container mtext")].filter(t => t.textContent.startsWith("\\\\"))
    return [...bad, ...unknown].map(element => "formula not rendered: " + element.textContent.trim())
}"""

SOURCE_LEFT_IN_THE_TEXT = r"""() => {
    const left = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const text = walker.currentNode
        if (text.parentElement.closest("pre, code, script, style, mjx-container")) continue
        if (/\\\(|\\\[|\$\$|\\begin\{|\\tag\{|:::|```/.test(text.data)) left.push("source in the text: " + text.data.trim())
    }
    return left
}"""

SMALLEST = 11           # pixels, of a letter of a formula
SMALL_LETTERS = """smallest => [...document.querySelectorAll("mjx-c")].flatMap(letter => {
    const size = parseFloat(getComputedStyle(letter).fontSize)
    return size < smallest ? [`a letter of ${size} px in ${letter.closest(".math").dataset.latex}`] : []
})"""

HEADINGS = """() => {
    const shown = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].filter(h => h.checkVisibility())
    const levels = shown.map(h => +h.tagName[1])
    return levels[0] === 1 && levels.every((level, i) => i === 0 || level > 1 && level <= levels[i - 1] + 1)
        ? [] : ["headings out of order: " + levels]
}"""

# In a block of code, words of one class in the same colours are alike for axe: one of each kind is left as a word.
ONE_WORD_OF_A_KIND = """() => {
    const alike = [...document.querySelectorAll("pre code")].flatMap(code => {
        const kinds = new Set()
        return [...code.querySelectorAll("span:not(:has(*))")].filter(word => {
            const {color, backgroundColor, opacity, fontSize, fontWeight} = getComputedStyle(word)
            const kind = [word.className, color, backgroundColor, opacity, fontSize, fontWeight].join(), known = kinds.has(kind)
            if (word.textContent.trim()) kinds.add(kind)
            return known
        })
    })
    alike.forEach(word => word.replaceWith(word.textContent))
}"""

# Texts in one colour, size and weight over the same grounds have one contrast: one of each kind is marked. That nothing
# lies over a text at one width only, the light page shows: it has the same places.
MARK_ONE_OF_A_KIND = """() => {
    const kinds = new Set()
    const grounds = element => {
        const found = []
        for (; element; element = element.parentElement) {
            const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(element)
            found.push([backgroundColor, backgroundImage, opacity, filter].join())
        }
        return [...new Set(found)].join(";")
    }
    for (const element of document.body.querySelectorAll("*")) {
        element.removeAttribute("data-kind")
        if (![...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue
        if (!element.checkVisibility()) continue
        const {color, fontSize, fontWeight, textDecorationLine} = getComputedStyle(element)
        const kind = [element.tagName, color, fontSize, fontWeight, textDecorationLine, grounds(element)].join()
        if (!kinds.has(kind)) element.setAttribute("data-kind", "")
        kinds.add(kind)
    }
    return kinds.size
}"""

AXE = """([context, options]) => axe.run({...context, exclude: [["mjx-math"], [".drawing svg"]]},
    {preload: false, resultTypes: ["violations"], ...options})
    .then(({violations}) => violations.filter(({impact}) => impact !== "minor"))"""

# The rules of axe whose result depends on where things stand.
PLACES = ["scrollable-region-focusable", "region", "bypass"]

# The theme has followed the system, and no colour is on its way.
IN_ITS_COLOURS = """scheme => document.documentElement.dataset.theme === scheme
    && !document.getAnimations().some(({playState}) => playState === "running")"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


# axe looks at a formula in the form that screen readers are given. What is drawn is three elements of five on a page, and
# axe weighs each of them as a ground on which text may stand: while it looks, only the place that they take is there.
ONLY_ITS_PLACE = """() => {
    const drawn = [...document.querySelectorAll("mjx-math")].map(math => [math, math.getBoundingClientRect()])
    window.taken = drawn.map(([math, {width, height}]) => {
        const letters = [...math.childNodes], style = math.style.cssText
        Object.assign(math.style, {display: "inline-block", width: width + "px", height: height + "px"})
        math.replaceChildren()
        return [math, letters, style]
    })
}"""
ALL_OF_IT = """() => taken.forEach(([math, letters, style]) => {
    math.replaceChildren(...letters)
    math.setAttribute("style", style)
})"""


def listen(page, problems, files):
    page.on("request", lambda r: files.add(r.url))
    page.on("requestfailed", lambda r: problems.append(f"failed: {r.url}"))
    page.on("console", lambda m: m.type == "error" and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: problems.append(f"script: {e}"))


def loaded(files):
    """What is wrong with the files that a page has asked for."""
    yield from (f"request: {url}" for url in files if not url.startswith(("file:", "data:")))
    local = {url.split("?")[0].split("#")[0] for url in files if url.startswith("file:")}
    paths = [HTML / url.removeprefix(HTML.as_uri() + "/") for url in local]
    weight = sum(path.stat().st_size for path in paths)
    own = sum(len(gzip.compress(path.read_bytes())) for path in paths if "_static" not in path.parts)
    if weight >= HEAVIEST or own >= OWN:
        yield f"{weight} bytes to load, {own} of its own compressed"


def layout(page, width):
    """What is wrong with the places of things, at this width of the window."""
    wider = page.evaluate(OVERFLOW)
    if wider > 0:
        yield f"{wider} px wider than the window"
    yield from page.evaluate(SMALL_LETTERS, SMALLEST)


def by_all_rules(page, width):
    return page.evaluate(AXE, [{}, {"runOnly": PLACES} if width == 768 else {}])


def by_colours(page, width):
    if width == 768:
        return []
    assert page.evaluate(MARK_ONE_OF_A_KIND) > 5
    return page.evaluate(AXE, [{"include": [["[data-kind]"]]}, {"runOnly": ["color-contrast", "link-in-text-block"]}])


def violations(page, width):
    """What axe finds of moderate or higher impact, light and dark."""
    page.evaluate(ONLY_ITS_PLACE)
    for scheme, found in (("light", by_all_rules), ("dark", by_colours)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(IN_ITS_COLOURS, arg=scheme)
        for violation in found(page, width):
            for node in violation["nodes"]:
                yield f"{scheme}, axe, {violation['id']} ({violation['impact']}): {node['html'][:200]}"
    page.evaluate(ALL_OF_IT)


class Pages:
    def test_page_is_whole(self, open_page, path):
        problems, files = [], set()
        page = open_page(path, watch=lambda page: listen(page, problems, files))
        for check in (FORMULAS, SOURCE_LEFT_IN_THE_TEXT, HEADINGS):
            problems += page.evaluate(check)
        for script in (ONE_WORD_OF_A_KIND, Axe().axe_script):
            page.evaluate(script)
        for width in WIDTHS:
            resize(page, width)
            problems += [f"at {width} px, {problem}" for check in (layout, violations) for problem in check(page, width)]
        problems += loaded(files)
        assert not problems, "\n".join(problems)


# Two classes, so that one half can run beside the other.
@pytest.mark.parametrize("path", PAGES[::2], ids=page_id)
class TestHalf(Pages):
    pass


@pytest.mark.parametrize("path", PAGES[1::2], ids=page_id)
class TestOtherHalf(Pages):
    pass


def test_index_opens_the_first_page(new_page):
    page = new_page()
    page.goto((HTML / "index.html").as_uri())
    page.wait_for_url("**/chapters/index.html")
