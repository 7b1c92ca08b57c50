"""The pages that print the source of bplib: every module is on one of them, and every public name has its source."""

import ast
import importlib
import inspect
import re
from functools import cache
from pathlib import Path

import pytest

from bplib.book import STATEMENTS
from bplib.book.statement import name_of
from bplib.expect import unchecked
from extensions.source import modules, parts

ROOT = Path(__file__).parents[2]
DIRECTIVE = re.compile(r"```\{(source|names)\} (\S+)\n(.*?)```", re.DOTALL)
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in ROOT.glob("chapters/reference/code/*.md")}
PRINTED = {module: path for text in PAGES.values() for kind, folder, first in DIRECTIVE.findall(text) if kind == "source"
           for module, path in modules(folder, first.split()).items()}
EACH = pytest.mark.parametrize("module", PRINTED)


@cache
def named(module):
    """{public name: its Part}"""
    return {name: part for part in parts(PRINTED[module].read_text(encoding="utf-8")) for name in part.names}


def test_every_module_is_printed_on_one_page():
    folders = [folder for text in PAGES.values() for kind, folder, _ in DIRECTIVE.findall(text) if kind == "source"]
    assert len(folders) == len(set(folders))
    assert set(PRINTED.values()) == set((ROOT / "bplib").rglob("*.py"))


def test_the_list_of_names_has_the_same_folders_in_the_same_order():
    index = DIRECTIVE.findall((ROOT / "chapters/reference/code.md").read_text(encoding="utf-8"))
    pages = {folder: first for text in PAGES.values() for _, folder, first in DIRECTIVE.findall(text)}
    assert {folder: first for _, folder, first in index} == pages and len(index) == len(pages)


@EACH
def test_the_parts_of_a_module_are_its_text(module):
    text = PRINTED[module].read_text(encoding="utf-8")
    tree, printed = ast.parse(text), parts(text)
    code = "\n".join(line for part in printed for piece in (part.above, part.below) if piece for line in piece.splitlines())
    docs = {part.doc for part in printed if part.doc}
    nodes = [tree, *(node for node in tree.body if {node_name(node)} & set(named(module)))]
    assert docs == {doc for node in nodes if (doc := ast.get_docstring(node))}
    quoted = {line for node in nodes if ast.get_docstring(node)
              for line in range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    kept = [line for number, line in enumerate(text.splitlines(), start=1) if number not in quoted]
    assert [line for line in code.splitlines() if line] == [line for line in kept if line]


def node_name(node):
    return getattr(node, "name", "") if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else ""


@EACH
def test_every_public_name_has_its_source(module):
    loaded = importlib.import_module(module)
    for name, value in vars(loaded).items():
        if name[0] != "_" and callable(value) and getattr(unchecked(value), "__module__", "") == module \
                and getattr(value, "__name__", "") == name:
            part = named(module)[name]
            source = inspect.getsource(unchecked(value)).strip()
            assert source.splitlines()[0] in part.above and source.splitlines()[-1].strip('" ') in part.above + part.doc + part.below
            assert inspect.cleandoc(value.__doc__ or "") == part.doc


@cache
def everything():
    """The objects of all public names, by id."""
    return {id(vars(importlib.import_module(module))[name]) for module in PRINTED for name in named(module)}


@EACH
def test_what_a_module_exports_is_printed_where_it_is_defined(module):
    loaded = importlib.import_module(module)
    for name in getattr(loaded, "__all__", ()):
        value = getattr(loaded, name)
        assert inspect.ismodule(value) and value.__name__ in PRINTED or id(value) in everything(), name


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement.tag)
def test_the_code_of_a_statement_is_printed(statement):
    module, name = name_of(statement.code).rsplit(".", 1)
    assert name in named(module)


def test_a_private_helper_a_comment_and_a_name_that_is_only_bound_again():
    head, first, second = parts('"""Doc."""\nfrom x import y\n\ny = y\n\n# About f.\n@y\ndef f():\n    """F."""\n    return 1\n\n\n'
                                "def _g():\n    pass\n\n\na, b = 1, 2\n")
    assert head.names == () and head.doc == "Doc." and "y = y" in head.below
    assert first.names == ("f",) and first.above == "# About f.\n@y\ndef f():" and first.doc == "F." and "def _g" in first.below
    assert second.names == ("a", "b") and second.kind == "data" and second.above == "a, b = 1, 2"
