"""A course with one small problem set, and the answers of students that the tests hand in."""

import json
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = ROOT / "assignments"
SETS = sorted(path.parent.name for path in ASSIGNMENTS.glob("sets/*/source"))      # of the book
sys.path.insert(0, str(ASSIGNMENTS))

import prepare  # noqa: E402  (from the folder just put on the path)

CHECKS = '''"""Hidden checks of the small set."""

import numpy as np

from checks.answers import call, score
from checks.arrays import numbers
from checks.compare import compare

secret_numbers_of_the_hidden_check = np.array([1.5, -2.5, 4.0])


def shape(names):
    numbers("double", call(names, "double", secret_numbers_of_the_hidden_check), (3,))


def twice(names):
    numbers_given = secret_numbers_of_the_hidden_check
    compare("double", call(names, "double", numbers_given), 2 * numbers_given)


def of_three(names):
    compare("mean", call(names, "mean", np.array([1.0, 2.0, 6.0])), np.array(3.0))


def double(names):
    return score(names, (1, "The shape", shape), (1, "Twice each number", twice))


def mean(names):
    return score(names, (1, "The mean of three numbers", of_three))
'''
DOUBLE = "def double(x):\n    return 2 * x"
MEAN = "def mean(x):\n    return x.sum() / len(x)"
WORDS = "Because the mean is a sum over the examples, divided by their number."


def cell(kind, name, source, grade=False, solution=False, points=None):
    """A cell with what nbgrader needs to know about it."""
    made = new_code_cell(source) if kind == "code" else new_markdown_cell(source)
    made.metadata["nbgrader"] = {"grade_id": name, "grade": grade, "solution": solution, "locked": not solution,
                                 "schema_version": 3, "task": False}
    if points is not None:
        made.metadata["nbgrader"]["points"] = points
    return made


def solved(function):
    """A solution cell: the first line of the function stays, the rest is cut out of the release."""
    first, rest = function.split("\n", 1)
    return f"{first}\n    ### BEGIN SOLUTION\n{rest}\n    ### END SOLUTION"


def tests(visible, check):
    """A test cell: one visible line, and a call of a hidden check."""
    return f"{visible}\n### BEGIN HIDDEN TESTS\nfrom sets import mini\nmini.{check}(globals())\n### END HIDDEN TESTS"


def source():
    """The source of the set: 2 points for double, 1 for mean, 2 for some words that are graded by hand."""
    cells = [
        new_markdown_cell("# A small set, with $a < b$ in it"),
        new_code_cell("import numpy as np"),
        cell("code", "double", solved(DOUBLE), solution=True),
        cell("code", "double-tests", tests("assert double(1) == 2", "double"), grade=True, points=2),
        cell("code", "mean", solved(MEAN), solution=True),
        cell("code", "mean-tests", tests("assert mean(np.ones(2)) == 1", "mean"), grade=True, points=1),
        cell("markdown", "words", WORDS, grade=True, solution=True, points=2),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3",
                                                              "language": "python"}})


def make_course(root):
    """Write the course into the folder `root`: source, hidden checks, release."""
    folder = root / "sets" / "mini"
    (folder / "source").mkdir(parents=True)
    (folder / "__init__.py").write_text("from sets.mini.checks import double, mean\n")
    (folder / "checks.py").write_text(CHECKS)
    nbformat.write(source(), folder / "source" / "mini.ipynb")
    assert prepare.main(["--course", str(root)]) == 0
    return root


def release(root):
    """The notebook students get."""
    return nbformat.read(root / "sets" / "mini" / "release" / "mini.ipynb", as_version=4)


def find(notebook, name):
    """The cell of a notebook that nbgrader knows by this name."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def answer(root, double=DOUBLE, mean=MEAN, words=None):
    """A student's notebook: the release with these answers."""
    notebook = release(root)
    find(notebook, "double").source = double
    find(notebook, "mean").source = mean
    if words:
        find(notebook, "words").source = words
    return notebook


def hand_in(folder, student, notebook, name="mini.ipynb"):
    """Write a student's file: a notebook, or a text as it is."""
    (folder / student).mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)      # nbformat would mend what is wrong in it
    (folder / student / name).write_text(text, encoding="utf-8")
