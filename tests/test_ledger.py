"""Every labelled equation has its row in the ledger, and every row leads to what it names."""

import ast
import importlib
import json
import re
from functools import reduce
from pathlib import Path

import pytest

from bplib import ledger, ledger_errors
from bplib.symbolic import Equation

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted(ROOT.glob("chapters/**/*.ipynb"))
WRONG_VERSION = r"\d+[a-z]"          # 3a, 17a: the bank of misconceptions has its own table


def outputs(notebook):
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            yield "".join(output.get("data", {}).get("text/latex", ""))


def labels():
    printed = {tag for notebook in NOTEBOOKS for text in outputs(notebook) for tag in re.findall(r"\\tag\{(.*?)\}", text)}
    return {tag for tag in printed if not re.fullmatch(WRONG_VERSION, tag)}


def row_id(row):
    return row.tag


def test_every_label_has_one_row():
    tags = [row.tag for row in ledger.ROWS]
    assert len(tags) == len(set(tags))
    assert set(tags) == labels()


@pytest.mark.parametrize("row", ledger.ROWS, ids=row_id)
def test_formula_and_code_agree(row):
    assert row.error() < row.tolerance


@pytest.mark.parametrize("row", ledger.ROWS, ids=row_id)
def test_the_target_stands_in_one_chapter(row):
    places = [notebook for notebook in NOTEBOOKS for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
              if f"({row.target})=" in "".join(cell["source"]).splitlines()]
    assert len(places) == 1
    assert any(rf"\tag{{{row.tag}}}" in text for text in outputs(places[0]))


@pytest.mark.parametrize("row", ledger.ROWS, ids=row_id)
def test_object_and_function_exist(row):
    def find(dotted):
        module, *names = dotted.split(".")
        return reduce(getattr, names, importlib.import_module(f"bplib.{module}"))

    if row.formula != "chapter":
        formula = find(f"symbolic.{row.formula}")
        assert isinstance(formula, Equation) and formula.tag == row.tag
    find(row.function)


@pytest.mark.parametrize("row", ledger.ROWS, ids=row_id)
def test_the_named_tests_exist(row):
    for name in row.test.split():
        path, function = name.split("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_wrong_value_is_seen():
    row = next(row for row in ledger.ROWS if row.tag == "BP2")
    error = ledger_errors.random_case(m=1).gradient.delta[3]
    error[0, 0] *= 1.001
    try:
        assert row.error() > 1e-5
    finally:
        error[0, 0] /= 1.001


@pytest.mark.parametrize("row", [row for row in ledger.ROWS if row.formula != "chapter"], ids=row_id)
def test_a_card_states_the_equation_and_leads_to_it(row):
    text = ledger.card(row.tag).data
    statement = getattr(ledger.equations, row.formula.split(".")[1])
    assert statement._repr_latex_().split(r"\tag")[0].strip("$ ") in text
    assert f"(#{row.target})" in text and f"bplib.{row.function}" in text and row.test.split("::")[0] in text
    assert r"\tag" not in text                       # the label stands once, where the equation is derived


def test_the_card_of_an_approximation_says_what_agrees():
    text = ledger.card("52", Equation(1, 2, sign="≈")).data
    assert "the factor of the change" in text.lower() and "Formula and code agree" not in text


def test_a_card_of_an_unknown_label_is_refused():
    with pytest.raises(KeyError, match="BP5"):
        ledger.card("BP5")
