"""A run that is stopped goes on where it stopped, and no score that was given is lost."""

import fcntl
import json
import os
import signal
import subprocess
import time

import mini
import psutil
import pytest
from test_grade import command, isolation_works

from grader import worker  # (mini has put its folder on the path)
from grader.course import Course
from grader.sandbox import kernel_command
from grader.task import Task


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course."""
    return mini.make_course(tmp_path_factory.mktemp("course"))


def hand_in(course, folder, number):
    """As many students as asked for."""
    for k in range(number):
        mini.hand_in(folder, f"student{k}", mini.answer(course))
    return folder


def results(out):
    """{student: (time of the file, its text)} of the results that were given."""
    return {file.stem: (file.stat().st_mtime_ns, file.read_text(encoding="utf-8")) for file in out.glob("results/*.json")}


def start(course, submissions, out, temporary=None):
    """Start a run, one student at a time, in a process group of its own, that does not ignore an interrupt.

    A shell lets the programs that it starts in the background ignore it, and so would the run.
    """
    variables = os.environ | ({"TMPDIR": str(temporary)} if temporary else {})
    return subprocess.Popen(command(submissions, course, out, "--jobs", "1"), stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, start_new_session=True, env=variables,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))


def wait_for(happens, process=None):
    """Wait until something holds, while the process runs, if one is given."""
    end = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < end and (process is None or process.poll() is None)
        time.sleep(0.05)


def kernels(folder):
    """The processes that notebooks of a run have started, whose temporary files are in `folder`."""
    return [process for process in psutil.process_iter(["environ"])
            if (process.info["environ"] or {}).get("GRADING_RUN", "").startswith(str(folder))]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_goes_on(course, tmp_path, number):
    submissions, out = hand_in(course, tmp_path / "in", 4), tmp_path / "out"
    mini.hand_in(submissions, "student2", mini.answer(course, mean="while True:\n    pass"))
    process = start(course, submissions, out, tmp_path)
    wait_for(lambda: len(results(out)) == 2 and kernels(tmp_path), process)
    os.killpg(process.pid, number)
    printed = process.communicate()[0]
    wait_for(lambda: not kernels(tmp_path))
    mini.hand_in(submissions, "student2", mini.answer(course))
    given = results(out)
    assert len(given) == 2 and all(json.loads(text)["status"] == "graded" for _, text in given.values())
    if number == signal.SIGINT:
        assert process.returncode == 130 and "The same command goes on" in printed and "not graded yet" in printed
    process = start(course, submissions, out)
    process.communicate()
    assert process.returncode == 0
    now = results(out)
    assert len(now) == 4 and {name: now[name] for name in given} == given


@pytest.mark.parametrize("isolated", [False, True])
def test_a_kernel_whose_grader_has_ended_while_it_started_ends(course, tmp_path, isolated):
    if isolated and not isolation_works():
        pytest.skip("bubblewrap does not work here")
    task = Task(Course(course), "mini", "student", tmp_path, tmp_path / "work", isolated, (), "", {}, {})
    worker.build(task)
    with worker.alive(task.work / "lib" / "alive"):
        pass                                        # it has ended, and its lock with it
    kernel = subprocess.Popen([*kernel_command(task.work, isolated), "-f", task.work / "ipc" / "kernel.json"])
    assert kernel.wait(60) == 1 and not kernels(tmp_path)


def test_what_has_changed_is_graded_again(course, tmp_path):
    submissions, out = hand_in(course, tmp_path / "in", 2), tmp_path / "out"
    start(course, submissions, out).communicate()
    before = results(out)
    mini.hand_in(submissions, "student1", mini.answer(course, mean="def mean(x):\n    return 0"))
    (out / "results" / "student0.json").write_text("half a fi", encoding="utf-8")
    start(course, submissions, out).communicate()
    after = {name: json.loads(text) for name, (_, text) in results(out).items()}
    assert after["student0"]["scores"] == json.loads(before["student0"][1])["scores"]
    assert after["student1"]["scores"]["mean-tests"] == 0


def test_two_runs_do_not_write_to_one_folder(course, tmp_path):
    submissions, out = hand_in(course, tmp_path / "in", 1), tmp_path / "out"
    out.mkdir()
    with open(out / ".lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = start(course, submissions, out)
        assert "expected a folder no other run writes to" in second.communicate()[0] and second.returncode == 1
    assert results(out) == {}
