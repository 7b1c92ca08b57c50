"""A class hands in good and bad notebooks: each gets its status, score and reason, a page, and nothing stops the rest."""

import csv
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import bad
import mini
import psutil
import pytest

from grader.sandbox import why_not_isolated  # noqa: E402  (mini has put its folder on the path)


class Class:
    """The small course, what its students handed in, and what the grader made of it."""

    def __init__(self, folder):
        self.root = mini.make_course(folder / "course")
        self.out = folder / "out"
        self.submissions = folder / "in"
        self.expected = {}
        (self.root / "gradebook.db").write_bytes(b"the gradebook of the lecturer")
        for student, (notebook, expected) in bad.notebooks(self.root, self.out).items():
            mini.hand_in(self.submissions, student, notebook)
            self.expected[student] = expected
        self.add_odd_folders()

    def add_odd_folders(self):
        """Folders that do not hold the file that is expected, and two ways that are accepted."""
        (self.submissions / "empty").mkdir()
        mini.hand_in(self.submissions, "named", mini.answer(self.root), "homework (1).ipynb")
        mini.hand_in(self.submissions, "Zoë O'Neil_17_file_", mini.answer(self.root, words="A sum, divided by m."))
        mini.hand_in(self.submissions, "deeper", mini.answer(self.root), "../deeper/mini.ipynb")
        (self.submissions / "deeper" / "mini").mkdir()
        (self.submissions / "deeper" / "mini.ipynb").rename(self.submissions / "deeper" / "mini" / "mini.ipynb")
        (self.submissions / "linked").mkdir()
        (self.submissions / "linked" / "mini.ipynb").symlink_to(self.root / "sets" / "mini" / "source" / "mini.ipynb")
        (self.submissions / "beside.ipynb").write_text("{}")
        self.expected |= {
            "empty": bad.Expected("nothing", 0, "found an empty folder"),
            "named": bad.Expected("wrong name", 0, "expected mini.ipynb, found homework (1).ipynb"),
            "Zoë O'Neil_17_file_": bad.Expected("graded", 3, "to be graded by hand: words"),
            "deeper": bad.Expected("graded", 3, ""),
            "linked": bad.Expected("wrong name", 0, "is a link; expected the folder or the notebook itself"),
        }

    def grade(self, *more):
        """Run the grader as a lecturer does; its exit code and all it printed."""
        done = subprocess.run(command(self.submissions, self.root, self.out, *more), capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def rows(self):
        """{student: line of grades.csv}"""
        return rows(self.out)


def rows(out):
    """{student: line of grades.csv} in a folder of results."""
    with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def command(submissions, root, out, *more, name="mini"):
    """The command line of the grader, with the flag it asks for where notebooks cannot be shut in."""
    return [sys.executable, str(mini.ASSIGNMENTS / "grade.py"), str(submissions), name, "--course", str(root),
            "--out", str(out), *([] if isolation_works() else ["--without-isolation"]), *more]


@cache
def isolation_works():
    """Whether bubblewrap is there and works, as the grader finds out."""
    with tempfile.TemporaryDirectory() as work:
        return not why_not_isolated(Path(work).resolve())


def digests(folder):
    """{file: digest} of a folder."""
    return {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class after one run of the grader: (the class, exit code, what it printed, the course before)."""
    students = Class(tmp_path_factory.mktemp("class"))
    before = digests(students.root)
    code, printed = students.grade()
    return students, code, printed, before


def test_every_student_has_the_status_score_and_reason_expected(graded):
    students, _, printed, _ = graded
    rows = students.rows()
    assert set(rows) == set(students.expected)
    found = {name: (row["status"], float(row["score"])) for name, row in rows.items()}
    assert found == {name: (expected.status, expected.score) for name, expected in students.expected.items()}, printed
    for name, expected in students.expected.items():
        assert expected.reason in rows[name]["reason"], (name, rows[name]["reason"])


def test_points_of_each_question_are_in_the_table(graded):
    row = graded[0].rows()["half-right"]
    assert (row["double-tests"], row["mean-tests"], row["words"], row["max"]) == ("1", "1", "0", "5")


def test_nothing_stops_the_batch_and_the_progress_is_shown(graded):
    students, code, printed, _ = graded
    assert code == 0, printed
    assert f"{len(students.expected)}/{len(students.expected)}" in printed
    assert "Not in a student's folder, not graded: beside.ipynb" in printed


def test_every_student_has_a_page_that_says_why(graded):
    students = graded[0]
    for name, row in students.rows().items():
        text = (students.out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
        assert row["status"] in text and "<h1>" in text and f"of {row['max']}" in text
        assert len(text) < 300_000


def test_what_a_cell_shows_is_on_the_page_and_in_the_notebook(graded):
    for folder, end in (("feedback", "html"), ("graded", "ipynb")):
        files = {name: (graded[0].out / folder / f"{name}.{end}").read_text(encoding="utf-8") for name in ("added", "warning", "exception")}
        assert "image/png" in files["added"] and "division by zero" in files["exception"]
        assert "left out" not in "".join(files.values())


def test_the_page_shows_reasons_but_no_hidden_test(graded):
    pages = {file.stem: file.read_text(encoding="utf-8") for file in (graded[0].out / "feedback").glob("*.html")}
    assert "[1 of 1] The shape" in pages["half-right"] and "[0 of 1] Twice each number" in pages["half-right"]
    for name, text in pages.items():
        assert "from sets import" not in text and "HIDDEN" not in text, name
        assert "secret_numbers_of_the_hidden_check" not in text, name


def test_what_was_refused_is_told_and_what_is_only_printed_is_a_print(graded):
    pages = {name: (graded[0].out / "feedback" / f"{name}.html").read_text(encoding="utf-8").partition("<table>")[0]
             for name in ("network", "quotes")}
    assert "<li>refused: the network" in pages["network"] and "<li>" not in pages["quotes"]


def test_the_course_is_as_it_was_and_nothing_was_written_outside(graded):
    students, _, _, before = graded
    assert digests(students.root) == before
    assert not list(students.out.glob("escaped*")) and not list(students.out.parent.glob("escaped*"))
    for name in ("reads-source", "rewrites-gradebook"):
        assert "FOUND" not in (students.out / "feedback" / f"{name}.html").read_text(encoding="utf-8")


def test_no_process_of_a_notebook_is_left(graded):
    left = [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == ["sleep", "7777"]]
    assert left == []


def test_where_notebooks_cannot_be_shut_in_nothing_is_graded_without_the_flag(graded, tmp_path):
    students = graded[0]
    line = [part for part in command(students.submissions, students.root, tmp_path / "out") if part != "--without-isolation"]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | {"PATH": "/nowhere"})
    assert done.returncode == 1 and "bubblewrap (bwrap) is not installed" in done.stderr
    assert "add --without-isolation" in done.stderr and not list(tmp_path.glob("out/results/*"))


def test_another_bplib_where_the_command_is_called_changes_nothing(graded, tmp_path):
    (tmp_path / "bplib").mkdir()
    (tmp_path / "bplib" / "__init__.py").touch()
    course = graded[0].root
    mini.hand_in(tmp_path / "in", "student", mini.answer(course))
    done = subprocess.run(command(tmp_path / "in", course, tmp_path / "out"), cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0 and "graded: 1" in done.stdout, done.stdout + done.stderr


def test_a_second_run_grades_nothing_again(graded):
    students = graded[0]
    before = digests(students.out)
    code, printed = students.grade()
    assert code == 0 and digests(students.out) == before, printed


def test_points_given_by_hand_are_added_and_shown(graded):
    students = graded[0]
    name, file = "Zoë O'Neil_17_file_", students.out / "byhand.csv"
    assert file.read_text(encoding="utf-8-sig").splitlines() == ["student,question,points,max,comment", f"{name},words,,2,"]
    file.write_text(f"student,question,points,max,comment\n{name},words,\"1,5\",2,Say what m is.\n", encoding="utf-8")
    assert students.grade()[0] == 0
    row = students.rows()[name]
    assert (row["score"], row["words"], row["reason"]) == ("4.5", "1.5", "")
    text = (students.out / "feedback" / f"{name}.html").read_text(encoding="utf-8")
    assert "1.5 of 2. Say what m is." in text and "4.5 of 5" in text


@pytest.mark.parametrize("line, words", [("right,words,3,2,", "expected points from 0 to 2, got '3'"),
                                         ("right,word,1,2,", "expected one of double-tests, mean-tests, words, adjustment")])
def test_points_by_hand_that_cannot_be_are_refused(graded, line, words):
    students = graded[0]
    file = students.out / "byhand.csv"
    kept = file.read_text(encoding="utf-8")
    file.write_text(f"student,question,points,max,comment\n{line}\n", encoding="utf-8")
    code, printed = students.grade()
    file.write_text(kept, encoding="utf-8")
    assert code == 1 and words in printed


def test_a_release_that_is_not_what_the_source_gives_is_refused(graded, tmp_path):
    root = shutil.copytree(graded[0].root, tmp_path / "course")
    release = root / "sets" / "mini" / "release" / "mini.ipynb"
    release.write_text(release.read_text(encoding="utf-8").replace("small", "little"), encoding="utf-8")
    done = subprocess.run(command(graded[0].submissions, root, tmp_path / "out"), capture_output=True, text=True)
    assert done.returncode == 1 and "is not what sets/mini/source gives" in done.stderr


@pytest.mark.parametrize("words, message", [(["nowhere", "mini"], "SUBMISSIONS: expected a folder, got nowhere"),
                                            ([".", "set0"], "ASSIGNMENT: expected one of mini, got set0"),
                                            ([".", "mini", "--jobs", "0"], "--jobs: expected 1 or more, got 0")])
def test_a_wrong_command_line_is_explained(graded, words, message):
    line = [sys.executable, str(mini.ASSIGNMENTS / "grade.py"), *words, "--course", str(graded[0].root)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=graded[0].root, env=os.environ)
    assert done.returncode == 2 and message in done.stderr
