"""What is kept: one JSON file per student, written whole or not at all, and the table made from them all."""

import csv
import io
import json
import os
import shutil
from pathlib import Path

import nbformat

from wrapper.page import render, total


class Results:
    """The folder the grader writes: results/, graded/, feedback/ and grades.csv."""

    def __init__(self, out):
        self.out = Path(out)
        for name in ("results", "graded", "feedback"):
            (self.out / name).mkdir(parents=True, exist_ok=True)

    def load(self, student):
        """The result of a student that was kept, or None."""
        try:
            return json.loads((self.out / "results" / f"{student}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def keep(self, student, run):
        """Move what a run left into place. The JSON comes last: with it the result counts as given."""
        for name, place in (("graded.ipynb", f"graded/{student}.ipynb"), ("page.html", f"feedback/{student}.html"),
                            ("result.json", f"results/{student}.json")):
            target = self.out / place
            if (run / name).exists():
                put(run / name, target)
            else:
                target.unlink(missing_ok=True)

    def replace(self, student, result, shown):
        """Keep another result of a student, and a page that shows `shown`."""
        graded = self.out / "graded" / f"{student}.ipynb"
        notebook = nbformat.read(graded, as_version=4) if graded.exists() else None
        write(self.out / "feedback" / f"{student}.html", render(shown, notebook))
        write(self.out / "results" / f"{student}.json", json.dumps(result, indent=1, ensure_ascii=False))

    def write_table(self, rows, questions):
        """grades.csv: a line for each student, also for those not graded yet."""
        lines = [["student", "status", "score", "max", *questions, "reason"]]
        lines += [line(student, result, questions) for student, result in rows]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        write(self.out / "grades.csv", text.getvalue())


def write(target, text):
    """Write a file so that it is never seen half written."""
    made = target.with_name(target.name + ".new")
    made.write_text(text, encoding="utf-8")
    os.replace(made, target)


def put(file, target):
    """Copy a file so that `target` is never seen half written."""
    made = target.with_name(target.name + ".new")
    shutil.copyfile(file, made)
    os.replace(made, target)


def line(student, result, questions):
    """One line of the table."""
    if result is None:
        return [student, "not graded yet", "", f"{sum(questions.values()):g}", *[""] * len(questions), ""]
    scores = ["" if result["scores"][name] is None else f"{result['scores'][name]:g}" for name in questions]
    waiting = [name for name in questions if result["scores"][name] is None]
    reasons = result["reasons"] + [f"to be graded by hand: {', '.join(waiting)}"] * bool(waiting)
    reason = " ".join("; ".join(reasons).split())
    return [student, result["status"], f"{total(result):g}", f"{sum(questions.values()):g}", *scores, reason]
