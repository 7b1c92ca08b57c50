"""The server of processes: it imports once, and forks a process for each submission.

It starts when the first process is wanted: the imports take seconds, and the command itself does
without them.
"""

import multiprocessing
import os
from importlib import import_module
from pathlib import Path

# The server finds `grader` by PYTHONPATH only, and bplib where the kernels find it: not in the
# folder it is started from.
HOME = Path(__file__).resolve().parent.parent
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH")]))
os.environ["PYTHONSAFEPATH"] = "1"
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["grader.preloaded"])


def serve(course, name):
    """Say which checks the server shall load; before the first process is started."""
    os.environ |= {"GRADER_COURSE": str(course.root), "GRADER_SET": name,
                   "OPENBLAS_NUM_THREADS": "1"}     # threads do not survive a fork


def start(module, function, *arguments):
    """A process of the server that calls a function, which only the server has to import."""
    process = CONTEXT.Process(target=call, args=(module, function, arguments))
    process.start()
    return process


def call(module, function, arguments):
    getattr(import_module(module), function)(*arguments)
