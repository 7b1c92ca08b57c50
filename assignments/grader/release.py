"""What nbgrader makes of a set's source: the release, and an empty gradebook."""

import hashlib
import json
import shutil
import sys

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.utils import capture_log
from traitlets.config import Config, PyFileConfigLoader

from grader.course import HOME, STAMP, Course
from grader.whole import copy_whole, write_whole


def settings(root):
    """The settings of nbgrader_config.py, for a course in the folder `root`."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(HOME)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def generate(course, name, work):
    """Run nbgrader over the source of a set, in the folder `work`; the course that this makes.

    Leaves `work`/gradebook.db: the questions, their points and the hidden tests, and no student.
    """
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


def gradebook(course, name, work, kept):
    """Keep the empty gradebook of a set, and beside it, in `kept`, the points of its questions.

    An end if the release is not what the source gives. `kept` comes last: with it both are there.
    """
    made, release = generate(course, name, work).release(name), course.release(name)
    if not release.is_file() or made.read_bytes() != release.read_bytes():
        sys.exit(f"sets/{name}/release is not what sets/{name}/source gives: run prepare.py first")
    kept.parent.mkdir(exist_ok=True)
    copy_whole(work / "gradebook.db", kept.with_suffix(".db"))
    write_whole(kept, json.dumps(points_of(work / "gradebook.db", name)))


def points_of(gradebook, name):
    """{question: its points}: the cells of a set that have points, in the order of the notebook."""
    with Gradebook(f"sqlite:///{gradebook}") as book:
        notebook = book.find_notebook(name, name)
        order = [cell.name for cell in notebook.source_cells]
        points = {cell.name: cell.max_score for cell in notebook.grade_cells if cell.max_score}
    return {cell: points[cell] for cell in order if cell in points}
