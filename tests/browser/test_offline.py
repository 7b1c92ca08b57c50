"""Every page of the built book, opened from disk in a browser that has no network."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HTML = Path(__file__).parents[2] / "_build" / "html"
INDEX = HTML / "index.html"
PAGES = sorted(path for path in HTML.rglob("*.html") if "_static" not in path.parts and path != INDEX)
WIDTHS = (390, 1440)

FORMULAS = """async () => {
    const formulas = [...document.querySelectorAll(".math")]
    if (formulas.length) await MathJax.startup.promise
    const bad = formulas.filter(f => !f.querySelector("mjx-container") || f.querySelector("mjx-merror"))
    // MathJax prints a command that it does not know in red, and reports no error.
    const unknown = [...document.querySelectorAll("mjx-container mtext")].filter(t => t.textContent.startsWith("\\\\"))
    return [...bad, ...unknown].map(element => "formula not rendered: " + element.textContent.trim())
}"""

SOURCE_LEFT_IN_THE_TEXT = r"""() => {
    const left = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const text = walker.currentNode
        if (text.parentElement.closest("pre, code, script, style, mjx-container")) continue
        if (/\\\(|\\\[|\$\$|\\begin\{|\\tag\{/.test(text.data)) left.push("LaTeX in the text: " + text.data.trim())
    }
    return left
}"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        reason = "no Chromium or Chrome found: no page was opened in a browser"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        yield browser
        browser.close()


def test_index_opens_the_first_page(browser):
    page = browser.new_page(offline=True)
    page.goto(INDEX.as_uri())
    page.wait_for_url("**/chapters/index.html")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(HTML).as_posix())
def test_page_is_whole_without_a_network(browser, path, scheme):
    problems = []
    context = browser.new_context(offline=True, color_scheme=scheme)
    page = context.new_page()
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or problems.append(f"request: {r.url}"))
    page.on("requestfailed", lambda r: problems.append(f"failed: {r.url}"))
    page.on("console", lambda m: m.type == "error" and problems.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: problems.append(f"script: {e}"))
    page.goto(path.as_uri())

    problems += page.evaluate(FORMULAS)
    problems += page.evaluate(SOURCE_LEFT_IN_THE_TEXT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wider = page.evaluate(OVERFLOW)
        if wider > 0:
            problems.append(f"{wider} px wider than a window of {width} px")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    context.close()
    assert not problems, "\n".join(problems)
