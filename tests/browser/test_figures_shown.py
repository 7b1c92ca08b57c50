"""Figures in the pages: in the colours of the page, no wider than a phone, their letters large enough there."""

import pytest
import stops
from pages import HTML, PAGES, page_id

SMALLEST = 10           # pixels, for the index of a letter on a phone of 390 pixels; words have 11 and more
CONTRAST = 4.5          # WCAG 2.2, 1.4.3

ADAM = HTML / "chapters" / "descent" / "adam.html"
DRAWN = [path for path in PAGES if 'class="drawing"' in path.read_text(encoding="utf-8")]

# A text is a group with a scale, each of its letters a path of 100 units. A letter on an image has a colour for it
# (tests/draw/test_draw.py).
LETTERS = """() => {
    const seen = letter => letter.getBoundingClientRect().width > 0         // no space
    return [...document.querySelectorAll(".drawing svg")].filter(svg => svg.checkVisibility()).flatMap(svg => {
    const images = [...svg.querySelectorAll("image")].map(image => image.getBoundingClientRect())
    return [...svg.querySelectorAll("g[transform*=scale] > use")].filter(seen).map(letter => {
        const {a, b} = letter.getScreenCTM(), {left, right, top, bottom} = letter.getBoundingClientRect()
        const x = (left + right) / 2, y = (top + bottom) / 2
        const onImage = images.some(box => box.left < x && x < box.right && box.top < y && y < box.bottom)
        return [Math.hypot(a, b) * 100, onImage ? null : getComputedStyle(letter).fill]
    })
})}"""
DRAWINGS = """() => [...document.querySelectorAll(".drawing")].filter(drawing => drawing.checkVisibility()).flatMap(drawing => {
    const image = drawing.querySelector("[role=img]"), shown = [...image.children].filter(svg => svg.checkVisibility())
    const {width} = shown[0].getBoundingClientRect(), bad = []
    if (shown.length !== 1) bad.push("drawn " + shown.length + " times")
    if (width > drawing.clientWidth + 0.5) bad.push("wider than its place")
    if (width < 100) bad.push("not seen")
    if (image.ariaLabel.length < 40) bad.push("without a text: " + image.ariaLabel)
    return bad
})"""
# The still of a figure that moves is shown on paper and without scripts: without the figure it is.
SHOW_STILLS = """() => {
    document.querySelectorAll(".moving").forEach(place => place.parentElement.remove())
    document.querySelectorAll(".still").forEach(still => still.classList.remove("still"))
}"""
CONTRASTS = """colours => {
    const luminance = colour => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(part => part / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ground = luminance(getComputedStyle(document.body).backgroundColor)
    return colours.map(luminance).map(own => (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05))
}"""


@pytest.mark.parametrize("path", DRAWN, ids=page_id)
def test_figures_can_be_read(open_page, path):
    page = open_page(path)
    page.evaluate(SHOW_STILLS)
    assert page.locator(".cell_output img").count() == 0        # all are drawings
    for width in (1440, 390):
        stops.resize(page, width)
        assert page.evaluate(DRAWINGS) == []
    sizes, fills = zip(*page.evaluate(LETTERS))
    assert min(sizes) >= SMALLEST
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        colours = sorted({fill for _, fill in page.evaluate(LETTERS) if fill})
        contrasts = dict(zip(colours, page.evaluate(CONTRASTS, colours)))
        assert min(contrasts.values()) >= CONTRAST, (scheme, contrasts)


def test_the_drawing_for_a_phone_is_shown_where_there_is_no_room(open_page):
    page = open_page(ADAM)
    large, small = (page.locator(f".drawing svg.{kind}").first for kind in ("large", "small"))
    assert large.is_visible() and not small.is_visible()
    stops.resize(page, 390)
    assert small.is_visible() and not large.is_visible()
    page.emulate_media(media="print")
    assert large.is_visible() and not small.is_visible()


def test_letters_are_drawn_where_their_first_figure_is_not_shown(open_page):
    """A letter stands in the first drawing that has it, which a phone does not display."""
    page = open_page(ADAM)
    stops.resize(page, 390)
    boxes = page.locator(".drawing svg.small").first.locator("g[transform*=scale] > use").evaluate_all(
        "letters => letters.map(letter => letter.getBoundingClientRect().width)")
    assert sum(box > 0 for box in boxes) > 0.9 * len(boxes) > 20         # the others are spaces


def test_the_file_of_a_figure_can_be_saved(open_page):
    page = open_page(ADAM)
    link = page.locator(".drawing a.file").first
    link.focus()
    page.wait_for_function("getComputedStyle(document.activeElement).opacity === '1'")
    assert link.get_attribute("download") is not None
    assert "<svg" in (ADAM.parent / link.get_attribute("href")).read_text(encoding="utf-8")
