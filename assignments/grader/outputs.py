"""Outputs that the grader adds to a cell: an error that says why, or what the judge has told."""

from nbformat import validate
from nbformat.v4 import new_output, output_from_msg

from bplib.words import word

from grader import limits

SHOWN = {"stream", "display_data", "execute_result", "error", "update_display_data"}
ENDED, NOT_RUN, TOO_SLOW, TOO_LONG = "Ended", "NotRun", "TimeLimit", "OutputLimit"
LETTERS = 2000          # of an exception's text


def error(name, text):
    """An output that counts as a failure, and says why."""
    name, text = name[:LETTERS], text[:LETTERS]
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def told(text):
    """The output for what the judge has told the student."""
    return new_output("stream", name="stdout", text=text)


def left_out():
    """The output in place of one that is none."""
    return told(word("An output that no notebook can hold is left out.\n"))


def can_be_kept(msg):
    """Whether a message of the kernel holds an output that a notebook can hold."""
    try:
        kind = {"update_display_data": "display_data"}.get(msg["msg_type"], msg["msg_type"])
        validate(output_from_msg(msg | {"msg_type": kind, "header": {"msg_type": kind}}),
                 ref="output", version=4)
    except Exception:       # nbformat promises no kind of exception here
        return False
    return True


def errors(cells):
    """[(cell, output)] of every error."""
    return [(cell, output) for cell in cells for output in cell.get("outputs", [])
            if output["output_type"] == "error"]


def shorten(cell):
    """Cut the lines that a cell prints, and the entries of a traceback, after their limits."""
    left, more = limits.LINES, word("… the rest is left out")
    for output in cell.outputs:
        if output.output_type == "stream":
            lines = output.text.split("\n")
            output.text = "\n".join(lines if len(lines) <= left else [*lines[:left], more])
            left = max(0, left - len(lines))
        elif output.output_type == "error" and len(output.traceback) > limits.TRACEBACK:
            half = limits.TRACEBACK // 2
            output.traceback = [*output.traceback[:half], more, *output.traceback[-half:]]
