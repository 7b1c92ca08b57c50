"""What the server of processes imports once, for all submissions: the worker, and the checks.

Where the checks cannot be loaded, the judge of each submission says why.
"""

import contextlib
import os
from pathlib import Path

import grader.worker  # noqa: F401
import wire.trees  # noqa: F401  (SymPy takes seconds: a notebook of any set may send a formula)
from grader.course import Course
from grader.judge import load

with contextlib.suppress(Exception):
    load(Course(Path(os.environ["GRADER_COURSE"])), os.environ["GRADER_SET"])
