"""Several submissions at a time, each in a process that is ended when it takes too long."""

from multiprocessing.connection import wait
from time import monotonic
from typing import Any, NamedTuple

import psutil

from bplib.words import word

from grader import forks, limits
from grader.folders import delete
from grader.results import Files
from grader.task import Task, ungraded


class Running(NamedTuple):
    """A submission that is being graded, and when it must be over."""

    task: Task
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
            over = [one for one in running
                    if one.process.exitcode is not None or monotonic() > one.end]
            running = [one for one in running if one not in over]
            for one in over:
                finish(one, keep)
    finally:
        for one in running:
            stop(one)
            delete(one.task.work)


def start(task):
    task.work.mkdir(parents=True)
    process = forks.start("grader.worker", "grade", task)
    return Running(task, process, monotonic() + limits.SUBMISSION)


def finish(one, keep):
    """End what is left of a submission, make sure that it has a result, and keep it."""
    in_time = one.process.exitcode is not None
    stop(one)
    if not Files.of_work(one.task.work).result.exists():
        failed(one.task, in_time)
    keep(one.task)
    delete(one.task.work)


def stop(one):
    """End the process of a submission and all that its notebook has started, wherever it went."""
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("GRADING_RUN") == str(one.task.work):
            kill(process)
    one.process.kill()
    one.process.join()


def kill(process):
    try:
        process.kill()
    except psutil.NoSuchProcess:
        pass


def failed(task, in_time):
    """Leave a result for a submission whose process left none.

    It is graded again next time.
    """
    if in_time:
        text = (task.work / "log.txt").read_text(encoding="utf-8", errors="replace")
        log = text.strip().splitlines()
        status, reason = "error", log[-1][:200] if log else word("the grader ended without a "
                                                                 "message")
    else:
        status = "not finished"
        reason = word("not done after {seconds} seconds").format(seconds=limits.SUBMISSION)
    Files.of_work(task.work).write(ungraded(task, status, reason)._replace(key=""))
