"""The book as a PDF: every chapter is in it, and begins on the page that the contents name."""

import re
import unicodedata

from pages import HTML
from pypdf import PdfReader
from sphinx_external_toc.parsing import parse_toc_yaml

from tools import pdf


def test_the_contents_name_the_page_on_which_a_chapter_begins(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PDF", tmp_path / "book.pdf")
    pdf.print_book(browser)
    # The font joins f and i; without NFKC "five" is not found.
    pages = [unicodedata.normalize("NFKC", page.extract_text()) for page in PdfReader(tmp_path / "book.pdf").pages]
    chapters = [(title, place) for _, part in pdf.contents() for title, place in part]
    assert len(chapters) == len(list(parse_toc_yaml(HTML.parents[1] / "_toc.yml")))
    contents = " ".join(" ".join(pages[1:4]).split())
    for title, _ in chapters:
        number = int(re.search(re.escape(title) + r" ?(\d+)", contents)[1])
        assert title in " ".join(pages[number - 1].split())[:200]
    assert not [text for text in pages if "Math input error" in text]
