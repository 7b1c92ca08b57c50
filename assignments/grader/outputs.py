"""Outputs that the grader adds to a cell: an error that says why, or what the kernel noticed."""

from nbformat.v4 import new_output

from bplib.words import later, word

from grader.notice import MIME, PUT_BACK, REFUSED, first

ENDED, NOT_RUN, TOO_SLOW, TOO_LONG = "Ended", "NotRun", "TimeLimit", "OutputLimit"
NO_POINTS, HIDDEN = "Points", "Hidden"
TOLD = {PUT_BACK: later("Put back, because this notebook had replaced it: {names}"),
        REFUSED: later("Refused to this notebook: {names}")}


def error(name, text):
    """An output that counts as a failure, and says why."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def notice(record):
    """The output for what the kernel has noticed: the record, and the same in words."""
    lines = [word(TOLD[kind]).format(names=", ".join(names))
             for kind, names in record.items() if names]
    return new_output("display_data", {MIME: record, "text/plain": "\n".join(lines)})


def notice_in(output):
    """The record in an output, or in the content of a message; None if there is none."""
    found = (output.get("data") or {}).get(MIME)
    if not isinstance(found, dict) or set(found) != {PUT_BACK, REFUSED}:
        return None
    if not all(isinstance(names, list) for names in found.values()):
        return None
    if not all(isinstance(name, str) for names in found.values() for name in names):
        return None
    return {kind: first(names) for kind, names in found.items()}


def errors(cells):
    """[(cell, output)] of every error."""
    return [(cell, output) for cell in cells for output in cell.get("outputs", [])
            if output["output_type"] == "error"]


def notices(cells):
    """The records of what the kernel has noticed."""
    found = [notice_in(output) for cell in cells for output in cell.get("outputs", [])
             if output["output_type"] == "display_data"]
    return [record for record in found if record]
