"""No line begins with the sign behind a formula, and none ends with the bracket before it."""

import stops
import pytest
from pages import HTML

CHAPTERS = ("foundations/chain_rule", "foundations/worked_example", "equations/bp2", "equations/bp4",
            "equations/misconceptions", "descent/adaptive", "descent/schedules", "reference/conventions")

# A sign on the next line stands left of the formula's right edge, a bracket on the line before right of its left edge.
LONE_SIGNS = r"""() => {
    const article = document.querySelector("article"), lone = []
    const blockOf = element => element.closest("p, li, dd, dt, td, th, h1, h2, h3, h4")
    const place = (text, i) => {
        const range = document.createRange()
        range.setStart(text, i)
        range.setEnd(text, i + 1)
        return range.getBoundingClientRect()
    }
    let signs = 0
    for (const formula of article.querySelectorAll("span.math")) {
        const {left, right, width} = formula.getBoundingClientRect(), block = blockOf(formula)
        const near = step => {
            const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
            walker.currentNode = formula
            while (walker[step]() && formula.contains(walker.currentNode));
            const text = walker.currentNode
            return text.nodeType === Node.TEXT_NODE && !text.parentElement.closest(".math") && blockOf(text.parentElement) === block ? text : null
        }
        const behind = near("nextNode"), before = near("previousNode")
        if (!width || !formula.checkVisibility()) continue
        if (/^[.,;:!?)\]’”]/.test(behind?.data)) {
            signs += 1
            if (place(behind, 0).left < right - 2) lone.push(formula.textContent + " / " + behind.data.slice(0, 20))
        }
        if (/[(\[“]$/.test(before?.data)) {
            signs += 1
            if (place(before, before.length - 1).right > left + 2) lone.push(before.data.slice(-20) + " / " + formula.textContent)
        }
    }
    return [signs, lone]
}"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_sign_stands_alone_at_the_edge_of_a_line(open_page, chapter):
    page, problems = open_page(HTML / "chapters" / f"{chapter}.html"), []
    for width in (320, 390, 768, 1440):
        stops.resize(page, width)
        signs, lone = page.evaluate(LONE_SIGNS)
        problems += [f"at {width} px: {line}" for line in lone]
        assert signs > 5
    assert not problems, "\n".join(problems)
