"""What students get: made from the source, the same bytes again, without a solution, and graded as it should be."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import mini
import pytest
from test_grade import command, rows

from tools import catalogue

ROOT = Path(__file__).parents[2]
ASSIGNMENTS, HTML = ROOT / "assignments", ROOT / "_build" / "html"
NOT_FOR_STUDENTS = re.compile(r"BEGIN SOLUTION|BEGIN HIDDEN|from (checks|sets)[\w.]* import|import (checks|sets)\b")


def test_the_releases_are_what_the_source_gives():
    done = subprocess.run([sys.executable, ASSIGNMENTS / "prepare.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_no_solution_and_no_hidden_check_is_in_the_built_book():
    files = [file for folder in ("checks", "sets", "solutions") for file in (ASSIGNMENTS / folder).rglob("*.*")]
    hidden = {file.read_bytes() for file in files
              if file.is_file() and file.suffix != ".pyc" and file.parent.name != "release"}
    for file in HTML.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert content not in hidden, file
            if file.suffix in (".html", ".ipynb", ".md", ".txt", ".js"):
                assert not NOT_FOR_STUDENTS.search(content.decode("utf-8", errors="replace")), file


def test_no_text_of_a_hidden_check_is_in_the_package():
    told = {text for name, _, argument in catalogue.calls() if name.startswith("assignments/sets/")
            for text in catalogue.literals(argument) or () if len(text) > 40}
    files = [file for file in (ROOT / "bplib").rglob("*") if file.is_file() and file.suffix != ".pyc"]
    package = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert len(told) > 50 and not [text for text in told if text in package]


@pytest.mark.parametrize("name", mini.SETS)
def test_the_book_hands_out_the_release(name):
    downloads = list((HTML / "_downloads").rglob(f"{name}.ipynb"))
    assert len(downloads) == 1
    assert downloads[0].read_bytes() == (ASSIGNMENTS / "sets" / name / "release" / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize("name", mini.SETS)
def test_the_source_gets_all_points(name, tmp_path):
    """That the release gets none is seen in test_forgeries."""
    shutil.copytree(ASSIGNMENTS / "sets" / name / "source", tmp_path / "in" / "teacher")
    done = subprocess.run(command(tmp_path / "in", ASSIGNMENTS, tmp_path / "out", name=name), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    row = rows(tmp_path / "out")["teacher"]
    by_hand = sum(int(points) for points in re.findall(r"\((\d+) points, graded by hand\)",
                                                       (ASSIGNMENTS / "sets" / name / "source" / f"{name}.ipynb").read_text()))
    assert float(row["score"]) == float(row["max"]) - by_hand > 0
    assert row["status"] in {"graded", "errors", "changed", "old release"}
