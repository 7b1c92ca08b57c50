"""Which cell of a student is which cell of the release, and where the answers stand.

A cell is known by its name. Where an editor has taken the names away, it is known by its text, and
an answer by its place.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\r|\n")
# What a line of code gives a name to: a function or class, what stands before "=", an import.
BOUND = re.compile(r"\s*(?:(?:async\s+)?(?:def|class)\s+(\w+)|([\w ,*\t]+?)(?::[^=]*)?=(?!=)"
                   r"|(?:from\s.*)?import\s(.*))")


class Alignment(NamedTuple):
    """The cells of a release, those of a student, and what belongs to what; all by their places.

    found    {cell of the release: cell of the student}
    answers  {answer of the release: cells of the student that are taken for it, none if it is left
             out because another cell defines its names}
    """

    release: list
    student: list
    found: dict
    answers: dict

    @property
    def used(self):
        """The cells of the student that are no additions to the release.

        A copy of an unanswered question is none: it would define its names anew, as unanswered.
        """
        taken, blanks = {at for cells in self.answers.values() for at in cells}, self.blanks
        return taken | set(self.found.values()) | {
            at for at, cell in enumerate(self.student) if normal(cell) in blanks}

    @property
    def blanks(self):
        """The texts of the questions as they are in the release."""
        return {normal(cell) for cell in self.release if not is_locked(cell)}

    def anchor(self, place):
        """The student's cell of the nearest cell of the release before a place; -1 if none."""
        return next((self.found[at] for at in range(place - 1, -1, -1) if at in self.found), -1)

    def added(self, cells):
        """Those of some places, in one piece from the first on, that are not of the release."""
        found, run = set(self.found.values()), []
        for at in cells:
            if at in found:
                break
            run.append(at)
        return run


def name_of(cell):
    """The name nbgrader knows a cell by, or an empty text."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name if isinstance(name, str) else ""


def is_locked(cell):
    """Whether students were told to leave the cell as it is."""
    return not cell.metadata.get("nbgrader", {}).get("solution", False)


def lines_of(text):
    """The lines of a text, whatever ends them."""
    return LINE_END.split(text)


def normal(cell):
    """The text of a cell, whatever ends its lines, without blanks at their ends."""
    return "\n".join(line.rstrip() for line in lines_of(cell.source)).strip()


def names_in(text):
    """The names that code gives a value to, as far as its lines show."""
    found = [BOUND.match(line) for line in lines_of(text)]
    return {name for line in found if line for part in line.groups("")
            for name in re.findall(r"\w+", part)}


def align(release, student):
    """The Alignment of the cells of a release and those of a student."""
    found = by_name(release, student)
    by_text(release, student, found)
    alignment = Alignment(release, student, found, {})
    for place, blank in enumerate(release):
        if not is_locked(blank) and is_open(alignment, place):
            take(alignment, place)
    return alignment


def by_name(release, student):
    """{cell of the release: the student's cell of this name}; of several the first that fits best.

    A locked cell fits if its text is that of the release, an answer if its text is another one.
    """
    found = {}
    for place, cell in enumerate(release):
        same = [at for at, other in enumerate(student)
                if name_of(cell) and name_of(other) == name_of(cell)]
        if same:
            found[place] = min(same, key=lambda at: is_locked(cell) != (
                normal(student[at]) == normal(cell)))
    return found


def by_text(release, student, found):
    """Add to `found` the cells that have the same type and text; those in the same order first."""
    known = {name_of(cell) for cell in release} - {""}
    given = {at: place for place, at in found.items()}
    ours = [("named", place) if place in found else key_of(cell)
            for place, cell in enumerate(release)]
    theirs = [("named", given[at]) if at in given else
              ("copy", at) if name_of(cell) in known else key_of(cell)
              for at, cell in enumerate(student)]
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        found |= {block.a + step: block.b + step for step in range(block.size)}
    for place, key in enumerate(ours):
        free = [at for at, other in enumerate(theirs)
                if other == key and at not in found.values()]
        if place not in found and free and is_locked(release[place]):
            found[place] = free[0]


def key_of(cell):
    """What a cell without a name is known by."""
    return cell.cell_type, normal(cell)


def is_open(alignment, place):
    """Whether an answer is missing, or still as it is in the release."""
    at = alignment.found.get(place)
    return at is None or normal(alignment.student[at]) == normal(alignment.release[place])


def take(alignment, place):
    """Take what stands in the place of an open answer for it, if that does its work."""
    blank, present = alignment.release[place], place in alignment.found
    cells = beside(alignment, place)
    if blank.cell_type == "code":
        chosen = code_in(alignment, cells, names_in(blank.source), present)
    else:
        chosen = words_in(alignment, cells, present)
    if chosen is not None:
        alignment.found.pop(place, None)
        alignment.answers[place] = chosen
        if len(chosen) == 1 and chosen[0] not in alignment.found.values():
            alignment.found[place] = chosen[0]


def beside(alignment, place):
    """The student's cells in the place of an answer: between the nearest cells that were found.

    If a test that comes next was edited, it may have been joined with the answer.
    """
    count = len(alignment.student)
    if (at := alignment.found.get(place)) is not None:
        before = alignment.added(range(at - 1, -1, -1))[::-1]
        after = [] if alignment.release[place].cell_type == "code" else alignment.added(
            range(at + 1, count))
        return before + after
    start = alignment.anchor(place) + 1
    cells = alignment.added(range(start, count))
    end = start + len(cells)
    where = next((ours for ours, at in alignment.found.items() if at == end), None)
    if where is not None and was_edited(alignment, where):
        cells.append(end)
    return cells


def was_edited(alignment, place):
    """Whether a locked cell has another text than in the release."""
    cell, at = alignment.release[place], alignment.found[place]
    return is_locked(cell) and normal(alignment.student[at]) != normal(cell)


def code_in(alignment, cells, names, present):
    """The cell that is taken for an open answer in code, in a list; None if there is none.

    Where no cell in its place defines a name of the answer, but another one does, nothing is taken,
    and the answer is left out: it would define the names a second time, as unanswered.
    """
    student, free, blanks = alignment.student, set(cells), alignment.blanks
    if not names:               # the answer defines what the release does not show
        code = [at for at in cells if normal(student[at]) and (
            student[at].cell_type == "code" or names_in(student[at].source))]
        return code[-1:] if code and not present else None
    if defining := [at for at in cells if names & names_in(student[at].source)]:
        return defining[-1:]
    locked = {at for place, at in alignment.found.items() if is_locked(alignment.release[place])}
    others = [cell for at, cell in enumerate(student)
              if at not in locked | free and cell.cell_type == "code"
              and normal(cell) not in blanks]
    return [] if any(names & names_in(cell.source) for cell in others) else None


def words_in(alignment, cells, present):
    """The cells that are taken for an open answer in words; None if there is no text.

    Code is taken only where the answer itself is gone: its type may have been changed.
    """
    filled = [at for at in cells if normal(alignment.student[at])]
    words = [at for at in filled if alignment.student[at].cell_type != "code"]
    return words or ([] if present else filled) or None
