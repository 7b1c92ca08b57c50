"""The Python of a page whose derivations run (tools/live), here without a browser: NumPy is not there, what needs it says so."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.live.__main__ import cells_of, note

ROOT = Path(__file__).parents[2]
# All tasks in one Python: NumPy is shut out of it for good.
RUN = """import json, sys
sys.path.insert(0, "tools/live")
import absent
absent.install()
import cells
print(json.dumps([cells.run(**task) for task in json.load(sys.stdin)]))"""


def answers(tasks):
    done = subprocess.run([sys.executable, "-c", RUN], input=json.dumps(tasks), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def task(cells, index, stored=("",), **changed):
    """The run of one cell; changed says what a reader has written instead: cell_1="x = 2"."""
    sources = [changed.get(f"cell_{number}", code) for number, code in enumerate(cells)]
    return {"printed": cells, "sources": sources, "index": index, "stored": list(stored)}


@pytest.mark.parametrize("chapter", ["bp1", "bp2", "bp3", "bp4"])
def test_the_derivations_run_without_numpy_and_show_what_is_printed(chapter):
    cells = cells_of(ROOT / "chapters" / "equations" / f"{chapter}.ipynb")
    code = [cell["code"] for cell in cells]
    shown = [number for number, text in enumerate(code) if "derived = " in text or "Derivation(\n" in text]
    found = answers([task(code, number, cells[number]["stored"]) for number in shown])
    assert len(shown) >= 2 and "formula" in found[0]["outputs"][0] and "rows" in found[-1]["outputs"][0]
    assert {number: one for number, one in zip(shown, found) if one.get("verdict") != "same"} == {}


SETUP = "from sympy import Symbol, sin, expand\nimport numpy as np\nfrom bplib import draw\nx, t = Symbol('x'), Symbol('t')"
CELLS = [SETUP, "f = (x + 1)**2", "f"]
PRINTED = r"$\displaystyle \left(x + 1\right)^{2}$"


def test_what_is_changed_is_compared_as_a_formula():
    same, another_form, changed, above = answers([
        task(CELLS, 2, [PRINTED]),
        task(CELLS, 2, [PRINTED], cell_2="expand(f)"),
        task(CELLS, 2, [PRINTED], cell_2="-f"),
        task(CELLS, 2, [PRINTED], cell_1="f = (x - 1)**2")])
    assert [one["verdict"] for one in (same, another_form, changed, above)] == ["same", "equal", "different", "different"]
    assert same["outputs"] == [{"formula": PRINTED.strip("$")}]


def test_a_changed_derivation_is_refused_by_itself():
    cells = ["from bplib.symbolic import Derivation, Equation, Given\nfrom sympy import Symbol\nu, v = Symbol('u'), Symbol('v')",
             "Derivation(Given(Equation(u, v), 'said'), (2 * v - v + 0 * u + v - v, 'twice'))"]
    refused, = answers([task(cells, 1, cell_1=cells[1].replace("2 * v - v + 0 * u + v - v", "-v"))])
    assert "ValueError: row 2" in refused["problem"] and "verdict" not in refused


def test_what_needs_numpy_says_so_and_what_does_not_runs():
    cells = [*CELLS, "a = np.ones(3)\nb = 2", "total = a.sum()", "f + b", "draw.show()"]
    needs, through, runs, figure, star = answers([
        task(cells, 3), task(cells, 4), task([*cells, "b = 5"], 5), task(cells, 6), task(["from numpy import *"], 0)])
    assert needs["problem"] == through["problem"] == star["problem"] == "this needs NumPy, which does not run in the page"
    assert "this needs NumPy" in runs["problem"]                    # b stands in the cell that stopped
    assert figure["problem"] == "this needs matplotlib, which does not run in the page"
    assert note(needs["problem"]) == "needs NumPy, not run here" and note("") is True


def test_a_mistake_is_named_with_its_line():
    wrong, written, above = answers([
        task(CELLS, 2, cell_2="g = f\ng + nothing"), task(CELLS, 2, cell_2="f +"), task(CELLS, 2, cell_1="f = 1/0")])
    assert wrong["problem"] == "line 2: NameError: name 'nothing' is not defined"
    assert written["problem"].startswith("line 1: SyntaxError")
    assert above["problem"] == "In a cell above, line 1: ZeroDivisionError: division by zero"


def test_only_the_cells_that_are_needed_run():
    cells = ["x = 1", "raise SystemExit", "def g():\n    x = 5\n    return y", "y = [x]", "y.append(2)", "y[0] = 7", "print(y); y"]
    assert answers([task(cells, 6, ["[7, 2]"])])[0] == {
        "problem": "", "text": "[7, 2]\n", "outputs": [{"text": "[7, 2]"}], "verdict": "same"}
