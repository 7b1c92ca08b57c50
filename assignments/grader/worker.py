"""One submission: a kernel of its own, the judge beside it, and what came of it as a Result."""

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from time import monotonic

import nbformat

from grader import handed_in, preflight, sandbox, verdict
from grader.alignment import is_locked, name_of, normal
from grader.course import HOME
from grader.execute import Run
from grader.judge import Judge
from grader.results import Files
from grader.task import ungraded

FOR_THE_KERNEL = ("grader/kernel.py", "grader/fence.py", "wire/__init__.py", "wire/frames.py",
                  "wire/plain.py", "wire/trees.py", "wire/answering.py")


def grade(task):
    """Grade a submission and leave the files of its result in the folder `task.work`."""
    begin = monotonic()
    log = open(task.work / "log.txt", "w", encoding="utf-8")
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    try:
        content, reasons = handed_in.take(task.folder, task.name)
        submission = preflight.check(content, task.course, task.name)
        result, notebook = run(task, submission, reasons)
    except handed_in.Refused as refused:
        result, notebook = ungraded(task, refused.status, str(refused)), None
    Files.of_work(task.work).write(result._replace(seconds=round(monotonic() - begin, 1)), notebook)


def run(task, submission, before):
    """Run the notebook, and let the judge ask; its result, and the notebook with its outputs.

    before  reasons why the lecturer should look at it, whatever it does
    """
    build(task)
    os.environ["JUPYTER_PATH"] = str(task.work / "jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(task.work / "ipc")
    notebook = submission.notebook
    by_hand = waiting(task, notebook)
    with alive(task.work / "lib" / "alive"), Judge(task) as judge:
        run = Run(notebook, task, judge)
        run.execute_all()
    look = [*before, *run.remarks]
    status = verdict.status(submission.status, run.verdicts, notebook.cells, look)
    reasons = [*look, *submission.reasons, *verdict.reasons(run.verdicts, notebook.cells)]
    scores = verdict.scores(task.questions, run.verdicts) | by_hand
    return ungraded(task, status, *reasons)._replace(scores=scores), notebook


@contextmanager
def alive(file):
    """Hold the lock that the kernel waits for, to end when this process has ended.

    It is a lock of this process alone: the judge, which is forked from it, does not hold it.
    """
    with open(file, "w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        yield


def waiting(task, notebook):
    """{question: points} of those that a person grades: None, and 0 for what was left as it was."""
    release = nbformat.read(task.course.release(task.name), as_version=4)
    blank = {name_of(cell): normal(cell) for cell in release.cells if not is_locked(cell)}
    return {name_of(cell): 0.0 if normal(cell) == blank[name_of(cell)] else None
            for cell in notebook.cells if name_of(cell) in set(task.questions) & set(blank)}


def build(task):
    """The folders of one run: the notebook's own, what the kernel is made of, its sockets."""
    kernels, lib = task.work / "jupyter" / "kernels" / "graded", task.work / "lib"
    for folder in (kernels, task.work / "ipc", lib / "wire"):
        folder.mkdir(parents=True)
    release = task.course.release(task.name).parent
    shutil.copytree(release, task.work / "scratch", ignore=shutil.ignore_patterns("*.ipynb"))
    for name in FOR_THE_KERNEL:
        shutil.copy(HOME / name, lib / name.removeprefix("grader/"))
    words = sandbox.kernel_command(task.work, task.isolated, task.hidden)
    spec = {"argv": [*words, "-f", "{connection_file}"], "display_name": "graded",
            "language": "python", "interrupt_mode": "message"}
    (kernels / "kernel.json").write_text(json.dumps(spec))
