"""How long the grader takes: one clean submission, one with an endless loop, and a mixed class.

    python benchmarks/grading.py [--students 200] [--assignment set3]

The class is generated from the solutions of a set. Of every 20 students 12 hand in the solution, 3 hand in part of it,
and the others a blank, a syntax error, an exception, an endless loop and a file that is no notebook.
"""

import argparse
import csv
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat

ASSIGNMENTS = Path(__file__).resolve().parents[1] / "assignments"
SOLUTION = re.compile(r"### BEGIN SOLUTION\n.*?### END SOLUTION", flags=re.DOTALL)


def answered(name, which=lambda number: True, instead="raise NotImplementedError"):
    """The release with the solutions of the questions `which`, and `instead` as the answer to the others."""
    notebook = nbformat.read(ASSIGNMENTS / "sets" / name / "release" / f"{name}.ipynb", as_version=4)
    solved = nbformat.read(ASSIGNMENTS / "sets" / name / "source" / f"{name}.ipynb", as_version=4)
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells
               if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"}
    for cell in notebook.cells:
        question = cell.metadata.get("nbgrader", {}).get("grade_id")
        if question in answers:
            right = which(list(answers).index(question))
            cell.source = answers[question] if right else SOLUTION.sub(instead, answers[question])
    return nbformat.writes(notebook)


def kinds(name):
    """{kind: (its share of 20 students, the file)}"""
    return {
        "clean": (12, answered(name)),
        "half": (3, answered(name, lambda number: number % 2 == 0)),
        "blank": (1, answered(name, lambda number: False)),
        "syntax error": (1, answered(name, lambda number: number != 1, "return return")),
        "exception": (1, answered(name, lambda number: number != 1, "raise KeyError('w')")),
        "endless loop": (1, answered(name, lambda number: number != 1, "while True: pass")),
        "no notebook": (1, "print('hello')"),
    }


def grade(files, name):
    """The seconds that one command takes for {student: file}, and how many have which status."""
    with tempfile.TemporaryDirectory() as folder:
        for student, text in files.items():
            place = Path(folder) / "in" / student / f"{name}.ipynb"
            place.parent.mkdir(parents=True)
            place.write_text(text, encoding="utf-8")
        start = time.perf_counter()
        command = [sys.executable, ASSIGNMENTS / "grade.py", Path(folder) / "in", name, "--out", Path(folder) / "out"]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - start
        with open(Path(folder) / "out" / "grades.csv", encoding="utf-8-sig") as file:
            return seconds, Counter(row["status"] for row in csv.DictReader(file))


def main():
    """Print the three times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--assignment", default="set3")
    options = parser.parse_args()
    shares = kinds(options.assignment)
    row = [kind for kind, (share, _) in shares.items() for _ in range(share)]
    school = {f"student-{i:04}": shares[row[i % len(row)]][1] for i in range(options.students)}
    for what, files in (("one clean submission", {"ada": shares["clean"][1]}),
                        ("one with an endless loop", {"bo": shares["endless loop"][1]}),
                        (f"{options.students} mixed submissions", school)):
        seconds, statuses = grade(files, options.assignment)
        print(f"{what}: {seconds:.1f} s; {dict(statuses)}", flush=True)


if __name__ == "__main__":
    main()
