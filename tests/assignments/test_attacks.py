"""Nothing that a notebook or a folder holds ends the run, costs another student a point, or reads from the host."""

import os
import subprocess
from pathlib import Path

import attacks
import mini
import pytest
from test_grade import command, isolation_works, rows

from grader.folders import delete  # noqa: E402  (mini has put its folder on the path)

MODES = [True, False] if isolation_works() else [False]


@pytest.fixture(scope="module", params=MODES, ids=lambda isolated: "shut-in" if isolated else "not-shut-in")
def graded(request, tmp_path_factory):
    """{student: line of grades.csv} of a class of attackers, the folder of results, and whether they were shut in."""
    folder = tmp_path_factory.mktemp("attackers")
    root, out = mini.make_course(folder / "course"), folder / "out"
    for name, notebook in attacks.notebooks(root, request.param).items():
        mini.hand_in(folder / "in", name, notebook)
    line = command(folder / "in", root, out, *[] if request.param else ["--without-isolation"])
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | {"CANARY": attacks.CANARY, "TMPDIR": str(folder)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(folder.glob("grade-*")) and not list(Path("/dev/shm").glob("*-0"))
    return rows(out), out, request.param


def test_right_answers_get_their_points(graded):
    ended = {"sockets-folder", "closed-folder", "noise"}
    scores = {student: float(row["score"]) for student, row in graded[0].items() if student not in ended}
    assert len(scores) == 6 and set(scores.values()) == {3.0}, graded[0]


@pytest.mark.parametrize("student, status, reason", (
    ("odd", "look at it", "refused: /"), ("too-much-shown", "stopped", "more than 1 MB of output"),
    ("sockets-folder", "stopped", "100 MB of files written"), ("closed-folder", "stopped", "100 MB of files written"),
    ("attachments", "graded", "words"), ("broken-metadata", "graded", ""), ("noise", "look at it", "no kernel sends")))
def test_the_lecturer_is_told(graded, student, status, reason):
    row = graded[0][student]
    assert row["status"] == status and reason in row["reason"], row


def test_shared_memory_is_no_way_out(graded):
    row = graded[0]["shared-memory"]
    assert "CalledProcessError" in row["reason"] if graded[2] else "refused: /dev/shm/" in row["reason"], row


def test_pages_are_small_and_whole(graded):
    for page in (graded[1] / "feedback").iterdir():
        text = page.read_text(encoding="utf-8")
        assert len(text) < 1_000_000 and "could not be drawn" not in text, page


def test_nothing_of_the_host_was_read(graded):
    for file in graded[1].rglob("*"):
        assert not file.is_file() or attacks.CANARY.encode() not in file.read_bytes(), file


@pytest.fixture
def submissions(tmp_path):
    """A folder, deleted by what can: pytest cannot delete one that is so deep."""
    (tmp_path / "in").mkdir()
    yield tmp_path / "in"
    delete(tmp_path / "in")


def test_every_student_has_a_line_whatever_the_folders_hold(submissions, tmp_path):
    root = mini.make_course(tmp_path / "course")
    expected = attacks.hand_in_folders(root, submissions)
    line = command(submissions, root, tmp_path / "out")
    for run in range(2):
        done = subprocess.run(line, capture_output=True, text=True)
        assert done.returncode == 0 and "\x1b[2J" not in done.stdout, done.stdout + done.stderr
        found = rows(tmp_path / "out")
        assert {name: (found[name]["status"], float(found[name]["score"])) for name in expected} == expected
        assert len(found) == len(expected) + len(attacks.NAMES) == len({*found})
        assert len(list((tmp_path / "out" / "results").glob("*.json"))) == len(found)
        assert not [name for name in found if name.startswith(("=", "-", "+", "@"))]
        assert "mini-Copy1.ipynb" in found["two"]["reason"] and "unpack it" in found["packed"]["reason"]
    byhand = tmp_path / "out" / "byhand.csv"
    lines = [f'"{name}",words,2,2,' for name in found if "\n" not in name]
    byhand.write_text("\n".join(["student,question,points,max,comment", *lines]), encoding="utf-8")
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(float(row["words"]) == 2 for row in rows(tmp_path / "out").values())
