"""One submission: a throw-away course, nbgrader in it, and what came of it as a Result."""

import compileall
import json
import os
import shutil
from pathlib import Path
from time import monotonic

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import CheckCellMetadata, IgnorePattern, LimitOutput, SaveAutoGrades

from grader import preflight, sandbox, verdict
from grader.course import Course
from grader.execute import LimitedExecute
from grader.leaks import blank_leaks
from grader.release import run_nbgrader, settings
from grader.results import Files
from grader.task import ungraded

FOR_THE_KERNEL = ("kernel.py", "fence.py", "notice.py")
STUDENT = "student"         # of the throw-away course


def grade(task):
    """Grade a submission and leave the files of its result in the folder `task.work`."""
    begin = monotonic()
    log = open(task.work / "log.txt", "w", encoding="utf-8")
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    try:
        submission = preflight.check(preflight.find(task.folder, task.name), task.course, task.name)
        result, notebook = run(task, submission)
    except preflight.Refused as refused:
        result, notebook = ungraded(task, refused.status, str(refused)), None
    Files.of_work(task.work).write(result._replace(seconds=round(monotonic() - begin, 1)), notebook)


def run(task, submission):
    """Let nbgrader grade the notebook; its result, and the notebook with its outputs."""
    build(task, submission.notebook)
    os.environ["JUPYTER_PATH"] = str(task.work / "jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(task.work / "ipc")
    config = settings(task.work / "course")
    run_nbgrader(Autograde, configured(config, task.work), task.name, STUDENT)
    folder = Course(task.work / "course").folder(task.name) / "autograded" / STUDENT
    notebook = nbformat.read(folder / f"{task.name}.ipynb", as_version=4)
    leaks = blank_leaks(notebook, task.course.hidden_checks(task.name))
    status = verdict.status(submission.status, leaks, notebook.cells)
    reasons = [*submission.reasons, *leaks, *verdict.reasons(notebook.cells)]
    scores = read_scores(task.work / "course" / "gradebook.db", task)
    return ungraded(task, status, *reasons)._replace(scores=scores), notebook


def build(task, notebook):
    """The throw-away course: the notebook, an empty gradebook, the hidden checks, a kernel."""
    submitted = Course(task.work / "course").folder(task.name) / "submitted" / STUDENT
    kernels, lib = task.work / "jupyter" / "kernels" / "graded", task.work / "lib"
    for folder in (submitted, kernels, task.work / "ipc", lib):
        folder.mkdir(parents=True)
    nbformat.write(notebook, submitted / f"{task.name}.ipynb")
    shutil.copy(task.gradebook, task.work / "course" / "gradebook.db")
    release = task.course.release(task.name).parent
    shutil.copytree(release, task.work / "scratch", ignore=shutil.ignore_patterns("*.ipynb"))
    copy_checks(task.course, task.name, lib)
    for name in FOR_THE_KERNEL:
        shutil.copy(Path(__file__).with_name(name), lib)
    words = sandbox.kernel_command(task.work, task.isolated, task.hidden)
    spec = {"argv": [*words, "-f", "{connection_file}"], "display_name": "graded",
            "language": "python", "interrupt_mode": "message"}
    (kernels / "kernel.json").write_text(json.dumps(spec))


def copy_checks(course, name, lib):
    """Copy the hidden checks of a set to `lib`, without their source: no traceback shows it."""
    for file in course.hidden_checks(name):
        copied = lib / file.relative_to(course.root)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copied)
    without_source(lib)


def without_source(folder):
    """Compile the modules in a folder in place and remove their source."""
    if not compileall.compile_dir(folder, quiet=1, legacy=True, stripdir=str(folder)):
        raise SyntaxError(f"{folder.name}: expected modules that compile")
    for file in folder.rglob("*.py"):
        file.unlink()


def configured(config, work):
    """The settings for one run: our step that executes, and a kernel with sockets of its own."""
    steps = [LimitedExecute, IgnorePattern, LimitOutput, SaveAutoGrades, CheckCellMetadata]
    config.Autograde.autograde_preprocessors = steps
    config.LimitedExecute.kernel_name = "graded"
    config.LimitedExecute.scratch = str(work / "scratch")
    config.LimitedExecute.iopub_timeout = 5
    config.LimitedExecute.startup_timeout = 30
    config.KernelManager.transport = "ipc"
    config.KernelManager.connection_file = str(work / "ipc" / "kernel.json")
    config.KernelManager.ip = str(work / "ipc" / "k")
    return config


def read_scores(gradebook, task):
    """{question: points}, None for one that waits to be graded by hand."""
    with Gradebook(f"sqlite:///{gradebook}") as book:
        notebook = book.find_submission_notebook(task.name, task.name, STUDENT)
        grades = {grade.name: grade for grade in notebook.grades}
        return {name: None if grades[name].needs_manual_grade else grades[name].auto_score
                for name in task.questions}
