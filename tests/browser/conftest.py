"""A browser without a network."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# A page sets a formula and loads a figure when it comes near the window; for a printer it sets all formulas.
ALL_FORMULAS = """async () => {
    await window.MathJax?.startup?.promise
    dispatchEvent(new Event("beforeprint"))
    dispatchEvent(new Event("afterprint"))
}"""
ALL_FIGURES = """() => Promise.allSettled([...document.images].map(image => {
    image.loading = "eager"
    return image.decode()
}))"""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
    """open_page(path, scheme, query, watch) -> the page, its formulas set and its figures loaded; it is closed after the test.

    watch(page) is called before the page is opened.
    """
    contexts = []

    def open_page(path, scheme="light", query="", watch=None):
        contexts.append(browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 1440, "height": 900}))
        page = contexts[-1].new_page()
        if watch:
            watch(page)
        page.goto(path.as_uri() + query)
        page.evaluate(ALL_FORMULAS)
        page.evaluate(ALL_FIGURES)
        return page

    yield open_page
    for context in contexts:
        context.close()
