"""Before a submission is run: is it a notebook, of this set and release, and what was done to it.

A notebook is read into the cells of the release: locked cells and their order come from the
release, the answers and every cell that was added from the student (alignment.py).
"""

import copy
from difflib import SequenceMatcher
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from bplib.words import word

from grader.alignment import align, is_locked, key_of, name_of, normal, was_edited
from grader.course import STAMP
from grader.handed_in import Refused
from grader.reading import read


class Submission(NamedTuple):
    """A notebook ready to be run, its status so far, and what was noticed."""

    notebook: nbformat.NotebookNode
    status: str
    reasons: list


def check(data, course, name):
    """Read a student's notebook and fit it into the release; Refused if that cannot be done."""
    release = nbformat.read(course.release(name), as_version=4)
    notebook = read(data)
    stamp = notebook.metadata[STAMP]
    if not {*marks(release)} & {*marks(notebook)}:
        text = word("no cell of {name} is in it")
        raise Refused("wrong assignment", text.format(name=name) + which(stamp))
    if stamp.get("assignment", name) != name:
        text = word("expected the notebook of {name}")
        raise Refused("wrong assignment", text.format(name=name) + which(stamp))
    old = age(stamp, release.metadata[STAMP])
    alignment = align(release.cells, notebook.cells)
    reasons = old or changes(alignment)
    status = "old release" if old else "changed" if reasons else "graded"
    return Submission(fit(alignment, release), status, reasons)


def marks(notebook):
    """What shows of which set a notebook is: the names of its cells, and its texts."""
    for cell in notebook.cells:
        yield from filter(None, [name_of(cell)])
        if cell.cell_type == "markdown" and normal(cell):
            yield key_of(cell)


def which(stamp):
    """Which set the notebook says it is."""
    if "assignment" not in stamp:
        return ""
    return word("; it says it is {name}").format(name=stamp["assignment"])


def age(stamp, current):
    """A reason if the notebook was made from another release than the present one."""
    found = stamp.get("release", current["release"])
    if found == current["release"]:
        return []
    return [word("made from release {found}, graded with the tests of release {current}")
            .format(found=found, current=current["release"])]


def changes(alignment):
    """What was done to the cells of the release: deleted, edited, twice there, out of order."""
    release, student, found, answers = alignment
    named = [place for place, cell in enumerate(release) if name_of(cell)]
    names = [name_of(cell) for cell in student]
    there = [place for place in named if place in found]
    first = sorted(there, key=found.get)
    known = {word("deleted, put right: {names}"):
             [place for place in named if place not in found and place not in answers],
             word("edited, put right: {names}"):
             [place for place in there if was_edited(alignment, place)],
             word("of another type, put right: {names}"):
             [place for place in there
              if release[place].cell_type != student[found[place]].cell_type],
             word("twice, put right: {names}"):
             [place for place in named if names.count(name_of(release[place])) > 1],
             word("moved, put right: {names}"): out_of_order(first, there),
             word("unanswered or missing, a cell beside it is taken for the answer: {names}"):
             [place for place in answers if answers[place]],
             word("unanswered or missing, left out because another cell defines its names: "
                  "{names}"): [place for place in answers if not answers[place]]}
    return [what.format(names=", ".join(name_of(release[place]) for place in places))
            for what, places in known.items() if places]


def out_of_order(places, right):
    """Those that have to be moved to come to the right order."""
    blocks = SequenceMatcher(None, places, right, autojunk=False).get_matching_blocks()
    stay = {place for block in blocks for place in places[block.a:block.a + block.size]}
    return [place for place in places if place not in stay]


def fit(alignment, release):
    """A notebook of the release's cells, in its order, with the student's answers.

    A cell the student added, or pasted a second time, follows the cell that it followed there.
    """
    result = copy.deepcopy(release)
    ours, used = {at: place for place, at in alignment.found.items()}, alignment.used
    added, last = {}, -1
    for at, cell in enumerate(alignment.student):
        if at in ours:
            last = ours[at]
        elif at not in used:
            added.setdefault(last, []).append(plain(cell))
    cells = list(added.get(-1, []))
    for place, cell in enumerate(result.cells):
        cells += [answered(cell, answers_to(alignment, place)), *added.get(place, [])]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number:04}"
    result.cells = cells
    return result


def answers_to(alignment, place):
    """The student's cells that answer a cell of the release; None if it stays as it is."""
    if is_locked(alignment.release[place]):
        return None
    cells = alignment.answers.get(place)
    if cells is None:
        cells = [alignment.found[place]] if place in alignment.found else None
    return cells and [alignment.student[at] for at in cells]


def plain(cell):
    """The text of a cell the student added, without its metadata and outputs."""
    if cell.cell_type == "code":
        return new_code_cell(cell.source)
    return with_pictures(new_markdown_cell(cell.source), [cell])


def answered(cell, answers):
    """A cell of the release, with the text of the cells that answer it."""
    if answers is None:
        return cell
    cell.source = "\n\n".join(answer.source for answer in answers)
    return with_pictures(cell, answers)


def with_pictures(cell, answers):
    """The cell with the pictures that were pasted into the student's."""
    pictures = {name: picture for answer in answers
                for name, picture in answer.attachments.items()}
    if cell.cell_type == "markdown" and pictures:
        cell.attachments = pictures
    return cell
