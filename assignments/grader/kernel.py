"""The kernel a submission runs in: it sets its limits, runs the cells, and answers the judge.

It is copied with fence.py and wire beside the folder of the notebook and runs there, in the
sandbox. It holds nothing of what is right.

    python kernel.py MEMORY WRITTEN -f CONNECTION_FILE ...
"""

import fcntl
import os
import resource
import socket
import sys
import threading
from pathlib import Path

import bplib
from fence import Fence
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from wire.answering import serve

JUDGE = Path(__file__).parent.with_name("ipc") / "judge"
ALIVE = Path(__file__).with_name("alive")       # the grader has it locked while it lives


def limit(memory, written):
    """Hard limits, for this process and its children. (macOS has none on memory here.)"""
    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: written, resource.RLIMIT_CORE: 0}
    for what, value in limits.items():
        try:
            resource.setrlimit(what, (value, value))
        except (ValueError, OSError):
            pass


def end_with_the_grader():
    """Wait for the lock of the grader, and end this process when it is given up.

    Whatever ended the grader, and whenever: what watches the number of the parent misses a grader
    that ends while this process starts.
    """
    with open(ALIVE) as alive:
        fcntl.lockf(alive, fcntl.LOCK_SH)
    os._exit(1)


class AnsweringKernel(IPythonKernel):
    """A kernel that knows one message more: answer the judge, on its socket, until it closes.

    No cell runs for that: nothing that a notebook does to IPython's cells or displays is in
    between.
    """

    msg_types = [*IPythonKernel.msg_types, "answer_request"]
    fence = None

    def answer_request(self, stream, ident, parent):
        """Called when the message comes, in the main thread."""
        with socket.socket(socket.AF_UNIX) as channel:
            channel.connect(str(JUDGE))
            serve(channel, self.shell.user_ns, self.fence.refused)


def main():
    """Start the kernel; what follows the two limits on the command line is for ipykernel."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    threading.Thread(target=end_with_the_grader, daemon=True).start()
    app = IPKernelApp.instance(kernel_class=AnsweringKernel)
    app.initialize(sys.argv[3:] + ["--HistoryManager.enabled=False"])
    lib = Path(__file__).parent
    packages = (sys.prefix, sys.base_prefix, Path(bplib.__file__).parent)
    app.kernel.fence = Fence((lib, *packages), (os.getcwd(), lib.with_name("ipc")))
    app.start()


if __name__ == "__main__":
    main()
