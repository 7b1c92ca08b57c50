"""A derivation in one view: its rows stand in columns, and are gone through by button and by key."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from light import contrast, luminance
from pages import HTML, PAGES, page_id
from stops import resize

BP2 = HTML / "chapters" / "equations" / "bp2.html"
WITH_DERIVATIONS = [path for path in PAGES if "tag_derivation" in path.read_text(encoding="utf-8")]
EACH_PAGE = pytest.mark.parametrize("path", WITH_DERIVATIONS, ids=page_id)

SHOWN = """derivation => [...derivation.querySelectorAll("tbody tr")].filter(row =>
    getComputedStyle(row).visibility === "visible").length"""
# Of each derivation: where the second column begins, and where its first letter is drawn.
COLUMNS = """() => [...document.querySelectorAll(".tag_derivation tbody")].map(body => [...body.rows].map(row => {
    const sign = row.cells[1].querySelector("mjx-mo mjx-c")
    return [row.cells[1].getBoundingClientRect().left, sign.getBoundingClientRect().left]
}))"""
# Of each row: the boxes of its right side and of its reason.
BOXES = """() => [...document.querySelectorAll(".tag_derivation tbody tr")].map(row =>
    [row.cells[1].getBoundingClientRect().toJSON(), row.cells[2].getBoundingClientRect().toJSON()])"""
# What is wider than its box: a formula, a cell, the table.
CUT = """() => [...document.querySelectorAll(".tag_derivation :is(td .math, td, tbody, .cell_output, .pst-scrollable-table-container)")]
    .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.textContent.slice(0, 60))"""
OUTSIDE = """() => [...document.querySelectorAll(".tag_derivation td p")].filter(part =>
    part.getBoundingClientRect().right > innerWidth || part.getBoundingClientRect().left < 0).length"""
SHIFTS = """() => new Promise(resolve => {
    let total = 0
    const inText = ({sources}) => sources.some(({node}) => node?.parentElement?.closest("article"))
    new PerformanceObserver(list => list.getEntries().filter(inText).forEach(({value}) => total += value))
        .observe({type: "layout-shift", buffered: true})
    setTimeout(() => resolve(total), 500)
})"""
# Where each row stands in its derivation, and how high that is.
PLACES = """derivation => [derivation, ...derivation.querySelectorAll("tr")].map(part =>
    [part.getBoundingClientRect().top - derivation.getBoundingClientRect().top, part.getBoundingClientRect().height])"""


def only(page):
    return page.locator(".tag_derivation .cell_output")


def test_most_chapters_with_formulas_have_one():
    assert len(WITH_DERIVATIONS) >= 18


@EACH_PAGE
def test_signs_stand_in_one_column_and_reasons_beside_or_below(open_page, path):
    page = open_page(path)
    for width in (1440, 768, 390, 320):
        resize(page, width)
        for rows in page.evaluate(COLUMNS):
            for edge in zip(*rows):
                assert max(edge) - min(edge) < 1
        assert page.evaluate(OUTSIDE) == 0
        assert width < 1000 or page.evaluate(CUT) == []
        for right, reason in page.evaluate(BOXES):
            beside, below = reason["left"] >= right["right"] - 1, reason["top"] >= right["bottom"] - 1
            assert below or beside and width > 390
            assert reason["width"] > 170 or width == 320        # no word in each line


def test_rows_are_gone_through_by_button(open_page):
    derivation = only(open_page(BP2))
    rows = derivation.locator("tbody tr").count()
    before = derivation.evaluate(PLACES)

    def at():
        return derivation.evaluate(SHOWN)

    assert rows == 6 and at() == rows
    for name, expected in [("First", 1), ("Next", 2), ("Next", 3), ("Back", 2), ("All", 6), ("Back", 5), ("Next", 6)]:
        derivation.get_by_role("button", name=name).click()
        assert at() == expected
        assert derivation.locator("output").inner_text().startswith(f"{expected} of 6")
        assert derivation.evaluate(PLACES) == before            # hidden rows keep their places
    for name, disabled in (("First", "false"), ("Back", "false"), ("Next", "true"), ("All", "true")):
        assert derivation.get_by_role("button", name=name).get_attribute("aria-disabled") == disabled
    derivation.get_by_role("button", name="Next").click(force=True)
    assert at() == 6


def test_rows_are_gone_through_by_key(open_page):
    page = open_page(BP2)
    derivation = only(page)
    button = derivation.get_by_role("button", name="First")
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    outline = button.evaluate("button => [getComputedStyle(button).outlineStyle, parseFloat(getComputedStyle(button).outlineWidth)]")
    assert outline[0] == "solid" and outline[1] >= 2
    place = page.evaluate("scrollY")
    for key, expected in [("Home", 1), ("ArrowLeft", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 6), ("ArrowRight", 6)]:
        page.keyboard.press(key)
        assert derivation.evaluate(SHOWN) == expected
    assert page.evaluate("scrollY") == place and button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    assert derivation.evaluate(SHOWN) == 1
    reason = derivation.locator("output").text_content()        # what a screen reader says
    assert reason.startswith("1 of 6: Given: the chain rule")


@pytest.mark.parametrize("width", [390, 1440])
def test_buttons_can_be_hit(open_page, width):
    page = open_page(BP2)
    resize(page, width)
    for button in only(page).get_by_role("button").all():
        box = button.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("options", [{"java_script_enabled": False}, {"reduced_motion": "reduce"}, {"media": "print"}], ids=str)
def test_all_rows_are_there(new_page, options):
    media = options.pop("media", None)
    page = new_page(**options)
    page.goto(BP2.as_uri())
    derivation = only(page)
    if media:
        derivation.get_by_role("button", name="First").click()
        page.emulate_media(media=media)
    rows = derivation.locator("tbody tr")
    assert rows.count() == 6
    if options.get("java_script_enabled", True):
        assert derivation.evaluate(SHOWN) == 6
    for row in rows.all():
        assert row.is_visible()
    assert derivation.get_by_role("button").locator("visible=true").count() == (4 if "reduced_motion" in options else 0)


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves(new_page, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(f"{BP2.as_uri()}#every-layer-induction")          # below the derivation
    assert page.evaluate(SHIFTS) == 0
    for name in ("First", "Next", "All"):
        only(page).get_by_role("button", name=name).click()
    assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_marked_can_be_seen_and_read(open_page, scheme):
    page = open_page(BP2, scheme)
    marks = only(page).locator("mjx-math .changed")
    assert marks.count() == 7
    colours = marks.evaluate_all("""marks => {
        const board = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
        const drawn = (...layers) => {
            for (const layer of layers) { board.fillStyle = layer; board.fillRect(0, 0, 1, 1) }
            return [...board.getImageData(0, 0, 1, 1).data].slice(0, 3)
        }
        const page = getComputedStyle(document.body).backgroundColor
        return marks.flatMap(mark => {
            const {backgroundColor, boxShadow} = getComputedStyle(mark), tint = drawn(page, backgroundColor)
            return [mark, ...mark.querySelectorAll("mjx-c")].map(sign => [drawn(getComputedStyle(sign).color), tint,
                drawn(page, boxShadow.match(/^(color|rgba?)\\([^)]*\\)/)[0]), drawn(page)])
        })
    }""")
    for letter, tint, line, ground in colours:
        letter, tint, line, ground = (luminance([part / 255 for part in colour]) for colour in (letter, tint, line, ground))
        assert contrast(letter, tint) >= 4.5 and contrast(line, ground) >= 3


def test_a_screen_reader_has_a_table(open_page):
    tree = only(open_page(BP2)).aria_snapshot()
    parts = {part: len(re.findall(rf"^ *- '?{part}\b", tree, re.M)) for part in ("table", "columnheader", "row", "cell")}
    assert parts == {"table": 1, "columnheader": 3, "row": 7, "cell": 18}


@EACH_PAGE
def test_axe_finds_nothing_while_rows_are_hidden(open_page, path):
    page = open_page(path)
    for button in only(page).get_by_role("button", name="First").all():
        button.click()
    results = Axe().run(page, context=".tag_derivation").response
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in results["violations"]] == []
