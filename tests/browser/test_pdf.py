"""The book as a PDF: every chapter is in the contents, and begins on the page that they name."""

import re
import unicodedata

from pages import HTML
from pypdf import PdfReader
from sphinx_external_toc.parsing import parse_toc_yaml

from tools import pdf


def test_every_page_of_the_book_is_in_the_contents():
    titles = [title for _, part in pdf.contents() for title, _ in part]
    assert len(titles) == len(set(titles)) == len(list(parse_toc_yaml(HTML.parents[1] / "_toc.yml")))


def test_the_contents_name_the_page_on_which_a_chapter_begins(browser, tmp_path, monkeypatch):
    """Printed with every third chapter of a part: enough for numbers that go wrong, in a third of the time."""
    parts = [(name, part[::3]) for name, part in pdf.contents()]
    monkeypatch.setattr(pdf, "contents", lambda: parts)
    monkeypatch.setattr(pdf, "PDF", tmp_path / "book.pdf")
    pdf.print_book(browser)
    pages = PdfReader(tmp_path / "book.pdf").pages
    chapters = [(title, place) for _, part in parts for title, place in part]
    contents = " ".join(map(words_of, pages[1:4]))
    for title, _ in chapters:
        number = int(re.search(re.escape(title) + r" ?(\d+)", contents)[1])
        assert title in words_of(pages[number - 1])[:200]


def words_of(page):
    # The font joins f and i; without NFKC "five" is not found.
    return " ".join(unicodedata.normalize("NFKC", page.extract_text()).split())
