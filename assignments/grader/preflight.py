"""Before a submission is run: is it a notebook, of this set and release, and what was done to it.

A notebook is read into the cells of the release: locked cells and their order come from the
release, the answers and every cell that was added from the student.
"""

import copy
import json
from difflib import SequenceMatcher
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from bplib.words import word

from grader.course import STAMP
from grader.handed_in import Refused


class Submission(NamedTuple):
    """A notebook ready to be run, its status so far, and what was noticed."""

    notebook: nbformat.NotebookNode
    status: str
    reasons: list


def read(data):
    """The notebook in the bytes of a file, as nbformat 4; half a character becomes "?"."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as problem:
        text = word("not JSON, so no notebook: {problem}")
        raise Refused("unreadable", text.format(problem=problem)) from None
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise Refused("unreadable", word("JSON, but no notebook: it has no nbformat number"))
    try:
        text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode()
        notebook = nbformat.reads(text, as_version=4)
        check_cells(notebook)
    except Exception as problem:        # nbformat promises no kind of exception here
        raise Refused("unreadable", word("JSON, but no notebook: {kind}: {problem}")
                      .format(kind=type(problem).__name__, problem=str(problem)[:200])) from None
    return notebook


def check_cells(notebook):
    """Each cell must have a type, a text and metadata. (Other faults do no harm.)"""
    for number, cell in enumerate(notebook.cells, 1):
        if not isinstance(cell.cell_type, str) or not isinstance(cell.source, str):
            raise TypeError(f"cell {number}: expected texts as cell_type and source")
        named = cell.metadata.get("nbgrader", {}) if isinstance(cell.metadata, dict) else None
        if not isinstance(named, dict):
            raise TypeError(f"cell {number}: expected objects as metadata and metadata.nbgrader")


def name_of(cell):
    """The name nbgrader knows a cell by, or an empty text."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name if isinstance(name, str) else ""


def is_locked(cell):
    """Whether students were told to leave the cell as it is."""
    return not cell.metadata.get("nbgrader", {}).get("solution", False)


def check(data, course, name):
    """Read a student's notebook and fit it into the release; Refused if that cannot be done."""
    release = nbformat.read(course.release(name), as_version=4)
    notebook = read(data)
    stamp = notebook.metadata.get(STAMP, {})
    known = {name_of(cell) for cell in release.cells} - {""}
    if not known & {name_of(cell) for cell in notebook.cells}:
        text = word("no cell of {name} is in it")
        raise Refused("wrong assignment", text.format(name=name) + which(stamp))
    if isinstance(stamp, dict) and stamp.get("assignment", name) != name:
        text = word("expected the notebook of {name}")
        raise Refused("wrong assignment", text.format(name=name) + which(stamp))
    old = age(stamp, release.metadata[STAMP])
    reasons = old or changes(notebook, release)
    status = "old release" if old else "changed" if reasons else "graded"
    return Submission(fit(notebook, release), status, reasons)


def which(stamp):
    """Which set the notebook says it is."""
    if not isinstance(stamp, dict) or "assignment" not in stamp:
        return ""
    return word("; it says it is {name}").format(name=stamp["assignment"])


def age(stamp, current):
    """A reason if the notebook was made from another release than the present one."""
    found = current["release"]
    if isinstance(stamp, dict):
        found = stamp.get("release", found)
    if found == current["release"]:
        return []
    return [word("made from release {found}, graded with the tests of release {current}")
            .format(found=found, current=current["release"])]


def changes(notebook, release):
    """What was done to the cells of the release: deleted, edited, twice there, out of order."""
    cells = {name_of(cell): cell for cell in release.cells if name_of(cell)}
    names = [name_of(cell) for cell in notebook.cells if name_of(cell) in cells]
    first = list(dict.fromkeys(names))
    deleted = [name for name in cells if name not in first]
    edited = [name_of(cell) for cell in notebook.cells
              if name_of(cell) in cells and is_locked(cells[name_of(cell)])
              and cell.source.strip() != cells[name_of(cell)].source.strip()]
    twice = sorted({name for name in names if names.count(name) > 1})
    moved = out_of_order(first, [name for name in cells if name in first])
    found = {word("deleted, put right: {names}"): deleted,
             word("edited, put right: {names}"): edited,
             word("twice, put right: {names}"): twice,
             word("moved, put right: {names}"): moved}
    return [what.format(names=", ".join(names)) for what, names in found.items() if names]


def out_of_order(names, right):
    """The names that have to be moved to come to the right order."""
    blocks = SequenceMatcher(None, names, right, autojunk=False).get_matching_blocks()
    stay = {name for block in blocks for name in names[block.a:block.a + block.size]}
    return [name for name in names if name not in stay]


def key_of(cell):
    """What a cell of the release is known by: its name, or its text if nbgrader gave it no name."""
    return name_of(cell) or f"{cell.cell_type}: {cell.source}"


def fit(notebook, release):
    """A notebook of the release's cells, in its order, with the student's answers.

    A cell the student added, or pasted a second time, follows the cell that it followed there.
    """
    known = {key_of(cell) for cell in release.cells}
    answers, added = {}, {"": []}
    last = ""
    for cell in notebook.cells:
        key = key_of(cell)
        if key in known and key not in answers:
            answers[key], added[key], last = cell, [], key
        else:
            added[last].append(plain(cell))
    result = copy.deepcopy(release)
    result.cells = list(added[""])
    for cell in copy.deepcopy(release.cells):
        key = key_of(cell)
        result.cells += [answered(cell, answers.get(key)), *added.get(key, [])]
    for number, cell in enumerate(result.cells):
        cell.id = f"cell-{number:04}"
    return result


def plain(cell):
    """The text of a cell the student added, without its metadata and outputs."""
    if cell.cell_type == "code":
        return new_code_cell(cell.source)
    return with_pictures(new_markdown_cell(cell.source), cell)


def answered(cell, answer):
    """A cell of the release, with the student's text if it is one to be answered."""
    if answer is None or is_locked(cell):
        return cell
    cell.source = answer.source
    return with_pictures(cell, answer)


def with_pictures(cell, answer):
    """The cell with the pictures that were pasted into the student's."""
    if cell.cell_type == "markdown" and isinstance(answer.get("attachments"), dict):
        cell.attachments = answer.attachments
    return cell
