"""The notebook in the bytes of a file, with what is graded and nothing else.

Outputs, widgets and metadata of other programs may be of any type there; they are not looked at.
"""

import json

import nbformat
from nbformat.v4 import new_notebook

from bplib.words import word

from grader.alignment import lines_of
from grader.course import STAMP
from grader.handed_in import Refused


def read(data):
    """The notebook, as nbformat 4; half a character in it becomes "?"."""
    try:
        content = readable(json.loads(data))
    except (ValueError, RecursionError) as problem:
        text = word("not JSON, so no notebook: {problem}")
        raise Refused("unreadable", text.format(problem=problem)) from None
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise Refused("unreadable", word("JSON, but no notebook: it has no nbformat number"))
    try:
        if content["nbformat"] != 4:
            content = nbformat.reads(json.dumps(content), as_version=4)
        return nbformat.from_dict(essential(content))
    except Exception as problem:        # nbformat promises no kind of exception here
        raise Refused("unreadable", word("JSON, but no notebook: {kind}: {problem}")
                      .format(kind=type(problem).__name__, problem=str(problem)[:200])) from None


def readable(content):
    """What JSON holds, with "?" in place of halves of characters."""
    return json.loads(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))


def essential(content):
    """The cells of a notebook, and the stamp of its release."""
    stamp = dictionary(content.get("metadata")).get(STAMP, {})
    return new_notebook() | {"metadata": {STAMP: dictionary(stamp)},
                             "cells": [cell_of(*one) for one in enumerate(content["cells"], 1)]}


def cell_of(number, cell):
    """The type and the text of a cell, its marks, and the pictures that were pasted into it."""
    kind, source = cell.get("cell_type"), cell.get("source")
    source = "".join(source) if isinstance(source, list) else source
    if not isinstance(kind, str) or not isinstance(source, str):
        raise TypeError(f"cell {number}: expected texts as cell_type and source")
    marks = dictionary(dictionary(cell.get("metadata")).get("nbgrader"))
    return {"cell_type": kind, "source": "\n".join(lines_of(source)), "attachments": pictures(cell),
            "metadata": {"nbgrader": marks} if marks else {}}


def pictures(cell):
    """{name: {type: base64}} of what was pasted, without what is no picture."""
    files = {name: {kind: data for kind, data in dictionary(pasted).items()
                    if kind.startswith("image/") and isinstance(data, str)}
             for name, pasted in dictionary(cell.get("attachments")).items()}
    return {name: pasted for name, pasted in files.items() if pasted}


def dictionary(value):
    """The value if it is a dictionary, else an empty one."""
    return value if isinstance(value, dict) else {}
