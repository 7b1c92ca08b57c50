"""Write tools/bplib.pot, all texts that pass through `word`: python tools/catalogue.py

A translator copies it to bplib/locale/<language>/LC_MESSAGES/bplib.po.
"""

import ast
import io
import json
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from IPython.core.inputtransformer2 import TransformerManager

from bplib.book import STATEMENTS
from bplib.words import LISTED
from bplib.wrong import VARIANTS
from bplib.wrong.checks import CHECKS
from bplib.wrong.functions import FUNCTIONS

ROOT = Path(__file__).parent.parent
CATALOGUE = LISTED
# What is shown by word(x.title) and the like: each text stands where it is defined.
PYTHON = TransformerManager()                # turns %magics into Python
FIELDS = {"title", "meaning", "compared", "name", "wrong", "why"}
# `word` shows a text, `later` marks one; the others hand their first argument to `word`.
TAKE_A_TEXT = {"word", "later", "Wrong", "Named", "own"}
QUESTIONS = {"ask", "ask_number", "ask_formula"}      # of bplib.book.questions: all their texts


def sources():
    """(name, source) of every file and notebook that may call `word`."""
    for folder in ("bplib", "assignments", "tools"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")
    for file in sorted((ROOT / "chapters").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in file.parts:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            yield file.relative_to(ROOT).as_posix(), "\n".join(map(PYTHON.transform_cell, code))


def calls():
    """(name of the file, function, argument) of every call that takes a text."""
    for name, source in sources():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and node.args:
                function = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if function in TAKE_A_TEXT:
                    yield name, function, node.args[0]


def asked():
    """The texts of all questions: the prompt, the sentences of options, and why."""
    for name, source in sources():
        for node in ast.walk(ast.parse(source)) if name.startswith("chapters") else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in QUESTIONS:
                options = [option.elts for option in node.args if isinstance(option, ast.Tuple)]
                parts = [node.args[1], node.args[3], *(one for elts in options
                                                       for one in (elts[0], elts[-1]))]
                yield from (part.value for part in parts
                            if isinstance(part, ast.Constant) and isinstance(part.value, str))


def literals(argument):
    """The texts of an argument: a literal, or two behind an if; none for a name or a field.

    None for anything else, which is put together and cannot be found in a catalogue.
    """
    if isinstance(argument, ast.Constant):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return literals(argument.body) + literals(argument.orelse)
    return [] if isinstance(argument, (ast.Name, ast.Attribute, ast.Subscript)) else None


def texts():
    """Every text that a reader may be shown through `word`."""
    found = {text for _, _, argument in calls() for text in literals(argument) or ()}
    found |= set(asked())
    for one in STATEMENTS:
        found |= {one.title, one.meaning, one.compared}
    for one in (*VARIANTS.values(), *FUNCTIONS.values()):
        found |= {one.name, one.wrong, one.why}
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    return found | set(CHECKS) | {part["caption"] for part in parts}


def catalogue():
    """The catalogue as it is stored."""
    made = Catalog()
    for text in sorted(texts()):
        made.add(text)
    file = io.BytesIO()
    write_po(file, made, width=100, omit_header=True)
    return file.getvalue()


if __name__ == "__main__":
    CATALOGUE.write_bytes(catalogue())
