"""What stands under the title of a chapter, and the numbers of its exercises and figures."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

HTML = Path(__file__).parents[2] / "_build" / "html"
PARTS = ("foundations", "equations", "descent", "practice")
PAGES = [path for part in PARTS for path in sorted((HTML / "chapters" / part).glob("*.html"))]
EACH = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@EACH
def test_exercises_and_figures_are_counted_in_their_chapter(path):
    article = soup(path).article
    names = set()
    for kind, of in (("Exercise", ".exercise"), ("Figure", "figure")):
        numbers = [number.get_text(strip=True) for number in article.select(f"{of} .caption-number")]
        names |= {number.rpartition(".")[0] for number in numbers}
        assert [number.rpartition(".")[2] for number in numbers] == [str(i + 1) for i in range(len(numbers))], kind
    (called,) = {name.split()[1] for name in names} or {article.select_one(".about").get_text().split()[1]}
    title = article.h1.get_text()
    assert called == re.match(r"BP\d|", title)[0] or called.isdigit() and not title.startswith("BP")
    assert article.select_one(".about").get_text().startswith(f"Chapter {called} · ")
    for title in article.select(".solution > .admonition-title"):
        exercise = title.parent.find_previous(class_="exercise").select_one(".caption-number").get_text(strip=True)
        assert title.get_text().startswith(f"Solution to {exercise} (")


def test_a_link_to_an_exercise_has_its_number():
    page = soup(HTML / "chapters" / "foundations" / "costs.html")
    shown = page.select_one("#ex-costs-gibbs .caption-number").get_text(strip=True)
    assert page.select_one('a[href="#ex-costs-gibbs"]').get_text() == shown


@EACH
def test_the_line_under_the_title_says_how_long_what_for_and_what_from(path):
    page = soup(path)
    line = page.select_one("h1 + .about")
    reading, exercises = map(int, re.search(r"(\d+) minutes(?:, and (\d+) for the exercises)?", line.get_text()).groups("0"))
    asked = [int(minutes) for minutes in re.findall(r", (\d+) min\)", " ".join(
        title.get_text() for title in page.select(".exercise > .admonition-title")))]
    assert 5 <= reading <= 60 and exercises == sum(asked)
    order = [link["href"] for link in page.select("nav.bd-links a.reference.internal")]
    for link in line.select("a"):
        if link["href"].startswith("#"):
            assert page.find(id=link["href"][1:])
        else:
            assert order.index(link["href"]) < order.index("#")


def test_what_bp2_needs_and_gives():
    links = {link.get_text(): link["href"] for link in soup(HTML / "chapters" / "equations" / "bp2.html").select(".about a")}
    assert links["The forward pass"] == "../foundations/forward.html" and links["BP2"] == "#eq-bp2"
    assert "BP4" not in links
