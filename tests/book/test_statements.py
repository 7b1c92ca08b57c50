"""Every labelled equation is a statement, and every statement holds what it names."""

import ast
import inspect
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bplib.book import STATEMENTS
from bplib.book.equations import BP2
from bplib.book.examples import random_example
from bplib.book.statement import name_of
from bplib.expect import unchecked

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(ROOT.glob("chapters/**/*.ipynb"))
WRONG_VERSION = r"\d+[a-z]"          # 3a, 17a: the bank of misconceptions has its own table
EACH = pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.tag)


def cells(notebook):
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


def outputs(notebook):
    return ["".join(output.get("data", {}).get("text/latex", "")) for cell in cells(notebook) for output in cell.get("outputs", ())]


def labels():
    printed = {tag for notebook in NOTEBOOKS for text in outputs(notebook) for tag in re.findall(r"\\tag\{(.*?)\}", text)}
    return {tag for tag in printed if not re.fullmatch(WRONG_VERSION, tag)}


def test_every_label_is_one_statement():
    tags = [statement.tag for statement in STATEMENTS]
    assert len(tags) == len(set(tags))
    assert set(tags) == labels()


@EACH
def test_the_printed_equation_and_the_code_agree(statement):
    assert statement.error < statement.tolerance


@EACH
def test_it_is_derived_in_one_chapter(statement):
    places = [notebook for notebook in NOTEBOOKS for cell in cells(notebook)
              if f"({statement.label})=" in "".join(cell["source"]).splitlines()]
    assert len(places) == 1
    printed = statement._repr_latex_()
    assert printed in outputs(places[0]), "the chapter prints another equation under this tag"


@EACH
def test_the_named_tests_exist(statement):
    for name in statement.all_tests:
        path, function = name.split("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name


@EACH
def test_its_card_states_the_equation_and_leads_to_derivation_code_and_tests(statement):
    text = statement.card().data
    assert statement.equation._repr_latex_() in text
    assert f"(#{statement.label})" in text and f"(#{name_of(statement.code)})" in text
    assert statement.title in text and statement.meaning in text and statement.compared in text
    assert all(test.split("::")[0] in text for test in statement.all_tests)
    assert r"\tag" not in text                       # the label stands once, where the equation is derived


@EACH
def test_what_it_compares_is_evaluated(statement):
    """A measurement that does not look at the printed equation would pass for any."""
    class Seen(Exception):
        pass

    class Watched:
        def __getattr__(self, name):
            raise Seen(name)

    with pytest.raises(Seen):
        statement.measure(Watched())


def test_a_wrong_value_of_the_code_is_seen(monkeypatch):
    example = random_example()
    wrong = example.gradient.delta | {3: 1.001 * example.gradient.delta[3]}
    spoilt = example._replace(gradient=example.gradient._replace(delta=wrong))
    monkeypatch.setattr("bplib.book.examples.random_example", lambda **options: spoilt)
    assert BP2.error > 1e-5
