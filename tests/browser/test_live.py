"""Derivations that run in the page: the copy of the book that `make live` writes, without a network.

`make test` without that copy does not collect this file (conftest.py).
"""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PATIENCE
from pages import HTML

LIVE = HTML.with_name("live")
BP1, ALGORITHM = (LIVE / "chapters" / "equations" / f"{name}.html" for name in ("bp1", "algorithm"))
DERIVED = "derived = Equation(inserted.lhs"          # in the cell that shows the equation of its chapter
SAME, DIFFERENT = "✓ Same as printed.", "≠ Differs from what is printed."


def cell_of(page, code):
    """The first cell with this code that can be run."""
    return page.locator(".cell:has(> button.live-open)", has=page.locator("pre", has_text=code)).first


def run(cell, code=None):
    """Open the editor of a cell, write the code, if any, and run it; what the page says then."""
    if not cell.locator(".live").count():
        cell.get_by_role("button", name="Edit and run").click()
    if code is not None:
        cell.get_by_label("Code of this cell").fill(code)
    cell.get_by_role("button", name="Run", exact=True).click()
    return said(cell)


def said(cell):
    cell.locator(".live-bar button:text('Run'):enabled").wait_for(timeout=PATIENCE)
    return cell.locator(".live-bar [role=status]").inner_text()


@pytest.mark.parametrize("chapter", ["bp1", "bp2", "bp3", "bp4"])
def test_a_derivation_runs_and_a_changed_sign_is_found(open_page, chapter):
    requests = []
    page = open_page(BP1.with_stem(chapter), watch=lambda page: page.on("request", lambda request: requests.append(request.url)))
    derived, view = cell_of(page, DERIVED), cell_of(page, "Derivation(")
    assert run(derived) == SAME and derived.locator(".live-result math").count() == 1
    assert run(view) == SAME
    assert view.locator(".live-result tr").count() == view.locator(".cell_output tbody > tr").count()
    printed = derived.get_by_label("Code of this cell").input_value()
    assert run(derived, f"{printed}\nderived = Equation(derived.lhs, -derived.rhs)\nderived") == DIFFERENT
    assert "does not follow" in run(view) or "ValueError: row" in run(view)      # from the cell as it is now
    derived.get_by_role("button", name="As printed").click()
    assert run(view) == SAME
    assert {url.split(":")[0] for url in requests} <= {"file", "blob", "data"}


def test_a_run_is_stopped_and_the_next_one_begins_anew(open_page):
    page = open_page(BP1)
    cell = cell_of(page, DERIVED)
    cell.get_by_role("button", name="Edit and run").click()
    printed = cell.get_by_label("Code of this cell").input_value()
    cell.get_by_label("Code of this cell").fill("while True:\n    pass")
    cell.get_by_role("button", name="Run", exact=True).click()
    cell.get_by_text("Running.").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    assert cell.locator(".live-bar [role=status]").inner_text() == "Running."
    cell.get_by_role("button", name="Stop").click()
    assert said(cell) == "Stopped."
    assert run(cell, printed) == SAME


def test_what_needs_numpy_says_so(open_page):
    page = open_page(ALGORITHM)
    assert page.locator("span.live-open").all_text_contents() == ["needs NumPy, not run here"] * 4
    cell = page.locator(".cell:has(> button.live-open)").first
    assert run(cell, "import numpy as np\nnp.ones(3)") == "this needs NumPy, which does not run in the page"
    assert run(cell, "1 + nothing") == "line 1: NameError: name 'nothing' is not defined"


def test_it_is_used_by_keyboard(open_page):
    page = open_page(BP1)
    cell = cell_of(page, DERIVED)
    opener = cell.get_by_role("button", name="Edit and run")
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Control+a")
    page.keyboard.type("a[L, j] - y[j]")
    page.keyboard.press("Control+Enter")
    assert said(cell) == DIFFERENT
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "false" and cell.locator(".live").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(open_page, scheme):
    page = open_page(BP1, scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 800})
    for code in (DERIVED, "Derivation("):
        assert run(cell_of(page, code)) == SAME
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, context="article", options={"resultTypes": ["violations"]})
    assert [one["id"] for one in found.response["violations"]] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_buttons_move_nothing(open_page, width):
    places = []
    for root in (HTML, LIVE):
        page = open_page(root / BP1.relative_to(LIVE))
        page.set_viewport_size({"width": width, "height": 900})
        places.append(page.evaluate("[...document.querySelectorAll('article :is(p, h2, .math):not(.solution *)')]"
                                    ".map(part => part.getBoundingClientRect().top)"))
    assert places[0] == places[1] and len(places[0]) > 100


def test_it_runs_behind_a_server(new_page):
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=LIVE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/{BP1.relative_to(LIVE).as_posix()}")
    assert run(cell_of(page, DERIVED)) == SAME
    server.shutdown()
