"""The course folder, and what nbgrader makes of a set's source: the release, an empty gradebook.

    sets/<set>/source/<set>.ipynb      with solutions and hidden tests
    sets/<set>/release/<set>.ipynb     made from it, for the students
    sets/<set>/*.py                    its hidden checks, and ...
    checks/                            ... what those of all sets share

    The checks can be imported only while a notebook is graded.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.utils import capture_log
from traitlets.config import Config, PyFileConfigLoader

HOME = Path(__file__).resolve().parent.parent
STAMP = "four_equations"        # where a release notebook says in its metadata which release it is


class Course(NamedTuple):
    """A folder with sets/, and with checks/ if its sets share some."""

    root: Path

    def sets(self):
        """The names of the problem sets, in order."""
        names = sorted(path.name for path in self.root.glob("sets/*"))
        return [name for name in names if (self.source(name) / f"{name}.ipynb").is_file()]

    def folder(self, name):
        """All that belongs to a set."""
        return self.root / "sets" / name

    def source(self, name):
        """The folder of a set's notebook with its solutions."""
        return self.folder(name) / "source"

    def release(self, name):
        """The notebook that students get."""
        return self.folder(name) / "release" / f"{name}.ipynb"

    def hidden_checks(self, name):
        """The files of the hidden checks of a set, and of what the checks share."""
        return [*self.folder(name).glob("*.py"), *self.root.glob("checks/*.py")]


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


def fingerprint(*paths):
    """A name for the content of files and folders; it changes when any file does."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(path.parent)}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def points_of(gradebook, name):
    """{question: its points}: the cells of a set that have points, in the order of the notebook."""
    with Gradebook(f"sqlite:///{gradebook}") as book:
        notebook = book.find_notebook(name, name)
        order = [cell.name for cell in notebook.source_cells]
        points = {cell.name: cell.max_score for cell in notebook.grade_cells if cell.max_score}
    return {cell: points[cell] for cell in order if cell in points}
