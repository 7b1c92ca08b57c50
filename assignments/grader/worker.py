"""One submission: a throw-away course, nbgrader in it, and the result as a dictionary."""

import compileall
import json
import os
import re
import shutil
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, IgnorePattern, LimitOutput, SaveAutoGrades
from nbgrader.utils import is_locked

from wrapper import execute, page, preflight, sandbox
from wrapper.course import Course, run_nbgrader, settings
from wrapper.leaks import blank_leaks

TOLD = re.compile(r"^(Put back|Refused)(?:, because this notebook had replaced it| to this notebook): (.*)$", re.MULTILINE)


class Task(NamedTuple):
    """One submission to grade."""

    course: Course
    name: str           # of the set
    folder: Path        # the student's
    run: Path           # for the throw-away course
    gradebook: Path     # the empty one
    isolated: bool
    hidden: tuple       # folders no submission may see
    key: str            # of everything the result depends on
    questions: dict     # {test cell: its points}


def grade(task):
    """Grade a submission and leave result.json, page.html and, if it was run, graded.ipynb in the folder `task.run`."""
    begin = monotonic()
    log = open(task.run / "log.txt", "w", encoding="utf-8")
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    try:
        submission = preflight.check(preflight.find(task.folder, task.name), task.course, task.name)
        result, notebook = run(task, submission)
    except preflight.Refused as refused:
        result, notebook = empty(task, refused.status, str(refused)), None
    result["seconds"] = round(monotonic() - begin, 1)
    if notebook is not None:
        nbformat.write(notebook, task.run / "graded.ipynb")
    (task.run / "page.html").write_text(page.render(result, notebook), encoding="utf-8")
    (task.run / "result.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")


def empty(task, status, reason):
    """The result of a submission that was not run."""
    return {"student": task.folder.name, "set": task.name, "key": task.key, "status": status, "reasons": [reason],
            "scores": dict.fromkeys(task.questions, 0.0), "max": task.questions}


def run(task, submission):
    """Let nbgrader grade the notebook; its result, and the notebook with its outputs."""
    build(task, submission.notebook)
    os.environ["JUPYTER_PATH"] = str(task.run / "jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(task.run / "ipc")
    course = task.run / "course"
    run_nbgrader(Autograde, configuration(task), task.name, "student")
    notebook = nbformat.read(course / "autograded" / "student" / task.name / f"{task.name}.ipynb", as_version=4)
    leaks = blank_leaks(notebook, task.course.grading)
    reasons = [*submission.reasons, *leaks, *noticed(notebook)]
    scores = read_scores(course / "gradebook.db", task)
    result = empty(task, status(submission.status, leaks, notebook), "") | {"reasons": reasons, "scores": scores}
    return result, notebook


def build(task, notebook):
    """The throw-away course: the notebook, an empty gradebook, the hidden checks without their source, a kernel."""
    submitted = task.run / "course" / "submitted" / "student" / task.name
    kernels = task.run / "jupyter" / "kernels" / "graded"
    for folder in (submitted, kernels, task.run / "ipc", task.run / "lib"):
        folder.mkdir(parents=True)
    nbformat.write(notebook, submitted / f"{task.name}.ipynb")
    shutil.copy(task.gradebook, task.run / "course" / "gradebook.db")
    shutil.copytree(task.course.release(task.name).parent, task.run / "scratch", ignore=shutil.ignore_patterns("*.ipynb"))
    for name in ("kernel.py", "fence.py"):
        shutil.copy(Path(__file__).parent / name, task.run / "lib")
    if task.course.grading.is_dir():
        shutil.copytree(task.course.grading, task.run / "lib" / "grading", ignore=shutil.ignore_patterns("__pycache__"))
        without_source(task.run / "lib" / "grading")
    words = sandbox.kernel_command(task.run, task.isolated, task.hidden)
    spec = {"argv": [*words, "-f", "{connection_file}"], "display_name": "graded", "language": "python",
            "interrupt_mode": "message"}
    (kernels / "kernel.json").write_text(json.dumps(spec))


def without_source(package):
    """Compile a package in place and remove its source, which no traceback can then show."""
    if not compileall.compile_dir(package, quiet=1, legacy=True, stripdir=str(package.parent)):
        raise SyntaxError(f"{package.name}: expected a package that compiles")
    for file in package.rglob("*.py"):
        file.unlink()


def configuration(task):
    """The settings for one run: our step that executes, and a kernel reached by sockets in a folder of its own."""
    config = settings(task.run / "course")
    steps = [execute.LimitedExecute, IgnorePattern, LimitOutput, SaveAutoGrades, CheckCellMetadata]
    config.Autograde.autograde_preprocessors = steps
    config.LimitedExecute.kernel_name = "graded"
    config.LimitedExecute.scratch = str(task.run / "scratch")
    config.LimitedExecute.iopub_timeout = 5
    config.LimitedExecute.startup_timeout = 30
    config.KernelManager.transport = "ipc"
    config.KernelManager.connection_file = str(task.run / "ipc" / "kernel.json")
    config.KernelManager.ip = str(task.run / "ipc" / "k")
    return config


def read_scores(gradebook, task):
    """{question: points}, None for one that waits to be graded by hand."""
    with Gradebook(f"sqlite:///{gradebook}") as book:
        grades = {grade.name: grade for grade in book.find_submission_notebook(task.name, task.name, "student").grades}
        return {name: None if grades[name].needs_manual_grade else grades[name].auto_score for name in task.questions}


def status(before, leaks, notebook):
    """One word or two for a submission that was run; the first of these that holds."""
    found = errors(notebook.cells)
    names = {out.ename for _, out in found}
    if leaks or TOLD.search(printed(notebook)):
        return "look at it"
    if names & {"Ended", execute.TOO_SLOW, "OutputLimit", execute.NOT_RUN}:
        return "stopped"
    if before != "graded":
        return before
    return "errors" if any(not is_locked(cell) for cell, _ in found) else "graded"


def errors(cells):
    """[(cell, output)] of every error."""
    return [(cell, out) for cell in cells if cell.cell_type == "code"
            for out in cell.outputs if out.output_type == "error"]


def printed(notebook):
    """All that the notebook has printed."""
    return "\n".join(out.text for cell in notebook.cells if cell.cell_type == "code"
                     for out in cell.outputs if out.output_type == "stream")


def noticed(notebook):
    """Reasons: what was put back, what was stopped, and the errors outside the tests."""
    reasons = [f"{what.lower()}: {names}" for what, names in dict.fromkeys(TOLD.findall(printed(notebook)))]
    for number, cell in enumerate(notebook.cells, 1):
        where = preflight.name_of(cell) or f"cell {number}"
        for _, out in errors([cell]):
            ours = out.ename in ("Ended", execute.TOO_SLOW, "OutputLimit", "Points")
            if ours or (not is_locked(cell) and out.ename != execute.NOT_RUN):
                reasons.append(f"{where}: {out.evalue if ours else f'{out.ename}: {out.evalue}'[:120]}")
    return reasons
