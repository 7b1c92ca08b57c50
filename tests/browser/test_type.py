"""The letters of the text, its measure, and the one axis of all that stands on a page."""

import statistics

import pytest
from pages import HTML

CHAPTERS = ("foundations/costs", "equations/bp2", "equations/algorithm", "descent/adaptive", "practice/images")

# The letters of each line of a paragraph without formulas, but for its last line.
LETTERS = """() => [...document.querySelectorAll("article section > p")].flatMap(paragraph => {
    if (paragraph.querySelector(".math, code") || !paragraph.checkVisibility()) return []
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), lines = new Map(), range = document.createRange()
    while (walker.nextNode())
        for (let i = 0; i < walker.currentNode.length; i++) {
            range.setStart(walker.currentNode, i)
            range.setEnd(walker.currentNode, i + 1)
            const line = Math.round(range.getBoundingClientRect().bottom / 8)
            lines.set(line, (lines.get(line) ?? 0) + 1)
        }
    return [...lines.values()].slice(0, -1)
})"""

AXES = """() => [...document.querySelectorAll("article section > :is(p, h2, div.math), .cell_output > :is(div.math, figure)")]
    .filter(element => element.checkVisibility() && !element.closest(".admonition"))
    .filter(element => ![element, ...element.children].some(box => box.scrollWidth > box.clientWidth + 1))
    .map(element => (element.matches("p, h2") ? element : element.querySelector("img, svg, mjx-math")).getBoundingClientRect())
    .map(({left, right}) => (left + right) / 2)"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_line_has_62_to_68_letters(open_page, chapter):
    lines = open_page(HTML / "chapters" / f"{chapter}.html").evaluate(LETTERS)
    assert len(lines) > 5 and 62 <= statistics.mean(lines) <= 68


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_text_figures_and_formulas_stand_on_one_axis(open_page, chapter):
    axes = open_page(HTML / "chapters" / f"{chapter}.html").evaluate(AXES)
    assert len(axes) > 20 and max(axes) - min(axes) < 1.5


def test_the_font_of_the_text_is_there(open_page):
    page = open_page(HTML / "chapters" / "equations" / "bp2.html")
    loaded = "[...document.fonts].filter(({family}) => family === 'BookSerif').map(({status, weight, style}) => [status, weight, style])"
    assert sorted(page.evaluate(loaded)) == [["loaded", "400", "italic"], ["loaded", "400", "normal"], ["loaded", "600", "normal"]]
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).fontFamily").startswith("BookSerif")
