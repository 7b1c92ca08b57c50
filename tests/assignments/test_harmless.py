"""Whatever an ordinary student's notebook does, right answers keep their points, and what was put right is told."""

import json
import os
import re
from functools import cache

import harmless
import mini  # noqa: F401  (it puts the folder of the grader on the path)
import pytest
from hypothesis import given, strategies
from nbformat import NotebookNode

from grader import preflight
from grader.alignment import normal
from grader.course import HOME, Course

SETS = ["set1", "set2", "set3", "set4"]
STRUCTURAL = sorted(name for name, kind in harmless.KINDS.items() if kind.structural)


def changed(name, kinds):
    """The solved notebook of a set after some kinds of change, as a student's file."""
    notebook = harmless.solved(name)
    for kind in kinds:
        notebook = harmless.KINDS[kind].change(notebook)
    return json.dumps(notebook)


@cache
def right(name):
    """{name of an answer: (its cell, the name of the last cell of its question)}"""
    cells = harmless.solved(name).cells
    named = [harmless.mark(cell).get("grade_id", "") for cell in cells]
    last = {}
    for at, cell in enumerate(cells):
        if harmless.is_answer(cell):
            checks = [other for other in named[at:] if other.endswith("-check") and other != "set3-check"]
            last[named[at]] = cell, checks[0] if checks else ""
    return last


def assert_answers_arrive(name, notebook):
    """Each right answer is in the notebook before its tests, and no blank comes after it."""
    cells = notebook.cells
    named = [preflight.name_of(cell) for cell in cells]
    for answer, (cell, tests) in right(name).items():
        if cell.cell_type != "code":
            assert normal(cell) in normal(cells[named.index(answer)]), answer
            continue
        code = [normal(other) for other in cells[:named.index(tests)] if other.cell_type == "code"]
        text = "\n".join(code)
        place = -1
        for line in normal(cell).split("\n"):
            place = text.find(line, place + 1)
            assert place >= 0, (answer, line)
        for function in harmless.functions(cell.source):
            at = max(found.start() for found in re.finditer(rf"^def {function}\b", text, flags=re.M))
            body = re.match(r".*(\n(?:[ ].*)?)*", text[at:])[0]
            assert "raise NotImplementedError" not in body, (answer, function)


@pytest.mark.parametrize("kind", STRUCTURAL)
@pytest.mark.parametrize("name", SETS)
def test_answers_arrive_where_they_belong(name, kind):
    notebook, status, reasons = preflight.check(changed(name, [kind]), Course(HOME), name)
    assert_answers_arrive(name, notebook)
    assert status in {"graded"} | harmless.KINDS[kind].statuses and (status == "graded") == (not reasons)


def combinations(names):
    """2 to 4 kinds; of those that put answers elsewhere at most one."""
    together = strategies.lists(strategies.sampled_from(names), min_size=2, max_size=4, unique=True)
    return together.filter(lambda kinds: sum(harmless.KINDS[kind].alone for kind in kinds) <= 1)


@given(strategies.sampled_from(SETS), combinations(STRUCTURAL))
def test_answers_arrive_whatever_was_done_to_the_cells(name, kinds):
    notebook, status, reasons = preflight.check(changed(name, kinds), Course(HOME), name)
    assert_answers_arrive(name, notebook)
    assert (status == "graded") == (not reasons)
