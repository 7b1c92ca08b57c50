"""The server of processes: it imports nbgrader once, and forks a process for each submission."""

import multiprocessing
import os
from multiprocessing import forkserver
from pathlib import Path

# The server finds `grader` by PYTHONPATH only, and bplib where the kernels find it: not in the
# folder it is started from.
HOME = Path(__file__).resolve().parent.parent
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH")]))
os.environ["PYTHONSAFEPATH"] = "1"
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["grader.worker"])


def start_server():
    """Start it, if it does not run yet.

    Called before the command is imported: so both import nbgrader at the same time.
    """
    forkserver.ensure_running()
