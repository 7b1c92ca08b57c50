"""One submission to grade, and the result of one that was not run."""

from pathlib import Path
from typing import NamedTuple

from grader.course import Course
from grader.result import Result


class Task(NamedTuple):
    """One submission to grade."""

    course: Course
    name: str           # of the set
    student: str        # the name, in all results
    folder: Path        # of what the student handed in
    work: Path          # for the throw-away course
    isolated: bool
    hidden: tuple       # folders no submission may see
    key: str            # of everything the result depends on
    questions: dict     # {question: its points}
    checks: dict        # {question: the name of its check}; the others are graded by hand
    titles: dict = {}   # {question: its title, for the page}


def ungraded(task, status, *reasons):
    """The result of a submission that was not run."""
    nothing = dict.fromkeys(task.questions, 0.0)
    return Result(task.student, task.name, task.key, status, list(reasons), nothing,
                  task.questions, titles=task.titles)
