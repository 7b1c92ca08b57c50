"""Code in lines of at most 100 characters, files under 250 lines, functions under 25."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [file for folder in ("bplib", "assignments", "extensions", "tools")
         for file in sorted((ROOT / folder).rglob("*.py"))]
EACH = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))


@EACH
def test_lines_and_files_are_short(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, start=1) if len(line) > 100] == []
    assert len(lines) < 250


def length(function):
    """The number of its lines, without those of the docstring."""
    doc = function.body[0] if ast.get_docstring(function) is not None else None
    lines = function.end_lineno - function.lineno + 1
    return lines - (doc.end_lineno - doc.lineno + 1 if doc else 0)


@EACH
def test_functions_are_short(file):
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert {one.name: length(one) for one in functions if length(one) >= 25} == {}
