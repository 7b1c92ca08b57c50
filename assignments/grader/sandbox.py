"""The command that starts a submission's kernel: in bubblewrap without network where that works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import bplib

from grader import limits

# Not resolved: the link in .venv is what finds the packages.
PYTHON = Path(os.path.abspath(sys.executable))
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache",
          "/etc/alternatives", "/etc/fonts", "/etc/localtime", "/etc/passwd")


def readable():
    """The files the kernel may read: the system's programs, this Python's packages, and bplib."""
    packages = [sys.base_prefix, sys.prefix, PYTHON.resolve().parents[1],
                Path(bplib.__file__).parent]
    paths = dict.fromkeys(map(Path, [*SYSTEM, *packages]))
    return [str(path) for path in paths if path.exists()]


def bubblewrap(work, hidden):
    """The words that shut a command in: it sees `readable()`, the folder `work`, and no network.

    Folders in `hidden` are empty in there even where they lie in a folder that can be read.
    """
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--dev", "/dev", "--proc", "/proc",
             "--size", str(limits.WRITTEN), "--tmpfs", "/tmp",
             "--size", str(limits.WRITTEN), "--tmpfs", "/dev/shm"]
    seen = readable()
    for path in seen:
        words += ["--ro-bind", path, path]
    for folder in map(Path, hidden):
        if any(folder.is_relative_to(path) for path in seen):
            words += ["--tmpfs", str(folder)]
    lib, ipc, scratch = str(work / "lib"), str(work / "ipc"), str(work / "scratch")
    return [*words, "--ro-bind", lib, lib, "--bind", ipc, ipc, "--bind", scratch, scratch,
            "--chdir", scratch, "--"]


def environment(work):
    """The variables the kernel sees, and no others."""
    scratch = work / "scratch"
    return {"PATH": f"{PYTHON.parent}:/usr/bin:/bin", "HOME": scratch, "TMPDIR": scratch,
            "LANG": "C.UTF-8", "BOOK_LANGUAGE": os.environ.get("BOOK_LANGUAGE", "en"),
            "PYTHONPATH": work / "lib", "PYTHONDONTWRITEBYTECODE": 1,
            "JUPYTER_RUNTIME_DIR": work / "ipc", "IPYTHONDIR": scratch / ".ipython",
            "MPLCONFIGDIR": scratch / ".matplotlib",
            "OPENBLAS_NUM_THREADS": 1, "OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1,
            "GRADING_RUN": work}


def kernel_command(work, isolated, hidden=()):
    """The words that start the kernel of one submission, whose files are in the folder `work`."""
    variables = [f"{name}={value}" for name, value in environment(work).items()]
    python = [str(PYTHON), str(work / "lib" / "kernel.py"), str(limits.MEMORY), str(limits.WRITTEN)]
    shut_in = bubblewrap(work, hidden) if isolated else []
    # bwrap is the first process in there, and what it was started with can be read: nothing.
    return ["/usr/bin/env", "-i", *variables, *shut_in, *python]


def why_not_isolated(work):
    """Try bubblewrap in the folder `work`; an empty text if it works, else why it does not."""
    if not shutil.which("bwrap"):
        return "bubblewrap (bwrap) is not installed"
    tried = work / "try"
    for name in ("lib", "ipc", "scratch"):
        (tried / name).mkdir(parents=True)
    words = [*bubblewrap(tried, ()), str(PYTHON), "-c", "import bplib, ipykernel"]
    done = subprocess.run(words, capture_output=True, text=True)
    lines = done.stderr.strip().splitlines() or ["no message"]
    return "" if done.returncode == 0 else f"bwrap does not work here ({lines[-1]})"
