"""The problem sets: the source gets all points, a blank none, and a well-known mistake gets its name."""

import copy
import importlib
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from nbgrader.utils import determine_grade, is_grade, is_locked, is_solution
from told import feedback

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: path for path in sorted((ROOT / "assignments" / "sets").glob("*/source/*.ipynb"))}
SETS = list(SOURCES)
sys.path.insert(0, str(ROOT / "assignments"))

from checks import mistakes  # noqa: E402
from checks.answers import Wrong  # noqa: E402
from checks.compare import Case, compare  # noqa: E402


@cache
def source(name):
    return nbformat.read(SOURCES[name], as_version=4)


def blank(name):
    nb = copy.deepcopy(source(name))
    return ClearSolutions().preprocess(nb, {})[0]


def release(name):
    return ClearHiddenTests().preprocess(blank(name), {})[0]


def execute(nb, monkeypatch):
    """{grade_id: (points, most)} of a notebook after a run with the hidden checks, without cells graded by hand."""
    nb = copy.deepcopy(nb)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "assignments"))
    NotebookClient(nb, allow_errors=True, timeout=60, kernel_name="python3").execute()
    for cell in nb.cells:
        if is_grade(cell) and cell.cell_type == "code":
            assert not [output for output in cell.outputs if output.output_type == "error"], cell.outputs
    return nb, {cell.id: determine_grade(cell) for cell in nb.cells if is_grade(cell) and not is_solution(cell)}


def errors(nb):
    return [(cell.id, output.evalue) for cell in nb.cells for output in cell.get("outputs", ())
            if output.output_type == "error" or output.output_type == "stream" and output.name == "stderr"]


def total(grades):
    return sum(points for points, _ in grades.values())


def checks(name):
    """{function name: most points} as the notebook calls them."""
    calls = {}
    for cell in source(name).cells:
        if is_grade(cell) and (found := re.search(rf"{name}\.(\w+)\(globals\(\)\)", cell.source)):
            calls[found.group(1)] = cell.metadata.nbgrader.points
    return calls


# The notebooks

@pytest.mark.parametrize("name", SETS)
def test_the_source_gets_all_points(name, monkeypatch):
    nb, grades = execute(source(name), monkeypatch)
    assert not errors(nb)
    assert all(points == most for points, most in grades.values()), grades


@pytest.mark.parametrize("name", SETS)
def test_a_blank_gets_no_point(name, monkeypatch):
    _, grades = execute(blank(name), monkeypatch)
    assert total(grades) == 0 and sum(most for _, most in grades.values()) > 20


@pytest.mark.parametrize("name", SETS)
def test_cells_are_marked_as_nbgrader_needs_them(name):
    nb = source(name)
    nbformat.validate(nb)
    assert nb.nbformat_minor == 5 and nb.metadata.kernelspec.name == "python3"
    marked = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
    ids = [cell.metadata.nbgrader.grade_id for cell in marked]
    assert len(set(ids)) == len(ids) and ids == [cell.id for cell in marked]
    assert all(cell.id.startswith(f"{name}-") for cell in nb.cells)
    for cell in nb.cells:
        assert cell.cell_type == "markdown" or not cell.outputs and cell.execution_count is None
        assert ("BEGIN SOLUTION" in cell.source) == is_solution(cell)
        assert ("HIDDEN TESTS" in cell.source) == (is_grade(cell) and not is_solution(cell))
        assert "assert" not in cell.source or is_locked(cell)


@pytest.mark.parametrize("name", SETS)
def test_no_solution_and_no_hidden_check_is_in_a_release(name):
    everything = "\n".join(cell.source for cell in source(name).cells)
    solutions = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", everything, flags=re.DOTALL)
    given = "\n".join(cell.source for cell in source(name).cells if not is_solution(cell))
    lines = {line.strip() for text in solutions for line in text.splitlines() if len(line.strip()) > 20}
    lines = {line for line in lines if line not in given}
    text = "\n".join(cell.source for cell in release(name).cells)
    assert len(lines) > 10 and not [line for line in lines if line in text]
    assert not re.search(r"(from|import) (checks|sets)\b|HIDDEN|SOLUTION", text)


@pytest.mark.parametrize("name", SETS)
def test_the_points_in_the_text_are_those_of_the_cells(name):
    nb = source(name)
    points = [cell.metadata.nbgrader.points for cell in nb.cells if is_grade(cell)]
    assert f"The set has {sum(points)} points" in nb.cells[0].source
    stated = [int(number) for number in re.findall(r"^## .*\((\d+) points(?:, graded by hand)?\)$",
                                                   "\n".join(cell.source for cell in nb.cells), flags=re.M)]
    assert sum(stated) == sum(points)
    assert f"There are {len(stated)} questions" in nb.cells[0].source


# The checks

@pytest.mark.parametrize("name", SETS)
def test_the_parts_of_a_question_add_up(name, capsys):
    module = importlib.import_module(f"sets.{name}")
    for check, most in checks(name).items():
        text, points = feedback(getattr(module, check), capsys, {})
        parts = [float(part) for part in re.findall(r"^\[0 of ([\d.]+)\]", text, flags=re.M)]
        assert points == 0 and sum(parts) == most, (check, text)


def _exit(*arguments, **others):
    raise SystemExit(3)


ROTTEN = [None, 3, "text", [1, 2], {}, {"A": 5}, (1, {}), np.array([[np.nan]]), np.array(["a"]), object(), Exception,
          _exit, lambda *_: None, lambda *_: "text", lambda *_: [[1.0]], lambda *_: np.full((2, 2), np.nan),
          lambda *_: ({2: None}, {2: "x"}), lambda *_: np.array([object()]), lambda: 1, lambda *a: a[0], lambda *_: 1j]


class Everything(dict):
    """Every name has the same value."""

    def __contains__(self, name):
        return True

    def get(self, name, default=None):
        return self["value"]

    def __missing__(self, name):
        return self["value"]


@pytest.mark.parametrize("rotten", ROTTEN, ids=range(len(ROTTEN)))
@pytest.mark.parametrize("name", SETS)
def test_a_check_never_raises(name, rotten):
    module = importlib.import_module(f"sets.{name}")
    for check, most in checks(name).items():
        points = getattr(module, check)(Everything(value=rotten))
        assert type(points) is float and 0 <= points < most


def test_every_chapter_that_feedback_names_exists():
    for chapter in mistakes.CHAPTERS:
        assert list((ROOT / "chapters").glob(f"{chapter}.*"))
    for name in mistakes.BANK:
        assert "See the chapter" in mistakes.sentence(name)


def cases_of(module):
    """{name: the Cases of that name} in a module of checks."""
    found = {name: [value] if isinstance(value, Case) else value for name, value in vars(module).items()}
    return {name: cases for name, cases in found.items()
            if isinstance(cases, (list, tuple)) and cases and all(isinstance(case, Case) for case in cases)}


MODULES = "set1.checks", "set1.costs", "set3.checks", "set3.gradient_check", "set4.checks"
CASES = {f"{name}.{group}": cases for name in MODULES
         for group, cases in cases_of(importlib.import_module(f"sets.{name}")).items() if group != "SLOPES"}


@pytest.mark.parametrize("group", CASES)
def test_what_a_mistake_gives_is_told_by_its_sentence(group):
    for sentence in {sentence for case in CASES[group] for sentence in case.wrong}:
        told = set()
        for case in CASES[group]:
            if sentence in case.wrong:
                try:
                    compare("answer", case.wrong[sentence], case.right, case.wrong, case.counts)
                except Wrong as reason:
                    told.add(str(reason))
        assert f"answer: {sentence}" in told, (sentence, told)
