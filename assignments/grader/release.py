"""What nbgrader makes of a set's source: the release; and the questions that stand there."""

import ast
import hashlib
import json
import re
import shutil
import sys

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.utils import capture_log
from traitlets.config import Config, PyFileConfigLoader

from grader.course import HOME, STAMP, Course
from grader.whole import write_whole

HEADING = re.compile(r"^## *([^:(\n]*[^:(\s])", re.MULTILINE)    # without what follows ":" or "("


def settings(root):
    """The settings of nbgrader_config.py, for a course in the folder `root`."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(HOME)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def generate(course, name, work):
    """Run nbgrader over the source of a set, in the folder `work`; the course that this makes."""
    # For the version of a new gradebook nbgrader would start a program, which takes seconds.
    nbgrader.api.get_alembic_version = ScriptDirectory(ALEMBIC_DIR).get_current_head
    made = Course(work)
    shutil.copytree(course.source(name), made.source(name), ignore=shutil.ignore_patterns(".*"))
    run_nbgrader(GenerateAssignment, settings(work), name)
    notebook = nbformat.read(made.release(name), as_version=4)
    stamp(notebook, name)
    nbformat.write(notebook, made.release(name))
    return made


def run_nbgrader(converter, config, name, student="*"):
    """Run one step of nbgrader; RuntimeError with its log when it fails."""
    config = Config(config)
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.student_id = student
    app = converter(coursedir=CourseDirectory(config=config), config=config)
    result = capture_log(app)
    if not result["success"]:
        raise RuntimeError(f"nbgrader could not finish {converter.__name__} of {name}:\n"
                           f"{result.get('log', '')}\n{result['error']}")


def stamp(notebook, name):
    """Number the cells, and write into the metadata which set and which release this is."""
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:03}"
        if cell.cell_type == "code":
            cell.execution_count = None
    cells = [[cell.cell_type, cell.source, cell.metadata.get("nbgrader")]
             for cell in notebook.cells]
    text = json.dumps(cells, sort_keys=True)
    release = hashlib.sha256(text.encode()).hexdigest()[:8]
    notebook.metadata[STAMP] = {"assignment": name, "release": release}


def questions(course, name, work, kept):
    """Keep the questions of a set in the file `kept`: their points, checks and titles.

    An end if the release is not what the source gives.
    """
    made, release = generate(course, name, work).release(name), course.release(name)
    if not release.is_file() or made.read_bytes() != release.read_bytes():
        sys.exit(f"sets/{name}/release is not what sets/{name}/source gives: run prepare.py first")
    notebook = nbformat.read(course.source(name) / f"{name}.ipynb", as_version=4)
    kept.parent.mkdir(exist_ok=True)
    write_whole(kept, json.dumps({"points": points_of(notebook), "checks": checks_of(notebook),
                                  "titles": titles_of(notebook)}))


def points_of(notebook):
    """{question: its points}: the cells that have points, in the order of the notebook."""
    marked = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return {mark["grade_id"]: float(mark["points"]) for mark in marked
            if mark.get("grade") and mark.get("points")}


def titles_of(notebook):
    """{question: what the heading above it begins with}, such as "Question 1"."""
    titles, title, points = {}, "", points_of(notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in points and title:
            titles[name] = title
        elif cell.cell_type == "markdown" and (found := HEADING.findall(cell.source)):
            title = found[-1]
    return titles


def checks_of(notebook):
    """{question: the name of its check}, from the hidden tests of the source."""
    points = points_of(notebook)
    return {cell.metadata["nbgrader"]["grade_id"]: check_in(cell) for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") in points
            and not cell.metadata["nbgrader"].get("solution")}


def check_in(cell):
    """The name in `set1.name(globals())`, the last line of a cell's hidden tests."""
    last = (ast.parse(cell.source).body or [None])[-1]
    call = getattr(last, "value", None)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        sys.exit(f"{cell.metadata['nbgrader']['grade_id']}: expected hidden tests that end with "
                 f"a call such as set1.neuron(globals()), got {cell.source[-60:]!r}")
    return call.func.attr
