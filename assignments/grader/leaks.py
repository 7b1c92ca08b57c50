"""Feedback must not show the hidden checks: outputs in which their source stands are removed.

The kernel has no source of them. But where it is not shut in, other programs can read it.
"""

import io
import json
import tokenize

from bplib.words import word

from grader.outputs import HIDDEN, error

LONG = 30       # a line of a hidden check that long does not stand in an output by chance


def code_lines(text):
    """The longer lines of a module's code, without its strings of several lines."""
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING:
            lines[token.start[0]:token.end[0]] = [""] * (token.end[0] - token.start[0])
    return {line.strip() for line in lines if len(line.strip()) >= LONG}


def blank_leaks(notebook, files):
    """Remove outputs in which lines of the `files` of hidden checks stand; a reason for each cell.

    A line that is also in the notebook is no secret: a traceback may show it.
    """
    lines = set().union(*(code_lines(file.read_text(encoding="utf-8")) for file in files))
    known = "\n".join(cell.source for cell in notebook.cells)
    quoted = [json.dumps(line, ensure_ascii=False)[1:-1] for line in lines if line not in known]
    reasons = []
    for number, cell in enumerate(notebook.cells, 1):
        text = json.dumps(cell.get("outputs", []), ensure_ascii=False)
        if any(line in text for line in quoted):
            text = word("this output showed the hidden checks and was removed")
            cell.outputs = [error(HIDDEN, text)]
            reasons.append(word("cell {number} printed the hidden checks").format(number=number))
    return reasons
