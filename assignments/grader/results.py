"""What is kept: three files for each student, written whole or not at all, and the table."""

from pathlib import Path
from typing import NamedTuple

import nbformat

from bplib.words import word

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
        """Write the files of a result; `notebook` is None if none was run."""
        if notebook is None:
            self.notebook.unlink(missing_ok=True)
        else:
            write_whole(self.notebook, nbformat.writes(notebook) + "\n")
        write_whole(self.page, render(result, notebook))
        write_whole(self.result, result.to_json())


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
        """Keep another result of a student, and its page."""
        files = self.files(result.student)
        notebook = nbformat.read(files.notebook, as_version=4) if files.notebook.exists() else None
        files.write(result, notebook)

    def write_table(self, rows, questions):
        """grades.csv: a line for each student, also for those not graded yet."""
        header = ["student", "status", "score", "max", *questions, ADJUSTMENT, "reason"]
        write_table(self.out / "grades.csv",
                    [header, *(line(student, result, questions) for student, result in rows)])


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
