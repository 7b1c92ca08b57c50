"""What is done to a notebook before it runs: the answers arrive where they belong, and what was done to it is told."""

import json

import mini
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from grader import preflight  # noqa: E402  (mini has put its folder on the path)
from grader.alignment import name_of
from grader.course import Course
from grader.handed_in import Refused

WORDS = "Because it is a sum."


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return mini.make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def notebook(root):
    return mini.answer(root, words=WORDS)


def check(root, notebook):
    """(the cells by name, the sources in order, status, reasons) of a notebook, or of its text."""
    text = notebook if isinstance(notebook, bytes | str) else json.dumps(notebook)
    fitted, status, reasons = preflight.check(text, Course(root), "mini")
    named = {name_of(cell): cell for cell in fitted.cells}
    return named, [cell.source for cell in fitted.cells], status, reasons


def texts(named):
    return [named[name].source for name in ("double", "mean", "words")]


RIGHT = [mini.DOUBLE, mini.MEAN, WORDS]
TAKEN = "unanswered or missing, a cell beside it is taken for the answer: "


def replace(notebook, name, *cells):
    """Put other cells in the place of one."""
    at = notebook.cells.index(mini.find(notebook, name))
    notebook.cells[at:at + 1] = cells


def test_a_notebook_as_it_should_be_is_graded(root, notebook):
    named, sources, status, reasons = check(root, notebook)
    assert texts(named) == RIGHT and (status, reasons) == ("graded", [])
    assert sources == [cell.source for cell in notebook.cells]


def test_cells_without_metadata_are_found_by_their_texts(root, notebook):
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata = {}
    named, sources, status, reasons = check(root, notebook)
    assert texts(named) == RIGHT and len(sources) == len(notebook.cells)
    assert (status, reasons) == ("changed", [TAKEN + "double, mean, words"])


@pytest.mark.parametrize("name, source", [("double", mini.DOUBLE), ("mean", mini.MEAN)])
def test_a_cell_typed_anew_is_the_answer(root, notebook, name, source):
    replace(notebook, name, new_code_cell("helper = 3"), new_code_cell(source), new_code_cell("after = 4"))
    named, sources, status, reasons = check(root, notebook)
    assert texts(named) == RIGHT and (status, reasons) == ("changed", [TAKEN + name])
    at = sources.index(source)
    assert sources[at - 1:at + 2] == ["helper = 3", source, "after = 4"] and sources.count(source) == 1


@pytest.mark.parametrize("make", [new_markdown_cell, new_raw_cell, new_code_cell])
def test_words_in_another_cell_are_the_answer(root, notebook, make):
    replace(notebook, "words", make(WORDS))
    named, sources, status, reasons = check(root, notebook)
    assert texts(named) == RIGHT and sources.count(WORDS) == 1 and status == "changed"


def test_words_beside_the_blank_are_the_answer(root):
    notebook = mini.answer(root)
    notebook.cells.append(new_markdown_cell(WORDS))
    notebook.cells.insert(-2, new_markdown_cell("Before."))
    named, sources, status, reasons = check(root, notebook)
    assert named["words"].source == f"Before.\n\n{WORDS}" and (status, reasons) == ("changed", [TAKEN + "words"])


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_whose_type_was_changed_is_still_code(root, notebook, kind):
    mini.find(notebook, "mean").cell_type = kind
    named, _, status, reasons = check(root, notebook)
    assert texts(named) == RIGHT and named["mean"].cell_type == "code"
    assert (status, reasons) == ("changed", ["of another type, put right: mean"])


def test_an_answer_joined_with_its_tests_is_found(root, notebook):
    tests = mini.find(notebook, "mean-tests")
    joined = f"{mini.MEAN}\n\n{tests.source}"
    tests.source = joined
    notebook.cells.remove(mini.find(notebook, "mean"))
    named, sources, status, reasons = check(root, notebook)
    assert texts(named) == [mini.DOUBLE, joined, WORDS] and sources.count(joined) == 1
    assert reasons == ["edited, put right: mean-tests", TAKEN + "mean"]


def test_all_answers_in_one_cell_are_not_overwritten_by_blanks(root, notebook):
    mini.find(notebook, "double").source += f"\n\n{mini.MEAN}"
    replace(notebook, "mean")
    named, _, status, reasons = check(root, notebook)
    assert named["mean"].source == "" and status == "changed"
    assert reasons == ["unanswered or missing, left out because another cell defines its names: mean"]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("names", [True, False])
def test_an_answer_in_a_copy_is_not_overwritten_by_the_blank(root, notebook, above, names):
    blank, answer = mini.find(mini.release(root), "mean"), mini.find(notebook, "mean")
    replace(notebook, "mean", *((answer, blank) if above else (blank, answer)))
    if not names:
        (answer if above else blank).metadata = {}
    named, sources, _, _ = check(root, notebook)
    defining = [source for source in sources if source.startswith("def mean")]
    assert defining[-1] == mini.MEAN and len(defining) <= 2


def test_only_what_fits_in_no_way_is_of_another_set(root, notebook):
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.cells[0].source = "# Another set"
    with pytest.raises(Refused, match="no cell of mini"):
        check(root, notebook)


def test_line_ends_and_halves_of_characters_do_no_harm(root, notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n") + "\r\n"
    mini.find(notebook, "words").source = f"{WORDS} \ud83d"
    named, sources, status, reasons = check(root, json.dumps(notebook))
    assert named["double"].source == f"{mini.DOUBLE}\n" and named["words"].source == f"{WORDS} ?"
    assert (status, reasons) == ("graded", []) and len(sources) == len(notebook.cells)


@pytest.mark.parametrize("minor", range(5))
def test_older_formats_and_ids_that_are_there_twice_do_no_harm(root, notebook, minor):
    for cell in notebook.cells:
        cell.id = "twice"
    if minor:
        for cell in notebook.cells:
            cell.pop("id")
    notebook.nbformat_minor = minor
    named, _, status, _ = check(root, notebook)
    assert texts(named) == RIGHT and status == "graded"


def test_the_third_format_is_read_too(root, notebook):
    old = nbformat.convert(notebook, 3)
    named, _, status, _ = check(root, json.dumps(old))
    assert texts(named) == RIGHT and status == "graded"
