"""A browser without a network, and the pages of the built book."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HTML = Path(__file__).parents[2] / "_build" / "html"
# index.html only leads on to the first page; 404.html is made for a server (test_published.py).
PAGES = sorted(path for path in HTML.rglob("*.html")
               if "_static" not in path.parts and path not in (HTML / "index.html", HTML / "404.html"))
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def page_id(path):
    return path.relative_to(HTML).as_posix()


@pytest.fixture(scope="session")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        reason = "no Chromium or Chrome found: no page was opened in a browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """open_page(path, scheme, query, watch) -> the page, with its formulas set; it is closed after the test.

    watch(page) is called before the page is opened.
    """
    contexts = []

    def open_page(path, scheme="light", query="", watch=None):
        contexts.append(browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        if watch:
            watch(page)
        page.goto(path.as_uri() + query)
        page.evaluate("window.formulasAreSet")
        return page

    yield open_page
    for context in contexts:
        context.close()
