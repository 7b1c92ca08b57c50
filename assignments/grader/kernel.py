"""The kernel a submission runs in.

It sets its limits, keeps the originals of what the checks use, and starts ipykernel.

It is copied with fence.py and notice.py beside the hidden checks and runs there, in the sandbox.

    python kernel.py MEMORY WRITTEN -f CONNECTION_FILE ...
"""

import builtins
import importlib
import os
import pkgutil
import resource
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import bplib
from fence import Fence
from notice import MIME, PUT_BACK, REFUSED, first

FREE = ("input", "display", "exit", "quit")      # builtins that the kernel itself replaces
GUARDED = ("numpy", "sympy", "scipy", "bplib", "checks", "sets", "math")


def limit(memory, written):
    """Hard limits, for this process and its children. (macOS has none on memory here.)"""
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: written, resource.RLIMIT_CORE: 0}
    for what, value in limits.items():
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):
            pass


def import_checks():
    """Import every hidden check before the first cell; a missing one shows where it is called."""
    try:
        package = importlib.import_module("sets")
    except ImportError:
        return
    for module in pkgutil.walk_packages(package.__path__, "sets."):
        importlib.import_module(module.name)


def guarded_modules():
    """{name: module} of what the checks use, as far as it is imported."""
    found = {name: module for name, module in list(sys.modules.items())
             if name.partition(".")[0] in GUARDED and isinstance(module, ModuleType)}
    return found | {"builtins": builtins}


def originals():
    """[(where it belongs, its name, the callable)] of each module, and of its classes in Python."""
    found, classes = [], {}
    for module in guarded_modules().values():
        for name, value in list(vars(module).items()):
            if callable(value) and not (module is builtins and name in FREE):
                found.append((module, name, value))
            # The module of a SymPy function, such as sigma, is None.
            if isinstance(value, type) and str(value.__module__).partition(".")[0] in GUARDED:
                classes[value] = None
    for cls in classes:
        found += [(cls, name, value) for name, value in list(vars(cls).items())
                  if isinstance(value, (FunctionType, classmethod, staticmethod, property))]
    return found


class Guard:
    """After each cell, puts back what it has replaced; tells that, and what was refused."""

    def __init__(self, fence, tell):
        self.fence = fence
        self.tell = tell
        self.modules = guarded_modules()
        self.kept = originals()

    def look(self, result=None):
        """Called by IPython when a cell has run."""
        record = {PUT_BACK: first(self.restore()), REFUSED: first(self.fence.refused)}
        self.fence.refused.clear()
        if any(record.values()):
            self.tell(record)

    def restore(self):
        """Put the originals back; the names of those that had been replaced."""
        replaced = [name for name, module in self.modules.items()
                    if sys.modules.get(name) is not module]
        sys.modules.update(self.modules)
        for owner, name, value in self.kept:
            if vars(owner).get(name) is not value:
                try:
                    setattr(owner, name, value)
                except (AttributeError, TypeError):     # read-only: nobody has replaced it for good
                    continue
                replaced.append(f"{owner.__name__}.{name}")
        return replaced


def teller(kernel):
    """A function that sends a record to the grader, past sys.stdout and the display hooks."""
    send, socket = kernel.send_response, kernel.iopub_socket
    return lambda record: send(socket, "display_data", {"data": {MIME: record}, "metadata": {}})


def main():
    """Start the kernel; what follows the two limits on the command line is for ipykernel."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    import_checks()
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(sys.argv[3:] + ["--HistoryManager.enabled=False"])
    lib = Path(__file__).parent
    packages = (sys.prefix, sys.base_prefix, Path(bplib.__file__).parent)
    fence = Fence((lib, *packages), (os.getcwd(), lib.with_name("ipc")))
    app.shell.events.register("post_run_cell", Guard(fence, teller(app.kernel)).look)
    app.start()


if __name__ == "__main__":
    main()
