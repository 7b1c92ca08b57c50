"""The built pages of the source: under the anchor of every public name stands its code."""

import re

import pytest
from bs4 import BeautifulSoup
from pages import HTML

from extensions.source import modules, parts

ROOT = HTML.parents[1]
FOLDERS = {path.stem: re.search(r"```\{source\} (\S+)", path.read_text(encoding="utf-8"))[1]
           for path in ROOT.glob("chapters/reference/code/*.md")}


@pytest.mark.parametrize("page", FOLDERS)
def test_under_the_anchor_of_a_name_stands_its_code(page):
    soup = BeautifulSoup((HTML / f"chapters/reference/code/{page}.html").read_text(encoding="utf-8"), "html.parser")
    for module, path in modules(FOLDERS[page]).items():
        for part in parts(path.read_text(encoding="utf-8")):
            for anchor in [f"{module}.{name}" for name in part.names] or [module]:
                place = soup.find(id=anchor)
                section = place if place.name == "section" else place.find_parent("section")
                printed = [pre.get_text() for pre in section.find("div", class_="source").find_all("pre")]
                pieces = [piece.strip("\n") for piece in (part.above, part.doc, part.below) if piece.strip("\n")]
                assert [text.strip("\n") for text in printed] == pieces, anchor
