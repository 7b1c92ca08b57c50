"""Several submissions at a time, each in a process of its own that is ended when it takes too long."""

import json
import shutil
from multiprocessing.connection import wait
from time import monotonic
from typing import Any, NamedTuple

import psutil

from wrapper import limits, page, worker
from wrapper.forks import CONTEXT


class Running(NamedTuple):
    """A submission that is being graded, and when it must be over."""

    task: worker.Task
    process: Any
    end: float


def grade_all(tasks, jobs, keep):
    """Grade `tasks`, `jobs` at a time; call keep(task) as soon as the files of one are complete."""
    waiting, running = list(reversed(tasks)), []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                running.append(start(waiting.pop()))
            wait([one.process.sentinel for one in running], timeout=1)
            over = [one for one in running if one.process.exitcode is not None or monotonic() > one.end]
            running = [one for one in running if one not in over]
            for one in over:
                finish(one, keep)
    finally:
        for one in running:
            stop(one)


def start(task):
    """Start a process for a submission."""
    task.run.mkdir(parents=True)
    process = CONTEXT.Process(target=worker.grade, args=(task,))
    process.start()
    return Running(task, process, monotonic() + limits.SUBMISSION)


def finish(one, keep):
    """End what is left of a submission, make sure that it has a result, and keep it."""
    in_time = one.process.exitcode is not None
    stop(one)
    if not (one.task.run / "result.json").exists():
        failed(one.task, in_time)
    keep(one.task)
    shutil.rmtree(one.task.run, ignore_errors=True)


def stop(one):
    """End the process of a submission and every process its notebook has started, wherever it went."""
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("GRADING_RUN") == str(one.task.run):
            kill(process)
    one.process.kill()
    one.process.join()


def kill(process):
    """End a process, if it is still there."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        pass


def failed(task, in_time):
    """Leave a result for a submission whose process left none. A failure of the grader is tried again next time."""
    if in_time:
        log = (task.run / "log.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        result = worker.empty(task, "error", log[-1][:200] if log else "the grader ended without a message")
        result["key"] = ""
    else:
        result = worker.empty(task, "not finished", f"not done after {limits.SUBMISSION} seconds")
    (task.run / "graded.ipynb").unlink(missing_ok=True)
    (task.run / "page.html").write_text(page.render(result, None), encoding="utf-8")
    (task.run / "result.json").write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
