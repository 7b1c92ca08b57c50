"""The search: by words, signs and names it leads to a section, and shows a part of its text, from a server and from a file."""

import re

import pytest
from pages import HTML

RESULTS = "#search-results li > a"
SOURCE = re.compile(r"\\[(a-z]|\$|\.pdf")


@pytest.fixture
def search(open_page):
    """search(words) -> the search page with what it found."""
    def search(words):
        errors = []
        page = open_page(HTML / "search.html", query=f"?q={words}",
                         watch=lambda page: page.on("console", lambda m: m.type == "error" and errors.append(m.text)))
        page.wait_for_selector("#search-results [role=status]")
        assert not errors
        return page

    return search


def found(page):
    return [link.get_attribute("href").removeprefix("chapters/") for link in page.locator(RESULTS).all()]


@pytest.mark.parametrize("words, place", [
    ("softmax derivative", "equations/bp1.html#softmax-with-categorical-cross-entropy"),
    ("vanishing gradient", "foundations/chain_rule.html#summary"),
    ("learning rate", "descent/schedules.html"),
    ("why the transpose", "equations/bp2.html#why-the-transpose"),
    ("code of BP4", "reference/code/core.html#bplib.four_equations.bp4"),
    ("σ′", "reference/notation.html#quantities"),
    ("BP2", "equations/bp2.html"),
    ("Adam", "descent/adam.html"),
    ("central_differences", "reference/code/core.html#bplib.differences.central_differences"),
])
def test_search_finds(search, words, place):
    """Among the first three."""
    assert place in found(search(words))[:3]


def test_what_has_the_words_in_its_title_comes_first(search):
    titles = [link.inner_text() for link in search("weight decay").locator(RESULTS).all()]
    both = [all(word in title.lower() for word in ("weight", "decay")) for title in titles]
    assert any(both) and both == sorted(both, reverse=True)


def test_a_chapter_comes_before_its_code(search):
    places = found(search("BP2"))
    assert places[0] == "equations/bp2.html" and any("code/" in place for place in places)


@pytest.mark.parametrize("words", ["activation", "σ′", "learning rate", "derivative"])
def test_a_part_of_a_text_reads_as_text_and_begins_with_what_was_found(search, words):
    parts = search(words).locator("#search-results .context")
    texts = parts.all_inner_texts()
    assert len(texts) > 10 and not [text for text in texts if SOURCE.search(text)]
    first = parts.first.evaluate("part => part.textContent.indexOf(part.querySelector('mark').textContent)")
    assert first < 65


def test_a_result_leads_to_its_section(search):
    page = search("why the transpose")
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/bp2.html#why-the-transpose")
    page.wait_for_function("""() => {
        const {top, bottom} = document.querySelector("#why-the-transpose > h2").getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
    }""")


def test_nothing_found_is_said(search):
    page = search("qwertyuiop")
    assert not found(page) and "No section" in page.inner_text("#search-results [role=status]")
