"""Code that folds: a reader comes to it by switch, link, search, paper, and without scripts or storage."""

from io import BytesIO

import pytest
from pages import HTML
from pypdf import PdfReader

BP2, ADAM = HTML / "chapters" / "equations" / "bp2.html", HTML / "chapters" / "descent" / "adam.html"
OPEN = "() => [...document.querySelectorAll('.code-fold')].map(fold => fold.open)"


def test_the_switch_shows_all_code_here_and_on_other_pages(open_page):
    page = open_page(BP2)
    switch = page.locator(".all-code")
    assert not any(page.evaluate(OPEN)) and not page.locator(".code-fold pre").first.is_visible()
    switch.focus()
    page.keyboard.press("Enter")
    assert all(page.evaluate(OPEN)) and switch.get_attribute("aria-pressed") == "true"
    page.goto(ADAM.as_uri())
    assert all(page.evaluate(OPEN)) and switch.get_attribute("aria-pressed") == "true"
    switch.focus()
    page.keyboard.press("Space")
    page.reload()
    assert not any(page.evaluate(OPEN)) and switch.get_attribute("aria-pressed") == "false"


def test_the_switch_needs_no_storage(open_page):
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused', 'SecurityError') }})"
    page = open_page(BP2, watch=lambda page: page.add_init_script(refuse))
    assert not any(page.evaluate(OPEN))
    page.locator(".all-code").click()
    assert all(page.evaluate(OPEN))


def test_one_line_opens_by_keyboard(open_page):
    page = open_page(BP2)
    page.locator(".code-fold > summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".code-fold pre").first.is_visible() and page.evaluate(OPEN).count(True) == 1


def test_code_is_folded_before_the_first_paint(open_page):
    """The script that folds comes after it, and is held back here."""
    page = open_page(BP2, watch=lambda page: page.route("**/code.js*", lambda route: route.abort()))
    assert all(page.evaluate(OPEN)) and not page.locator(".code-fold pre").first.is_visible()


ANCHOR = "document.querySelectorAll('.code-fold pre')[5].id = 'within'"


def test_a_link_opens_the_code_to_which_it_leads(open_page):
    page = open_page(BP2)
    page.evaluate(ANCHOR)
    page.evaluate("location.hash = 'within'")
    page.wait_for_function("document.getElementById('within').checkVisibility()")
    page.wait_for_function("document.getElementById('within').getBoundingClientRect().top < innerHeight")
    assert page.evaluate(OPEN).count(True) == 1


def test_what_is_found_in_folded_code_is_shown(open_page):
    """A link to a text makes the browser look for it as find-in-page does."""
    page = open_page(BP2, query="#:~:text=weighted_input(l")
    page.wait_for_function(f"({OPEN})().includes(true)")
    assert "weighted_input(l" in page.locator(".code-fold[open] pre").first.inner_text()


def test_paper_shows_all_code(open_page):
    page = open_page(BP2)
    page.locator(".code-fold > summary").first.click()
    before = page.evaluate(OPEN)
    printed = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)
    for code in page.locator(".code-fold pre").all():
        assert "".join(code.text_content().split())[:30] in "".join(printed.split())
    assert page.evaluate(OPEN) == before
