"""What is said about a notebook that was run: its status, and the reasons in words."""

from nbgrader.utils import is_locked

from bplib.words import later, word

from grader.notice import PUT_BACK, REFUSED
from grader.outputs import ENDED, NO_POINTS, NOT_RUN, TOO_LONG, TOO_SLOW, errors, notices
from grader.preflight import name_of

NOTICED = {PUT_BACK: later("put back: {names}"), REFUSED: later("refused: {names}")}


def status(before, leaks, cells):
    """The first status that holds for a notebook that had `before` until it was run."""
    found = errors(cells)
    if leaks or notices(cells):
        return "look at it"
    if {output.ename for _, output in found} & {ENDED, NOT_RUN, TOO_SLOW, TOO_LONG}:
        return "stopped"
    if before != "graded":
        return before
    return "errors" if any(not is_locked(cell) for cell, _ in found) else "graded"


def reasons(cells):
    """What was put back, what was refused, what was stopped, and the errors outside the tests."""
    named = [word(NOTICED[kind]).format(names=", ".join(names))
             for record in notices(cells) for kind, names in record.items() if names]
    return [*dict.fromkeys(named), *failures(cells)]


def failures(cells):
    """A line for each error of the grader, and for each of the notebook outside the tests."""
    found = []
    for number, cell in enumerate(cells, 1):
        where = name_of(cell) or word("cell {number}").format(number=number)
        for _, output in errors([cell]):
            if output.ename in (ENDED, TOO_SLOW, TOO_LONG, NO_POINTS):
                found.append(f"{where}: {output.evalue}")
            elif not is_locked(cell) and output.ename != NOT_RUN:
                found.append(f"{where}: {f'{output.ename}: {output.evalue}'[:120]}")
    return found
