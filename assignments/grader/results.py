"""What is kept: three files for each student, written whole or not at all, and the table."""

from pathlib import Path
from typing import NamedTuple

import nbformat

from bplib.words import word

from grader import forks, limits
from grader.page import render
from grader.result import ADJUSTMENT, Result
from grader.spreadsheet import harmless, write_table
from grader.whole import copy_whole, write_whole


class Files(NamedTuple):
    """The files of one result, where a submission is graded or among those that are kept."""

    notebook: Path      # as it ran, if it did
    page: Path          # what the student gets
    result: Path        # the JSON; it comes last: with it the result counts as given

    @classmethod
    def of_work(cls, work):
        """Those that grading a submission leaves in its folder."""
        return cls(work / "graded.ipynb", work / "page.html", work / "result.json")

    def write(self, result, notebook=None):
        """Write the files of a result; `notebook` is None if none was run.

        The score comes first, with a page without the notebook. Then what the notebook shows is
        drawn, which may fail or never end.
        """
        if notebook is None:
            self.notebook.unlink(missing_ok=True)
            self.score(result)
            return
        undrawn = word("the notebook could not be drawn: it is not on the page")
        others = [reason for reason in result.reasons if reason != undrawn]
        self.score(result._replace(reasons=[*others, undrawn]))
        try:
            write_whole(self.notebook, nbformat.writes(notebook) + "\n")
            result = result._replace(reasons=others)
            drawn = render(result, notebook)
        except Exception:       # a notebook may show anything
            return
        write_whole(self.page, drawn)
        write_whole(self.result, result.to_json())

    def score(self, result):
        """Write the result, and a page without the notebook."""
        write_whole(self.page, render(result, None))
        write_whole(self.result, result.to_json())

    def redraw(self, result):
        """Write another result of the notebook that was kept."""
        try:
            notebook = nbformat.read(self.notebook, as_version=4)
        except Exception:       # there is none, or it is broken: it stays as it is
            self.score(result)
        else:
            self.write(result, notebook)


class Results:
    """The folder the grader writes: results/, graded/, feedback/ and grades.csv."""

    def __init__(self, out):
        self.out = Path(out)
        for name in ("results", "graded", "feedback"):
            (self.out / name).mkdir(parents=True, exist_ok=True)

    def files(self, student):
        """The files of a student."""
        out = self.out
        return Files(out / "graded" / f"{student}.ipynb", out / "feedback" / f"{student}.html",
                     out / "results" / f"{student}.json")

    def load(self, student):
        """The result of a student that was kept, or None."""
        try:
            return Result.from_json(self.files(student).result.read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, student, work):
        """Copy what grading left in the folder `work` into place."""
        for made, kept in zip(Files.of_work(work), self.files(student)):
            if made.exists():
                copy_whole(made, kept)
            else:
                kept.unlink(missing_ok=True)

    def replace(self, result):
        """Keep another result of a student, and its page; in a process that is ended in time."""
        drawing = forks.start("grader.results", "redraw", self.files(result.student), result)
        drawing.join(limits.SUBMISSION)
        drawing.kill()

    def write_table(self, rows, questions):
        """grades.csv: a line for each student, also for those not graded yet."""
        header = ["student", "status", "score", "max", *questions, ADJUSTMENT, "reason"]
        write_table(self.out / "grades.csv",
                    [header, *(line(student, result, questions) for student, result in rows)])


def redraw(files, result):
    """files.redraw(result), as a process can be given it."""
    files.redraw(result)


def line(student, result, questions):
    most = f"{sum(questions.values()):g}"
    student = harmless(student)
    if result is None:
        return [student, "not graded yet", "", most, *[""] * len(questions), "", ""]
    given = [result.points(name) for name in questions]
    scores = ["" if points is None else f"{points:g}" for points in given]
    waiting = word("to be graded by hand: {names}").format(names=", ".join(result.waiting))
    reason = "; ".join(result.reasons + [waiting] * bool(result.waiting))
    adjustment = f"{result.adjustment:g}" if result.adjustment else ""
    return [student, result.status, f"{result.total:g}", most, *scores, adjustment,
            harmless(" ".join(reason.split()))]
