"""What a reader does on the pages: search, go by keyboard, open a solution, ask what a symbol is."""

import pytest
from bs4 import BeautifulSoup
import stops
from conftest import ALL_FONTS
from pages import HTML

BP2 = HTML / "chapters" / "equations" / "bp2.html"
FOCUSED = "() => document.activeElement.closest('{}') !== null"


def tab_to(page, selector, limit=200):
    """Press Tab until the focus is on an element that matches the selector."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED.format(selector)):
            return
    raise AssertionError(f"not reached with {limit} times Tab: {selector}")


@pytest.mark.parametrize("selector", [
    "#pst-skip-link", ".navbar-brand", ".search-button__button", ".bd-links a", ".dropdown-download-buttons button",
    ".theme-switch-button", "article a", ".symbol", ".toggle-button", ".prev-next-area a",
])
def test_tab_reaches(open_page, selector):
    tab_to(open_page(BP2), selector)


def test_search_opens_and_closes_by_keyboard(open_page):
    page = open_page(BP2)
    tab_to(page, ".search-button__button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pst-search-dialog[open]")
    page.keyboard.type("BP2")
    assert page.input_value("#pst-search-dialog input") == "BP2"
    page.keyboard.press("Escape")
    page.wait_for_selector("#pst-search-dialog:not([open])", state="attached")


def test_a_solution_opens_by_keyboard(open_page):
    page = open_page(BP2)
    solution = page.locator(".solution .toggle-button").first
    cell = page.locator(".solution").first.locator(".cell, p:not(.admonition-title)").first
    assert not cell.is_visible()
    solution.focus()
    page.keyboard.press("Enter")
    cell.wait_for(state="visible")


def test_a_click_on_the_number_of_a_solution_opens_it(open_page):
    page = open_page(BP2)
    title = page.locator(".solution .admonition-title").first
    assert "Exercise" in title.inner_text() and title.locator("a").count() == 0
    title.click()
    page.locator(".solution").first.locator(".cell, p:not(.admonition-title)").first.wait_for(state="visible")


@pytest.mark.parametrize("media", [{"reduced_motion": "reduce"}, {"media": "print"}])
def test_an_animation_gives_way_to_its_still(open_page, media):
    page = open_page(HTML / "chapters" / "descent" / "nesterov.html")
    animation = page.locator("img.animation")
    assert animation.is_visible()
    page.emulate_media(**media)
    assert not animation.is_visible() and not page.locator("figure:has(.animation) figcaption").is_visible()


def test_the_bibliography_shows_no_source():
    soup = BeautifulSoup((HTML / "chapters" / "reference" / "bibliography.html").read_text(encoding="utf-8"), "html.parser")
    assert not [sign for sign in "${}\\" if sign in soup.article.get_text()]


@pytest.mark.parametrize("ask", ["hover", "focus"])
def test_a_symbol_says_what_it_is(open_page, ask):
    page = open_page(BP2)
    getattr(page.locator(".symbol", has_text="z").first, ask)()
    page.wait_for_selector(".tooltip.show")
    line = page.locator(".signs li", has_text="weight from neuron")
    assert "shape " in line.text_content() and "; in bplib net[l].w" in line.text_content()
    assert line.locator("mjx-container .weight").count()                # set, and in the colour of its role
    page.keyboard.press("Escape")
    page.wait_for_selector(".tooltip", state="detached")


def test_every_formula_with_a_sign_explains_it(open_page):
    page = open_page(BP2)
    page.locator(".tag_equation-card div.math").hover()
    page.wait_for_selector(".tooltip.show")
    assert "error" in page.inner_text(".signs")


def test_a_letter_that_means_something_else_here_is_not_explained(open_page):
    """Kronecker's delta is no error, and the parameters of these pages are no vector."""
    page = open_page(BP2)
    signs = page.evaluate("SIGNS.map(sign => new DOMParser().parseFromString(sign, 'text/html').body.textContent)")
    for name, words in (("minibatch", "error, "), ("adam", "as one vector"), ("schedules", "target"),
                        ("nesterov", "bias of neuron"), ("schedules_in_use", "weighted input")):
        soup = BeautifulSoup((HTML / "chapters" / "descent" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        told = {signs[int(row)] for formula in soup.select("[data-rows]") for row in formula["data-rows"].split()}
        assert told and not [text for text in told if words in text] and [text for text in signs if words in text]


def test_a_card_has_its_parts_as_tabs_and_without_scripts_as_a_list(open_page, new_page):
    page = open_page(BP2)
    card = page.locator(".tag_equation-card")
    parts, names = card.locator("dd"), card.locator("dt button")
    for i in range(4):
        names.nth(i).press("Enter")
        assert [part.is_visible() for part in parts.all()] == [i == other for other in range(4)]
        assert [name.get_attribute("aria-expanded") for name in names.all()] == [str(i == other).lower() for other in range(4)]
    assert "w_next.T @ delta_next" in parts.nth(1).inner_text()
    page.emulate_media(media="print")
    assert all(part.is_visible() for part in parts.all())
    page = new_page(java_script_enabled=False)
    page.goto(BP2.as_uri())
    assert all(part.is_visible() for part in page.locator(".tag_equation-card dd").all())


def test_a_page_has_the_legend_of_its_colours(open_page):
    page = open_page(BP2)
    colours = page.evaluate("""[...document.querySelectorAll(".legend li")].map(
        item => getComputedStyle(item, "::before").backgroundColor)""")
    roles = page.evaluate("""["forward", "weight", "cost", "backward"].map(
        role => getComputedStyle(document.querySelector("mjx-container ." + role)).color)""")
    assert colours == roles and len(set(roles)) == 4


SHIFTS = """() => {
    window.shifts = []
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(({value}) => value))).observe({type: "layout-shift", buffered: true})
}"""
TO_THE_END_AND_BACK = """async () => {
    const frame = () => new Promise(requestAnimationFrame), end = document.documentElement.scrollHeight
    for (let y = 0; y < end; y += innerHeight / 2) { scrollTo({top: y, behavior: "instant"}); await frame() }
    for (let y = end; y > 0; y -= innerHeight / 2) { scrollTo({top: y, behavior: "instant"}); await frame() }
    await frame()
    return shifts
}"""


@pytest.mark.parametrize("name", ["equations/bp2", "equations/misconceptions", "foundations/worked_example", "descent/momentum"])
def test_nothing_moves_on_a_phone(new_page, name):
    """Formulas are set in the page, their fonts are there at the first paint, and for code and figures their place is kept.

    What is left is the row of buttons, which the browser may paint before it has read all of it.
    """
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto((HTML / "chapters" / f"{name}.html").as_uri())
    page.evaluate(SHIFTS)
    assert sum(page.evaluate(TO_THE_END_AND_BACK)) < 0.003
    page.evaluate("document.querySelectorAll('.code-fold').forEach(fold => fold.open = true)")
    page.evaluate(TO_THE_END_AND_BACK)
    code = "[...document.querySelectorAll('div.highlight pre')].map(code => [code.scrollWidth, code.clientHeight]).flat()"
    kept = page.evaluate(code)
    page.add_style_tag(content="div.highlight pre > code { content-visibility: visible !important }")
    assert kept == pytest.approx(page.evaluate(code), abs=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_flash_of_the_other_theme(new_page, scheme):
    """The theme is chosen before the first text: the scripts of the theme, which come after it, are held back here."""
    page = new_page(color_scheme=scheme)
    page.route("**/pydata-sphinx-theme.js*", lambda route: route.abort())
    page.goto(BP2.as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == scheme


BROKEN = """names => names.filter(name => name.getClientRects().length > 1).map(name => {
    const padding = element => parseFloat(getComputedStyle(element).paddingLeft) * 2, cell = name.closest('td, th');
    const most = parseFloat(getComputedStyle(cell).maxWidth) - padding(cell) - padding(name.closest('code'));
    name.style.whiteSpace = 'nowrap';
    return [name.textContent, name.getBoundingClientRect().width > most];
})"""


@pytest.mark.parametrize("chapter", ["reference/notation", "assignments/instructors"])
def test_a_name_in_a_table_is_broken_on_a_phone_only_if_it_is_wider_than_its_column(new_page, chapter):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto((HTML / "chapters" / f"{chapter}.html").as_uri())
    names = page.locator("td code .pre")
    assert names.count() > 10 and all(too_wide for _, too_wide in names.evaluate_all(BROKEN))


def test_unfolded_code_is_a_stop_of_the_tab_key_if_it_scrolls(new_page):
    page = new_page(viewport={"width": 1440, "height": 900})
    page.goto(BP2.as_uri())
    stops.resize(page, 390)
    page.locator(".all-code").click()
    code = page.locator(".code-fold pre")
    code = code.nth(code.evaluate_all("all => all.findIndex(code => code.scrollWidth > code.clientWidth)"))
    assert code.evaluate("code => code.scrollWidth > code.clientWidth")
    stops.resize(page, 390)                 # waits until the open code is a stop too
    assert code.evaluate("code => code.tabIndex") == 0


def test_a_formula_that_does_not_scroll_is_no_stop_of_the_tab_key(open_page):
    page, formulas = open_page(BP2), 0
    page.wait_for_function("document.querySelector('mjx-container').tabIndex === -1")
    while not page.evaluate(FOCUSED.format(".prev-next-area a")):
        page.keyboard.press("Tab")
        formulas += page.evaluate("document.activeElement.matches('.math, mjx-container')")
    assert formulas == 0 and page.locator("mjx-container").count() > 100
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelectorAll('article mjx-container[tabindex=\"0\"]').length > 0")


FONTS = """() => Promise.allSettled([...document.fonts].filter(({family}) => family.startsWith("MJX")).map(font => font.load()))
    .then(loaded => loaded.map(({status}) => status))"""


def test_the_fonts_of_formulas_are_fonts(open_page):
    assert open_page(BP2).evaluate(FONTS) == ["fulfilled"] * 10


def test_a_formula_is_measured_again_when_its_fonts_have_come(open_page):
    """The fonts are in the style sheet, and no test can hold them back: what was measured without them is put there by hand."""
    page = open_page(HTML / "chapters" / "descent" / "adaptive.html")
    page.wait_for_function(stops.RIGHT, arg=1440)
    page.evaluate("document.querySelectorAll('.math').forEach(formula => formula.tabIndex = -1 - formula.tabIndex)")
    assert not page.evaluate(stops.RIGHT, 1440)
    page.evaluate("document.fonts.dispatchEvent(new Event('loadingdone'))")
    page.wait_for_function(stops.RIGHT, arg=1440)


COPIED = """selector => {
    getSelection().selectAllChildren(document.querySelector(selector))
    const clipboardData = new DataTransfer()
    document.dispatchEvent(new ClipboardEvent("copy", {clipboardData, bubbles: true, cancelable: true}))
    return clipboardData.getData("text/plain")
}"""


def test_a_formula_is_copied_as_its_latex(open_page):
    page = open_page(BP2)
    text = page.evaluate(COPIED, "#claim")
    assert "$\\sigma$ of $z^l_j$ is that of layer $l$." in text and "\\class" not in text
    assert "$$\\delta^{l}_{j} = \\left(\\sum_{k=1}^{{n}_{l + 1}}" in text and text.count("\n") > 10
    assert page.evaluate(COPIED, "#claim > h2") == ""           # without a formula the browser does it alone


@pytest.mark.parametrize("name", ["equations/bp2", "descent/adam", "foundations/costs"])
def test_without_scripts_a_page_shows_its_formulas_code_and_solutions(new_page, name):
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto((HTML / "chapters" / f"{name}.html").as_uri())
    for parts in ("article p mjx-math", "article div.math mjx-math", "article .cell_input pre", "article .solution p"):
        answers = page.locator("article details:not([open])").locator(parts.split()[-1]).count()       # of questions
        shown = page.locator(parts).locator("visible=true").count()
        assert shown == page.locator(parts).count() - (answers if parts == "article p mjx-math" else 0) > 5, parts
    assert not page.locator(".all-code").is_visible()
    assert "\\class" not in page.locator("article").inner_text()
