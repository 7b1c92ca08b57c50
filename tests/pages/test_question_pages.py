"""The questions of the book: computed, each with its own name, and neither place nor length of an answer gives it away."""

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "extensions"))

from questions import faults, question  # noqa: E402

PARTS = ("foundations", "equations", "descent", "practice")
NOTEBOOKS = sorted((ROOT / "chapters").glob("*/*.ipynb"))


def cells(notebook):
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def asked(notebook):
    """The cells of a chapter that are questions."""
    return [cell for cell in cells(notebook) if "question" in cell["metadata"].get("tags", [])]


def shown(cell):
    """What the cell of a question prints, as Markdown."""
    return "".join(cell["outputs"][0]["data"]["text/markdown"])


def options(cell):
    """[(text, right or wrong)] of a choice, in the order of the page; [] for a typed answer."""
    text = shown(cell)
    right = re.search(r"&quot;right&quot;:(\d+)", text)
    listed = re.findall(r"^\d+\. (.*)$", text.split("<details")[0], re.M)
    return [(option, place == int(right[1])) for place, option in enumerate(listed)] if right else []


CHOICES = [options(cell) for notebook in NOTEBOOKS for cell in asked(notebook) if options(cell)]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_computes_what_is_right(notebook):
    assert [fault for cell in cells(notebook) for fault in faults(cell)] == []


@pytest.mark.parametrize("source, fault", (
    ('ask("a", "?", 2 * x, (2 * x, ""), (3, "[no](#b)"))', "no cell computes 3"),
    ('ask("a", "?", 5, (2 * x, ""), (x, "[no](#b)"))', "no cell computes 5"),
    ('ask("a", "?", True, ("It is.", True, ""), ("It is not.", x > 1, "[no](#b)"))', "no cell computes True"),
    ('ask("a", "?", x, (x, ""), of_bank("wrong sign", -x))', "an option is a tuple, or by_bank"),
    ('ask("a", "?", x, (x, ""), Option(-x, bank="wrong sign"))', "an option is a tuple, or by_bank"),
    ('ask_number("a", "?", 0.25, "", tolerance=0.1)', "no cell computes 0.25"),
    ('ask_number("a", "?", 1 + 2, "", tolerance=0.1)', r"no cell computes 1 \+ 2"),
    ('ask_formula("a", "?", x, "", (3, "[no](#b)"), letters={"x": x})', "no cell computes 3"),
))
def test_a_typed_answer_is_a_fault(source, fault):
    cell = {"cell_type": "code", "source": [source], "metadata": {"tags": ["question", "remove-input"]}}
    assert re.search(fault, "\n".join(faults(cell)))


def test_a_question_without_its_tag_and_a_tag_without_a_question_are_faults():
    source = ['ask("a", "?", x, (x, ""), (2 * x, "[no](#b)"))']
    for source, tags in ((source, []), (source, ["question"]), (["x"], ["question", "remove-input"])):
        assert faults({"cell_type": "code", "source": source, "metadata": {"tags": tags}})
    assert faults({"cell_type": "code", "source": ["%time ask"], "metadata": {}}) == []


def test_every_question_has_a_name_of_its_own():
    names = [question("".join(cell["source"])).args[0].value for notebook in NOTEBOOKS for cell in asked(notebook)]
    assert len(names) == len(set(names)) and all(re.fullmatch("[a-z0-9-]+", name) for name in names)


def test_every_chapter_has_questions_and_the_book_a_hundred():
    numbers = {notebook.stem: len(asked(notebook)) for notebook in NOTEBOOKS if notebook.parent.name in PARTS}
    assert min(numbers.values()) >= 3 and sum(numbers.values()) >= 100, numbers


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_question_is_on_its_page(notebook):
    page = (ROOT / "_build" / "html" / "chapters" / notebook.parent.name / f"{notebook.stem}.html").read_text("utf-8")
    names = [question("".join(cell["source"])).args[0].value for cell in asked(notebook)]
    assert re.findall(r'<div class="question" id="question-([a-z0-9-]+)"', page) == names


def test_the_place_does_not_tell_which_answer_is_right():
    for place in range(4):
        chances = [1 / len(choice) for choice in CHOICES if len(choice) > place]
        found = sum(choice[place][1] for choice in CHOICES if len(choice) > place)
        spread = sum(chance * (1 - chance) for chance in chances) ** 0.5
        assert abs(found - sum(chances)) <= 2.5 * spread + 0.5, (place, found, sum(chances))


def length(text):
    """The letters of an option as a reader sees them, about: a command of LaTeX is one."""
    return len(re.sub(r"\\left|\\right|[{}$^_ ]", "", re.sub(r"\\[A-Za-z]+", "x", text)))


@pytest.mark.parametrize("most", (max, min))
def test_the_length_does_not_tell_which_answer_is_right(most):
    """Who takes the longest option, or the shortest, is right about as often as by chance."""
    chances, found = 0, 0
    for choice in CHOICES:
        extreme = most(length(text) for text, _ in choice)
        taken = [right for text, right in choice if length(text) == extreme]
        chances, found = chances + 1 / len(choice), found + sum(taken) / len(taken)
    spread = sum((1 / len(choice)) * (1 - 1 / len(choice)) for choice in CHOICES) ** 0.5
    assert abs(found - chances) <= 2 * spread + 0.5, (found, chances)
