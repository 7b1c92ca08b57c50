"""Print the whole book as one PDF: the built pages in one file, with contents and page numbers.

The pages are taken as they are in _build/html, in the order of the sidebar. Chromium prints them
twice: the first print, without ink, tells on which page each chapter begins, and these numbers are
written into the table of contents for the second.
"""

import os
import sys
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from tools.browser import NAMES, OPTIONS, executable
from tools.built import FIRST, HTML, LICENCE, SUBTITLE, TITLE, contents, parsed

ONE_PAGE = HTML / "book.html"
PDF = Path("_build/the-four-equations.pdf")
LEFT_OUT = "script, .headerlink, .moving"
FOOTER = ('<div style="width: 100%; font: 9px sans-serif; text-align: center; color: #555">'
          '<span class="pageNumber"></span></div>')

# A formula that is wider than the paper is printed smaller: paper does not scroll.
FIT_FORMULAS = """() => {
    const formulas = [...document.querySelectorAll("mjx-container[display]")]
    const shares = formulas.map(formula => formula.clientWidth / formula.scrollWidth)
    formulas.forEach((formula, i) => {
        const size = parseFloat(getComputedStyle(formula).fontSize)
        if (shares[i] < 1) formula.style.fontSize = size * shares[i] * 0.98 + "px"
    })
}"""

HIDE = "hidden => document.querySelector('main').style.visibility = hidden ? 'hidden' : ''"
WRITE_NUMBERS = """numbers => {
    for (const link of document.querySelectorAll("nav a"))
        link.nextElementSibling.textContent = numbers[link.hash.slice(1)]
}"""


def name_of(page, anchor=""):
    """The id, in the one page, of a page and of a place in it: ids are unique in a page only."""
    whole = page.relative_to(HTML).with_suffix("").as_posix().replace("/", "-")
    return whole + (f"--{anchor}" if anchor else "")


def body(page, pages):
    """The text of one page, its links leading to the same places in the one page."""
    article = parsed(page.read_text(encoding="utf-8")).select_one("article.bd-article")
    for element in article.select(LEFT_OUT):
        element.decompose()
    for element in article.find_all(id=True):
        element["id"] = name_of(page, element["id"])
    for element in article.select("use"):               # letters and marks of figures
        element["href"] = "#" + name_of(page, element["href"][1:])
    for element in article.select("[clip-path]"):
        element["clip-path"] = f"url(#{name_of(page, element['clip-path'][5:-1])})"
    for element in article.select("img[src]"):
        element["src"] = os.path.relpath(page.parent / element["src"], HTML)
        element.attrs.pop("loading", None)          # nothing comes near a window: all are printed
    for link in article.select("a[href]"):
        target = urlsplit(urljoin(page.as_uri(), link["href"]))
        place = Path(unquote(target.path))
        if target.scheme == "file" and place in pages:
            link["href"] = "#" + name_of(place, target.fragment)
    article["id"] = name_of(page)
    article.name = "section"
    return str(article)


def one_page(parts):
    """The HTML of the whole book, its contents without the numbers of the pages."""
    pages = {page for _, chapters in parts for _, page in chapters}
    first = parsed(FIRST.read_text(encoding="utf-8"))
    styles = [str(tag).replace('href="../', 'href="')
              for tag in first.select('link[rel="stylesheet"]')]
    rows = []
    for part, chapters in parts:
        rows += [f"<h3>{part}</h3>"] if part else []
        rows += [f'<p><a href="#{name_of(page)}">{title}</a><span></span></p>'
                 for title, page in chapters]
    texts = "\n".join(body(page, pages) for _, chapters in parts for _, page in chapters)
    return f"""<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{TITLE}</title>
{"".join(styles)}</head><body class="whole-book">
<header><h1>{TITLE}</h1><p>{SUBTITLE}</p><p>{LICENCE}</p></header>
<nav><h2>Contents</h2>{"".join(rows)}</nav>
<main>{texts}</main></body></html>"""


@contextmanager
def whole_book(browser):
    """A page with the whole book, as wide as the text on the paper, no formula wider."""
    ONE_PAGE.write_text(one_page(contents()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 680, "height": 960})     # in CSS pixels
    try:
        page.emulate_media(media="print")
        page.goto(ONE_PAGE.as_uri(), timeout=0)         # however slow the machine is
        page.evaluate(FIT_FORMULAS)
        yield page
    finally:
        page.close()
        ONE_PAGE.unlink()


def print_page(page, **options):
    """The bytes of the PDF."""
    return page.pdf(format="A4", print_background=True, display_header_footer=True,
                    header_template="<span></span>", footer_template=FOOTER, **options,
                    margin={"top": "18mm", "bottom": "18mm", "left": "15mm", "right": "15mm"})


def page_numbers(printed):
    """{id of a chapter or of a place in it: its page in the PDF}"""
    reader = PdfReader(BytesIO(printed))
    return {name.lstrip("/"): reader.get_destination_page_number(place) + 1
            for name, place in reader.named_destinations.items()}


def print_book(browser):
    """Write PDF, in two prints. The first paints nothing and takes half the time."""
    with whole_book(browser) as page:
        page.evaluate(HIDE, True)
        page.evaluate(WRITE_NUMBERS, page_numbers(print_page(page)))
        page.evaluate(HIDE, False)
        PDF.write_bytes(print_page(page, outline=True, tagged=True))


def main():
    path = executable()
    if path is None:
        sys.exit("make pdf needs Chromium or Chrome on the PATH; "
                 f"found none of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        print_book(browser)
        browser.close()
    print(f"{PDF}: {len(PdfReader(PDF).pages)} pages")


if __name__ == "__main__":
    main()
