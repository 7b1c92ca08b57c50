"""A browser without a network."""

import os

import pytest
from pages import HTML
from playwright.sync_api import sync_playwright

from tools.browser import OPTIONS, executable

# `make live test` tests the copy of the book whose derivations run in the page; where it was not made, nothing of it can be wrong.
collect_ignore = [] if HTML.with_name("live").exists() else ["test_live.py"]

# A page loads a figure when it comes near the window.
ALL_FIGURES = """() => Promise.allSettled([...document.images].map(image => {
    image.loading = "eager"
    return image.decode()
}))"""
ALL_FONTS = "() => document.fonts.ready.then(() => true)"
# A test waits for what it needs, however slow the machine is. This only says when it gives up.
PATIENCE = 120_000      # milliseconds


@pytest.fixture(scope="session")
def browser():
    path = executable()
    if path is None:
        reason = "no Chromium or Chrome found: no page was opened in a browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """new_page(**options of a context) -> an empty page, which is closed after the test."""
    contexts = []

    def new_page(**options):
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1].new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(new_page):
    """open_page(path, scheme, query, watch) -> the page, its figures and fonts loaded.

    watch(page) is called before the page is opened.
    """
    def open_page(path, scheme="light", query="", watch=None):
        page = new_page(offline=True, color_scheme=scheme, viewport={"width": 1440, "height": 900})
        if watch:
            watch(page)
        page.goto(path.as_uri() + query)
        for everything in (ALL_FIGURES, ALL_FONTS):
            page.evaluate(everything)
        return page

    return open_page
