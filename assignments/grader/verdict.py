"""What is said about a notebook that was run: its points, its status, and the reasons in words."""

from bplib.words import word

from grader.alignment import is_locked, name_of
from grader.outputs import ENDED, NOT_RUN, TOO_LONG, TOO_SLOW, errors

NAMES = 10              # of what was refused, no more are told


def scores(questions, verdicts):
    """{question: its points}: those of the judge, 0 where it has said nothing."""
    given = {name: verdicts[name].points if name in verdicts else 0.0 for name in questions}
    return {name: min(max(0.0, points), questions[name]) for name, points in given.items()}


def status(before, verdicts, cells, look=()):
    """The first status that holds for a notebook that had `before` until it was run.

    look  reasons why the lecturer should look at it
    """
    found = errors(cells)
    if look or any(verdict.remarks or verdict.refused for verdict in verdicts.values()):
        return "look at it"
    if {output.ename for _, output in found} & {ENDED, NOT_RUN, TOO_SLOW, TOO_LONG}:
        return "stopped"
    if before != "graded":
        return before
    return "errors" if any(is_own(cell) for cell, _ in found) else "graded"


def is_own(cell):
    """Whether the student has written the code: an answer, or a cell that was added."""
    return not name_of(cell) or not is_locked(cell)


def reasons(verdicts, cells):
    """What the judge noticed, what was refused and stopped, and errors in the student's cells."""
    noticed = [f"{name}: {remark}" for name, verdict in verdicts.items() if name
               for remark in verdict.remarks]
    refused = dict.fromkeys(name for verdict in verdicts.values() for name in verdict.refused)
    names = ", ".join(list(refused)[:NAMES])
    told = [word("refused: {names}").format(names=names)] if refused else []
    return [*noticed, *told, *failures(cells)]


def failures(cells):
    """A line for each cell that was stopped, and for each error in a cell of the student."""
    found = []
    for number, cell in enumerate(cells, 1):
        where = name_of(cell) or word("cell {number}").format(number=number)
        for _, output in errors([cell]):
            if output.ename in (ENDED, TOO_SLOW, TOO_LONG):
                found.append(f"{where}: {output.evalue}")
            elif is_own(cell) and output.ename != NOT_RUN:
                found.append(f"{where}: {f'{output.ename}: {output.evalue}'[:120]}")
    return found
