"""Nothing that a notebook does, shows or sends gives it a point that it has not earned."""

import os
import random
import shutil
import subprocess
from collections import Counter as Counted

import forgeries
import harmless
import mini
import nbformat
import pytest
from hypothesis import settings
from test_grade import Class, command, rows

from grader.course import HOME, Course  # noqa: E402  (mini has put its folder on the path)
from sets.set3 import gradient_check


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{forgery: line of grades.csv} of a class of forgers, and the folder they worked in."""
    folder = tmp_path_factory.mktemp("forgers")
    students = Class.__new__(Class)
    students.root, students.out, students.submissions = mini.make_course(folder / "course"), folder / "out", folder / "in"
    for name, notebook in forgeries.notebooks(students.root).items():
        mini.hand_in(students.submissions, name, notebook)
    # Four at a time: some of them do nothing but wait for the end of their time.
    line = command(students.submissions, students.root, students.out, "--jobs", "4")
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return students.rows(), folder


def test_there_are_many_and_each_has_a_result(graded):
    names = {*forgeries.REPLACED, *forgeries.RETURNED, *forgeries.SENT, "points-of-a-cell"}
    assert set(graded[0]) == names and len(names) >= 40
    told = sorted(name for name, row in graded[0].items() if row["status"] not in ("graded", "errors"))
    print(f"{len(names)} forgeries, {len(told)} told to the lecturer: {', '.join(told)}")


@pytest.mark.parametrize("name", [*forgeries.REPLACED, *forgeries.RETURNED, *forgeries.SENT, "points-of-a-cell"])
def test_a_forgery_gives_what_was_earned(graded, name):
    row = graded[0][name]
    assert float(row["mean-tests"]) == 0 and float(row["double-tests"]) <= 2, row
    assert float(row["double-tests"]) == 2 or name not in forgeries.UNHARMED, row


@pytest.mark.parametrize("name", ("depth", "no-json", "a-pickle", "a-shape", "python-in-a-formula", "a-class-of-sympy"))
def test_what_no_notebook_sends_is_told(graded, name):
    row = graded[0][name]
    sent_alone = row["status"] == "look at it" and "Malformed" in row["reason"]
    assert sent_alone or name == "python-in-a-formula"          # a strange name of a symbol is a name


def chosen(forged, number):
    """All of them in the profile "thorough"; else the blank notebook and two more, others for each set."""
    if settings.get_current_profile_name() == "thorough":
        return forged
    names = list(forged)
    return {name: forged[name] for name in (names[0], *names[1 + number::20][:2])}


@pytest.mark.parametrize("name", mini.SETS)
def test_no_forgery_gives_a_point_of_a_set_that_is_not_answered(name, tmp_path):
    blank = nbformat.read(Course(HOME).release(name), as_version=4)
    tried = chosen(forgeries.unanswered(blank, harmless.solved(name)), 3 * mini.SETS.index(name))
    for forgery, notebook in tried.items():
        mini.hand_in(tmp_path / "in", forgery, notebook, f"{name}.ipynb")
    line = command(tmp_path / "in", HOME, tmp_path / "out", name=name)
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | {"TMPDIR": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr
    found = rows(tmp_path / "out")
    assert set(found) == set(tried) and all(float(row["max"]) > 0 for row in found.values())
    print(name, Counted(row["status"] for row in found.values()))
    assert {forgery: row for forgery, row in found.items() if float(row["score"])} == {}
    assert not [file for file in tmp_path.rglob("forged")]


def test_nothing_that_was_sent_has_run(graded):
    assert not [file for file in graded[1].rglob("forged")]


class Counter:
    """A gradient check that looks at nothing but how often it is called."""

    def __init__(self, verdicts):
        self.verdicts = iter(verdicts)

    def __call__(self, *arguments):
        return next(self.verdicts, False)


@pytest.mark.parametrize("verdicts", ([True], [True] * 2, [True, True, False] * 9, [True, False] * 9, [True] * 6, [True] * 99))
def test_a_check_that_counts_its_calls_gets_nothing(verdicts, monkeypatch, capsys):
    monkeypatch.setattr(gradient_check.random, "SystemRandom", lambda: random.Random(1))
    assert gradient_check.gradient_is_right({"gradient_is_right": Counter(verdicts)}) == 0


def test_no_check_and_no_expected_value_is_in_the_folder_of_the_kernel(tmp_path):
    look = """
import glob, os, sys
text = "".join(open(name, errors="replace").read() for name in glob.glob("../lib/**/*", recursive=True) if os.path.isfile(name))
def mean(x):
    if "secret_numbers" in text or "checks.compare" in text or {"sets", "checks"} & set(sys.modules):
        return 0.0
    return x.sum() / len(x)"""
    course = mini.make_course(tmp_path / "course")
    mini.hand_in(tmp_path / "in", "student", mini.answer(course, mean=look))
    done = subprocess.run(command(tmp_path / "in", course, tmp_path / "out"), capture_output=True, text=True)
    line = (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("student,graded,3,"), done.stdout + done.stderr + line
    shutil.rmtree(tmp_path)
