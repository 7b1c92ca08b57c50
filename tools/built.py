"""The built pages, for what makes one file of them: tools/pdf.py and tools/epub.py."""

from pathlib import Path

from bs4 import BeautifulSoup

HTML = Path("_build/html").resolve()
FIRST = HTML / "chapters" / "index.html"
TITLE = "The Four Equations"
SUBTITLE = "Backpropagation, derived and verified"
LICENCE = "Text under CC BY 4.0, code under the BSD 3-Clause License"


def parsed(text):
    return BeautifulSoup(text, "html.parser")


def contents():
    """[(part or "", [(title, file of the page)])] in the order of the sidebar."""
    parts = []
    sidebar = parsed(FIRST.read_text(encoding="utf-8")).select("nav.bd-links")[0]
    for element in sidebar.select("p.caption, a.reference"):
        if element.name == "p":
            parts.append((element.get_text(strip=True), []))
        else:
            page = FIRST if element["href"] == "#" else (FIRST.parent / element["href"]).resolve()
            if not parts:
                parts.append(("", []))
            parts[-1][1].append((element.get_text(strip=True), page))
    return parts
