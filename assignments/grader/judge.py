"""The judge of one submission: a process of its own, which asks the notebook and gives the points.

It loads the checks, and no line of a student. The kernel connects to its socket and answers (see
wire); the points go to the grader over a pipe that the kernel does not have.
"""

import contextlib
import importlib
import io
import json
import multiprocessing
import resource
import signal
import socket
import sys
from time import monotonic
from types import ModuleType
from typing import NamedTuple

import psutil

from bplib.words import word

from grader import limits
from grader.course import HOME
from wire.asking import Answers, over
from wire.frames import Closed, Malformed

CONTEXT = multiprocessing.get_context("fork")
SOCKET = "judge"            # the name of its socket, in the folder that the kernel can write to


class Verdict(NamedTuple):
    """What the judge says about one question."""

    points: float
    text: str               # for the student
    remarks: list           # for the lecturer: what no honest notebook sends, checks that failed
    refused: list           # what the fence has stopped so far
    gone: str               # why the notebook does not answer any more; empty if it does


def load(course, name):
    """The checks of a set, from its course; what they share from here, if the course has none."""
    known = sys.modules.get(f"sets.{name}")
    if known is not None and known.__file__.startswith(f"{course.root}/"):
        return known
    for package, roots in (("sets", [course.root]), ("checks", [course.root, HOME])):
        module = ModuleType(package)
        module.__path__ = [str(root / package) for root in roots if (root / package).is_dir()][:1]
        sys.modules[package] = module
    return importlib.import_module(f"sets.{name}")


class Judge:
    """The judge, as the grader sees it. Leave the `with` and it ends."""

    def __init__(self, task):
        self.task = task
        self.pipe = self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.process.kill()
        self.process.join()

    def start(self):
        """Start the process; it listens when this returns."""
        self.pipe, other = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=sit, args=(self.pipe, other, self.task), daemon=True)
        self.process.start()
        other.close()
        self.receive(limits.SUBMISSION)

    def ask(self, question):
        """Let it begin with a question, a test cell of the notebook (None: with none)."""
        self.pipe.send_bytes(json.dumps(question).encode())

    def verdict(self):
        """What it says; where it fails, another one takes its place for the next questions."""
        try:
            return Verdict(**self.receive(limits.CELL + limits.JUDGE))
        except (EOFError, OSError):
            self.__exit__()
            self.start()
            text = word("The answers could not be checked. Your lecturer will look at them.")
            return Verdict(0.0, f"{text}\n", [word("the judge failed or took too long")], [], "")

    def receive(self, seconds):
        """The next message; EOFError if the judge is dead or says nothing."""
        if not self.pipe.poll(seconds):
            raise EOFError
        return json.loads(self.pipe.recv_bytes())


def sit(unused, pipe, task):
    """The process: a verdict for each question, until the grader has no more."""
    unused.close()          # else the end of the grader would not be seen here
    most = psutil.Process().memory_info().vms + limits.MEMORY
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    path = task.work / "ipc" / SOCKET
    path.unlink(missing_ok=True)
    checks = load(task.course, task.name)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        pipe.send_bytes(b"true")
        while True:
            try:
                question = json.loads(pipe.recv_bytes())
            except EOFError:
                return
            check = getattr(checks, task.checks[question]) if question else None
            pipe.send_bytes(json.dumps(judged(listener, check)._asdict()).encode())


def judged(listener, check):
    """The Verdict of one check, on a connection of its own (None: what was refused alone)."""
    from checks.answers import OutOfTime

    end = monotonic() + limits.CELL
    exchange, channel = connected(listener)
    answers, text, points = Answers(exchange, end), io.StringIO(), 0.0
    with channel, contextlib.redirect_stdout(text), alarm(limits.CELL, OutOfTime):
        try:
            points = float(check(answers)) if check else 0.0
        except (Exception, OutOfTime) as problem:
            answers.note(problem)
            print(word("The answers could not be checked. Your lecturer will look at them."))
        try:
            refused = answers.refused()
        except (Closed, Malformed, OutOfTime):
            refused = []
    return Verdict(points, text.getvalue(), answers.remarks, refused, answers.gone)


def connected(listener):
    """How to ask the kernel that connects now, and its channel."""
    listener.settimeout(limits.CONNECT)
    try:
        channel, _ = listener.accept()
    except OSError:
        return closed, contextlib.nullcontext()
    return over(channel), channel


def closed(*_):
    """The exchange with a kernel that has not connected."""
    raise Closed("the notebook is busy, or gone")


@contextlib.contextmanager
def alarm(seconds, problem):
    """Raise `problem` after some seconds, and then each second; where no code looks, the end."""
    def ring(*_):
        raise problem

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
