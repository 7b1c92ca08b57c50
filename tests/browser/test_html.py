"""What stands in the HTML of every page, without a browser; each page is read once."""

import json
import re
from functools import cache
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from pages import HTML, PAGES, page_id

ROOT = HTML.parents[1]
ADDRESS = "https://the-four-equations.example/"          # html: baseurl in _config.yml


@pytest.fixture(scope="module", params=PAGES, ids=page_id)
def page(request):
    soup = BeautifulSoup(request.param.read_text(encoding="utf-8"), "html.parser")
    return SimpleNamespace(path=request.param, soup=soup)


def links(page):
    """(file, anchor) for every link of a page to a file of the book."""
    for link in page.soup.find_all("a", href=True):
        target, _, anchor = link["href"].partition("#")
        if "://" not in target and not target.startswith(("mailto:", "data:")):
            yield (page.path.parent / target).resolve() if target else page.path, anchor


@cache
def anchors(path):
    return set(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))


@cache
def index():
    """{page: its sections} of the search."""
    return json.loads((HTML / "sections.js").read_text(encoding="utf-8").removeprefix("const PAGES = "))


def test_every_page_is_in_the_index_of_the_search():
    assert {f"{name}.html" for name in index()} == {page_id(path) for path in PAGES} - {"search.html"}


def test_every_section_is_in_the_index_of_the_search_under_its_anchor(page):
    if page.path.name == "search.html":
        return
    sections = index()[page_id(page.path).removesuffix(".html")]
    shown = page.soup.select("article section[id]:has(> :is(h2, h3, h4))")
    assert {anchor for anchor, *_ in sections[1:]} <= {tag["id"] for tag in page.soup.find_all(id=True)}
    assert len(shown) <= len(sections) - 1


def test_its_title_names_the_book_once(page):
    title = page.soup.title.get_text()
    assert title.count("The Four Equations") == 1 and len(title) > len("The Four Equations")


def test_no_two_ids_are_alike(page):
    ids = [element["id"] for element in page.soup.find_all(id=True)]
    assert sorted(set(ids)) == sorted(ids)
    assert set(ids) <= anchors(page.path)


def test_links_lead_somewhere(page):
    for target, anchor in links(page):
        assert target.is_file(), f"no file {target}"
        assert not anchor or target.suffix != ".html" or anchor in anchors(target), f"no #{anchor} in {target}"


def test_a_link_to_a_notebook_saves_it(page):
    assert [link["href"] for link in page.soup.select('a[href$=".ipynb"]') if not link.has_attr("download")] == []


def test_the_notebook_can_be_taken_away(page):
    source = (ROOT / page.path.relative_to(HTML)).with_suffix(".ipynb")
    downloads = [target for target, _ in links(page) if target.suffix == ".ipynb"]
    if source.exists():
        assert nbformat.read(downloads[0], as_version=4).cells == nbformat.read(source, as_version=4).cells


def test_code_that_has_made_something_folds_and_other_code_does_not(page):
    for cell in page.soup.select(".cell:has(.cell_input)"):
        kept = "tag_show-input" in cell["class"] or cell.find_parent(class_="solution")
        made = cell.select_one(".cell_output") and not kept
        code = cell.select_one(".cell_input")
        assert (code.parent.name == "details") == bool(made or "tag_hide-input" in cell["class"]), code.get_text()
        if code.parent.name == "details":
            lines = code.get_text().strip("\n").count("\n") + 1
            assert code.parent.summary.get_text() == f"code, {lines} line{'s' * (lines > 1)}" and code.parent.has_attr("open")
    assert len(page.soup.select(".all-code")) == (page.soup.select_one(".code-fold") is not None)


def test_a_shared_link_shows_title_text_and_picture(page):
    meta = {tag.get("property") or tag.get("name"): tag.get("content", "") for tag in page.soup.find_all("meta")}
    if page.path.name == "search.html":                  # nobody shares it: it has no text
        return
    assert meta["og:title"] == page.soup.h1.get_text().rstrip("#")
    assert meta["og:url"] == page.soup.find("link", rel="canonical")["href"] == f"{ADDRESS}{page_id(page.path)}"
    assert 40 < len(meta["description"]) <= 210
    assert (HTML / meta["og:image"].removeprefix(ADDRESS)).is_file() and meta["og:image:alt"]


def test_it_knows_nothing_of_derivations_that_run_in_the_page(page):
    """`make live` writes a copy, and leaves the book as it is."""
    assert not page.soup.select("[src*='_static/live/'], [href*='_static/live/']") and not (HTML / "_static" / "live").exists()
