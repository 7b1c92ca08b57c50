"""The page that a student gets back, in a browser: nothing on it runs, and nothing is fetched, whatever a notebook shows."""

import sys
from pathlib import Path

import pytest
from nbformat import from_dict
from nbformat.v4 import new_notebook

sys.path[:0] = [str(Path(__file__).parents[1] / "assignments"), str(Path(__file__).parents[2] / "assignments")]

import attacks  # noqa: E402
from grader.page import POLICY, render  # noqa: E402
from grader.result import Result  # noqa: E402

CELLS = attacks.cells()
RESULT = Result(f"<img src=x onerror={attacks.RUN}>", "mini", "", "graded", [f"<script>{attacks.RUN}</script>"], {}, {})
# What could run or fetch: no honest cell needs it.
FORBIDDEN = """() => [...document.body.querySelectorAll("*")].flatMap(element => {
    const link = ["href", "src", "srcset", "action", "data"].map(name => element.getAttribute(name)).find(value => value !== null)
    const allowed = element.localName === "a" ? /^(https?:|mailto:|#)/ : /^data:image[/]/
    return [
        ...["script", "iframe", "object", "embed", "style", "link", "meta", "base", "form", "svg", "input", "button", "noscript",
            "annotation-xml", "maction", "mglyph"].includes(element.localName) ? [element.localName] : [],
        ...[...element.attributes].map(each => each.name).filter(name => /^on|^style$|srcset|formaction|xlink/.test(name)),
        ...link !== undefined && !allowed.test(link) ? [link.slice(0, 100)] : []]
})"""
USE = """() => document.querySelectorAll("*").forEach(element => {
    for (const name of ["mouseover", "focus", "load", "error", "toggle"]) element.dispatchEvent(new Event(name, {bubbles: true}))
    if (element.localName !== "a" || !/^https?:/.test(element.getAttribute("href"))) element.click?.()
})"""


def shown(page, text, asked):
    """What is forbidden on a page, and what ran, after everything on it was clicked and pointed at."""
    page.set_content(text)
    found = page.evaluate(FORBIDDEN)
    page.evaluate(USE)
    ran = page.title() == "it ran"
    return found + ["it ran"] * ran + asked


@pytest.fixture
def page(new_page):
    """An empty page, and the list of what it has asked for."""
    page, asked = new_page(), []
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.on("dialog", lambda dialog: (asked.append("a dialog"), dialog.dismiss()))
    page.on("popup", lambda popup: asked.append("a window"))
    return page, asked


def test_the_browser_sees_what_runs(page):
    for text in (f"<script>{attacks.RUN}</script>", f"<p onclick=\"{attacks.RUN}\">x</p>", f"<a href=\"javascript:{attacks.RUN};void 0\">x</a>"):
        assert "it ran" in shown(page[0], f"<!DOCTYPE html><body>{text}</body>", [])
    page[0].set_content(f"<!DOCTYPE html><body><img src='{attacks.ELSEWHERE}'></body>")
    assert page[1] == [attacks.ELSEWHERE]


@pytest.mark.parametrize("policy", (True, False), ids=("as-it-is", "without-its-policy"))
def test_nothing_runs_on_a_page_with_all_of_it(page, policy):
    text = render(RESULT, from_dict(new_notebook() | {"cells": list(CELLS.values())}))
    assert POLICY in text
    assert shown(page[0], text if policy else text.replace(POLICY, "default-src * 'unsafe-inline' data:"), page[1]) == []


def test_nothing_runs_where_a_cell_stands_alone(page):
    for name, cell in CELLS.items():
        text = render(RESULT, from_dict(new_notebook() | {"cells": [cell]})).replace(POLICY, "default-src * 'unsafe-inline' data:")
        assert shown(page[0], text, page[1]) == [], name
