"""The server of processes: it imports nbgrader once, and forks a process for each submission.

It starts when the first process is wanted: nbgrader takes seconds, and the command itself does
without it.
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
CONTEXT.set_forkserver_preload(["grader.worker"])


def start(module, function, *arguments):
    """A process of the server that calls a function, which only the server has to import."""
    process = CONTEXT.Process(target=call, args=(module, function, arguments))
    process.start()
    return process


def call(module, function, arguments):
    getattr(import_module(module), function)(*arguments)
