"""What the theme's fields, links and tables look like."""

import re

import numpy as np
import pytest
import stops
from light import contrast, luminance
from pages import HTML, PAGES, page_id
from pictures import pixels

BP2, BP4 = (HTML / "chapters" / "equations" / f"{name}.html" for name in ("bp2", "bp4"))
REFERENCE = HTML / "chapters" / "reference"


@pytest.mark.parametrize("place", ["form.bd-search", "#pst-search-dialog form"])
def test_the_magnifier_lies_beside_the_words(open_page, place):
    page = open_page(HTML / "search.html" if place == "form.bd-search" else BP2)
    if "dialog" in place:
        page.keyboard.press("Control+k")
    form = page.locator(place).last
    icon, field = (form.locator(part).bounding_box() for part in ("i", "input"))
    padding = form.locator("input").evaluate("field => parseFloat(getComputedStyle(field).paddingLeft)")
    assert icon["x"] + icon["width"] + 3 < field["x"] + padding


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_back_to_the_top_can_be_read(open_page, scheme):
    page = open_page(BP2, scheme)
    colours = page.locator("#pst-back-to-top").evaluate(
        "button => [getComputedStyle(button).color, getComputedStyle(button).backgroundColor]")
    one, other = (luminance([int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]) for colour in colours)
    assert contrast(one, other) > 4.5


@pytest.mark.parametrize("name", ["ledger", "notation", "bibliography", "wrong_versions"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_links_have_one_colour(open_page, name, scheme):
    colours = open_page(REFERENCE / f"{name}.html", scheme).locator("article a:not(.headerlink)").evaluate_all(
        "links => links.flatMap(link => [link, ...link.querySelectorAll('code')]).map(link => getComputedStyle(link).color)")
    assert len(colours) > 3 and len(set(colours)) == 1


def lines(box):
    """The words and the lines of a box."""
    return box.evaluate("""box => {
        const range = document.createRange()
        range.selectNodeContents(box)
        const tops = [...range.getClientRects()].map(({bottom}) => Math.round(bottom / 8))
        return [box.innerText.split(/\\s+/).filter(Boolean).length, new Set(tops).size]
    }""")


def test_the_ways_to_other_chapters_fit_on_a_phone(open_page):
    page = open_page(BP4)
    stops.resize(page, 390)
    for link in page.locator(".prev-next-area a").all():
        assert link.evaluate("link => link.scrollWidth <= link.clientWidth && link.getBoundingClientRect().right <= innerWidth")
        assert lines(link.locator(".prev-next-title"))[1] <= 2


@pytest.mark.parametrize("path", [REFERENCE / "notation.html", HTML / "chapters" / "assignments" / "instructors.html"],
                         ids=page_id)
def test_a_line_of_a_table_has_more_than_a_word_on_a_phone(open_page, path):
    page = open_page(path)
    stops.resize(page, 390)
    long = [(words, of) for words, of in map(lines, page.locator("article td").all()) if words > 8]
    assert long and not [(words, of) for words, of in long if words / of < 2]


def test_no_line_of_a_listing_is_cut_in_a_wide_window(open_page):
    page = open_page(HTML / "chapters" / "equations" / "algorithm.html")
    listings = page.locator(".cell_output div.highlight-python pre")
    assert listings.count() > 2 and all(listings.evaluate_all("all => all.map(pre => pre.scrollWidth <= pre.clientWidth)"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path, box", [(BP2, "div.cell_input pre"), (REFERENCE / "notation.html", ".pst-scrollable-table-container")])
def test_what_scrolls_has_a_shadow_where_it_goes_on(new_page, path, box, scheme):
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(path.as_uri())
    boxes = page.locator(box)
    wide = boxes.nth(boxes.evaluate_all("boxes => boxes.findIndex(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 60)"))
    wide.scroll_into_view_if_needed()

    def edges():
        """The contrast of the first and the last pixels of a line to those beside them, in the middle of all lines."""
        shown = pixels(wide.screenshot())
        return np.median(contrast(shown[:, 2], shown[:, 20])), np.median(contrast(shown[:, -3], shown[:, -20]))

    left, right = edges()
    assert left < 1.2 and right > 1.5
    wide.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    left, right = edges()
    assert left > 1.5 and right < 1.2
