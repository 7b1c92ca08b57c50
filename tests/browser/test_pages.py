"""Every page of the built book in a browser without a network: three widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import HTML, PAGES, page_id

WIDTHS = (390, 768, 1440)
SETTLED = 500       # milliseconds: the theme waits 300 after a change of the width

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

FIGURES = """() => [...document.querySelectorAll(".cell_output img")].flatMap(img => {
    const {backgroundColor, filter} = getComputedStyle(img)
    const dark = document.documentElement.dataset.theme === "dark"
    const bad = []
    if (img.naturalWidth === 0) bad.push("figure not shown")
    if (img.alt.length < 40) bad.push("figure without a text: " + img.alt)
    // Figures are drawn for white: a dark page must lay white under them and leave their colours alone.
    if (dark && (backgroundColor !== "rgb(255, 255, 255)" || filter !== "none")) bad.push("figure on a dark ground")
    return bad
})"""

EMPTY_SPACE = """() => [...document.querySelectorAll(".cell_output img")].filter(img => img.checkVisibility()).flatMap(img => {
    const {paddingLeft, paddingTop} = getComputedStyle(img)
    const width = img.clientWidth - 2 * parseFloat(paddingLeft), height = img.clientHeight - 2 * parseFloat(paddingTop)
    const drawn = width * img.naturalHeight / img.naturalWidth
    return Math.abs(height - drawn) < 3 ? [] : [`figure ${drawn.toFixed()} px high in a box of ${height.toFixed()} px`]
})"""

HEADINGS = """() => {
    const shown = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")].filter(h => h.checkVisibility())
    const levels = shown.map(h => +h.tagName[1])
    return levels[0] === 1 && levels.every((level, i) => i === 0 || level > 1 && level <= levels[i - 1] + 1)
        ? [] : ["headings out of order: " + levels]
}"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def listen(page, problems):
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or problems.append(f"request: {r.url}"))
    page.on("requestfailed", lambda r: problems.append(f"failed: {r.url}"))
    page.on("console", lambda m: m.type == "error" and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: problems.append(f"script: {e}"))


def violations(page, but=()):
    """What axe finds of moderate or higher impact. It looks at formulas in the form that screen readers are given."""
    context = {"exclude": [["mjx-math"], *([selector] for selector in but)]}
    result = Axe().run(page, context=context, options={"preload": False, "resultTypes": ["violations"]})
    for violation in result.response["violations"]:
        if violation["impact"] != "minor":
            for node in violation["nodes"]:
                yield f"axe, {violation['id']} ({violation['impact']}): {node['html'][:200]}"


class Pages:
    """One class for each theme, so that the two can run side by side."""

    @pytest.mark.parametrize("path", PAGES, ids=page_id)
    def test_page_is_whole(self, open_page, path):
        problems = []
        page = open_page(path, self.scheme, watch=lambda page: listen(page, problems))
        for check in (FORMULAS, SOURCE_LEFT_IN_THE_TEXT, FIGURES, HEADINGS):
            problems += page.evaluate(check)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(SETTLED)
            wider = page.evaluate(OVERFLOW)
            if wider > 0:
                problems.append(f"{wider} px wider than a window of {width} px")
            # The colours of code are the same at every width, and take most of the time: they are looked at once.
            but = () if width == WIDTHS[-1] else ("pre code",)
            problems += [f"at {width} px, {problem}" for problem in (*page.evaluate(EMPTY_SPACE), *violations(page, but))]
        assert page.evaluate("document.documentElement.dataset.theme") == self.scheme
        assert not problems, "\n".join(problems)


class TestLight(Pages):
    scheme = "light"


class TestDark(Pages):
    scheme = "dark"


def test_index_opens_the_first_page(browser):
    page = browser.new_page()
    page.goto((HTML / "index.html").as_uri())
    page.wait_for_url("**/chapters/index.html")
    page.close()
