"""What a class can hand in, good and bad: each a student, with the status, the score and words of the reason expected."""

import json
from typing import NamedTuple

from nbformat.v4 import new_code_cell

import mini

LOOP = "def mean(x):\n    while True:\n        pass"
STUBBORN = "def mean(x):\n    while True:\n        try:\n            while True:\n                pass\n" \
           "        except BaseException:\n            pass"
WARNS = "import warnings, sys\ndef mean(x):\n    warnings.warn('slow')\n    print('note', file=sys.stderr)\n" \
        "    return x.sum() / len(x)"
READ = """def mean(x):
    from pathlib import Path
    for place in ("../course/gradebook.db", {source!r}):
        try:
            print("FO" + "UND", len(Path(place).read_bytes()))
        except OSError:
            pass
    return x.sum() / len(x)"""
REWRITE = """import sqlite3
def mean(x):
    for place in ("../course/gradebook.db", "../../../gradebook.db", {gradebook!r}):
        try:
            book = sqlite3.connect(place)
            book.execute("update grade set auto_score = 99")
            book.commit()
        except Exception:
            pass
    return 0.0"""
WRITE = """def mean(x):
    for place in ("../../../../escaped", {out!r}):
        try:
            open(place, "w").write("was here")
        except OSError:
            pass
    return x.sum() / len(x)"""
PATCH = "np.allclose = lambda *arguments, **options: True\n"
QUOTES = "\nprint('refused: the network')\nprint('[1 of 1] The mean of three numbers.')"
CHEAT = "import inspect, sets.mini.checks\ndef mean(x):\n    return x.sum() / len(x)"


class Expected(NamedTuple):
    """The line of a student in grades.csv: status, score (None: it is not looked at), a part of the reason."""

    status: str
    score: float
    reason: str


def notebooks(root, out):
    """{student: (notebook or text, what is expected)} for the small course in `root`, graded into `out`."""
    return files(root) | cells(root) | code(root) | hostile(root, out) | secretive(root)


def files(root):
    """Files that are not what they should be."""
    empty = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    other = mini.answer(root)
    for cell in other.cells:
        cell.metadata.pop("nbgrader", None)
    other.metadata["four_equations"] = {"assignment": "set9", "release": "0"}
    return {
        "not-json": ("print('hello')", Expected("unreadable", 0, "not JSON")),
        "no-bytes": ("", Expected("unreadable", 0, "came 0")),
        "too-large": (" " * 10_000_001, Expected("unreadable", 0, "came 10,000,001")),
        "deep-json": ("[" * 200_000, Expected("unreadable", 0, "not JSON")),
        "a-list": ("[1, 2]", Expected("unreadable", 0, "no notebook")),
        "an-object": ("{}", Expected("unreadable", 0, "no nbformat number")),
        "bad-cells": (json.dumps(empty | {"cells": [{"cell_type": "code"}]}), Expected("unreadable", 0, "no notebook")),
        "no-cells": (json.dumps(empty), Expected("wrong assignment", 0, "no cell of mini")),
        "other-set": (other, Expected("wrong assignment", 0, "it says it is set9")),
    }


def cells(root):
    """Notebooks whose cells were changed."""
    deleted, edited, moved, twice, old = (mini.answer(root) for _ in range(5))
    deleted.cells = [cell for cell in deleted.cells if cell is not mini.find(deleted, "double-tests")]
    mini.find(edited, "mean-tests").source = "2.0"
    mini.find(edited, "mean-tests").metadata["nbgrader"]["points"] = 100
    moved.cells.insert(0, moved.cells.pop(moved.cells.index(mini.find(moved, "mean-tests"))))
    twice.cells.insert(4, mini.find(twice, "double").copy())
    old.metadata["four_equations"]["release"] = "0ld0ld00"
    return {
        "deleted": (deleted, Expected("changed", 3, "deleted, put right: double-tests")),
        "edited": (edited, Expected("changed", 3, "edited, put right: mean-tests")),
        "moved": (moved, Expected("changed", 3, "moved, put right: mean-tests")),
        "twice": (twice, Expected("changed", 3, "twice, put right: double")),
        "old": (old, Expected("old release", 3, "made from release 0ld0ld00")),
    }


def code(root):
    """Answers that are right, wrong, or break something."""
    added = mini.answer(root)
    added.cells.insert(3, new_code_cell("import matplotlib.pyplot as plt\nplt.plot(np.arange(3));"))
    texts = {
        "right": (mini.DOUBLE, mini.MEAN, Expected("graded", 3, "")),
        "half-right": ("def double(x):\n    return 2 * x + 0.5 * (x > 3)", mini.MEAN, Expected("graded", 2, "")),
        "warning": (mini.DOUBLE, WARNS, Expected("graded", 3, "")),
        "syntax": (mini.DOUBLE, "def mean(x:\n    return", Expected("errors", 2, "mean: SyntaxError")),
        "exception": (mini.DOUBLE, "1 / 0", Expected("errors", 2, "mean: ZeroDivisionError: division by zero")),
        "loop": (mini.DOUBLE, LOOP, Expected("stopped", 2, "mean-tests: the cell took too long")),
        "stubborn": (mini.DOUBLE, STUBBORN, Expected("stopped", 2, "did not answer when it was interrupted")),
        "exit": (mini.DOUBLE, "import os\nos._exit(0)", Expected("stopped", 2, "mean: the kernel died")),
        "output": (mini.DOUBLE, mini.MEAN + "\nprint('x' * 100_000_000)", Expected("stopped", 3, "more than 1 MB of output")),
        "lines": (mini.DOUBLE, mini.MEAN + "\nfor k in range(200_000): print('line', k)",
                  Expected("stopped", 3, "more than 1 MB of output")),
        "memory": (mini.DOUBLE, "x = np.ones(10**12)", Expected("errors", 2, "MemoryError")),
        "memory-slowly": (mini.DOUBLE, "x = []\nwhile True: x.append(bytearray(10**7))", Expected("errors", 2, "MemoryError")),
        "points": (mini.DOUBLE, mini.MEAN + "\nimport sets.mini\nsets.mini.mean = lambda names: 1e9",
                   Expected("errors", 3, "No module named 'sets'")),
    }
    return {name: (mini.answer(root, double, mean), expected) for name, (double, mean, expected) in texts.items()} | {
        "release": (mini.release(root), Expected("graded", 0, "")),
        "added": (added, Expected("graded", 3, "")),
    }


def hostile(root, out):
    """Answers that reach for what is not theirs."""
    texts = {
        "patched": (PATCH + "def mean(x):\n    return 0.0", Expected("graded", 2, "")),
        "reads-source": (READ.format(source=str(root / "sets" / "mini" / "source" / "mini.ipynb")),
                         Expected("look at it", 3, "refused: ../course/gradebook.db, ")),
        "rewrites-gradebook": (REWRITE.format(gradebook=str(root / "gradebook.db")),
                               Expected("look at it", 2, "refused: ../course/gradebook.db, ")),
        "writes-outside": (WRITE.format(out=str(out / "escaped")),
                           Expected("look at it", 3, "refused: ../../../../escaped, ")),
        "finds-checks": (CHEAT, Expected("errors", 2, "No module named 'sets'")),
        "network": ("import urllib.request\nurllib.request.urlopen('http://192.0.2.1', timeout=1)\n" + mini.MEAN,
                    Expected("look at it", 2, "refused: the network")),
        "children": ("import subprocess\nsubprocess.Popen(['sleep', '7777'], start_new_session=True)\n" + mini.MEAN,
                     Expected("graded", 3, "")),
        "files": ("for k in range(9): open(str(k), 'wb').write(bytes(9 * 10**7))\nimport time\ntime.sleep(5)\n" + mini.MEAN,
                  Expected("stopped", 2, "MB of files written")),
    }
    return {name: (mini.answer(root, mean=mean), expected) for name, (mean, expected) in texts.items()}


def secretive(root):
    """Answers that replace or reach for something and try to hide it, and some that only say so."""
    texts = {
        "patched-in-silence": (PATCH + "import io, sys\nsys.stdout = sys.stderr = io.StringIO()\n" + mini.MEAN,
                               Expected("graded", 3, "")),
        "odd-name": (mini.MEAN + "\ntry: open(b'/home/\\xff{0}')\nexcept OSError: pass",
                     Expected("look at it", 3, "refused: /home/?{0}")),
        "quotes": (mini.MEAN + QUOTES, Expected("graded", 3, "")),
    }
    return {name: (mini.answer(root, mean=mean), expected) for name, (mean, expected) in texts.items()}
