"""A fence inside the kernel: code that reaches outside its folder, or for the network, is refused.

It holds for what Python's audit events report, not for other programs or C code: bubblewrap is
what really shuts in.
"""

import os
import re
import sys

READABLE = ("/usr", "/bin", "/sbin", "/lib", "/etc", "/dev", "/proc", "/sys",
            "/System", "/Library", "/opt")
LISTS = {"os.listdir", "os.scandir"}
# How many of the arguments are paths.
CHANGES = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 1, "os.truncate": 1, "os.chmod": 1,
           "os.chown": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "sqlite3.connect": 1}
NETWORK = {"socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty",
           "/dev/fd")
OF_A_PROCESS = re.compile(r"/proc/(\d+)")       # its variables are in there
NOTED, LETTERS = 1000, 200      # no more of what was refused is kept
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Fence:
    """What the code of this process may touch. `refused` names what it was not allowed."""

    def __init__(self, readable, writable):
        self.writable = [os.path.realpath(path) for path in writable] + list(DEVICES)
        self.readable = [os.path.realpath(path) for path in (*READABLE, *readable)] + self.writable
        self.refused = []
        sys.addaudithook(self.look)

    def look(self, event, arguments):
        """Called by Python before each audited step; PermissionError if the step is not allowed."""
        if event == "open":
            self.open(*arguments)
        elif event in LISTS:
            self.list(arguments[0])
        elif event in CHANGES:
            for path in arguments[:CHANGES[event]]:
                self.need(path, self.writable)
        elif event == "socket.connect":
            self.connect(arguments[1])
        elif event in NETWORK:
            self.refuse("the network")
        elif event in ("os.kill", "os.killpg") and arguments[0] != os.getpid():
            self.refuse("another process")

    def open(self, path, mode, flags):
        """Whether a file may be read or written."""
        writes = set(mode) & set("wax+") if isinstance(mode, str) else (flags or 0) & WRITES
        # Python tries whether what it searches is an archive; a folder, or nothing, is none.
        if writes or path not in sys.path or os.path.isfile(path):
            self.need(path, self.writable if writes else self.readable)

    def list(self, path):
        """Whether a folder may be listed; one that does not exist, or that Python searches, may."""
        if isinstance(path, int):       # a folder that is open
            return
        if path is not None and path not in sys.path and os.path.lexists(path):
            self.need(path, self.readable)

    def connect(self, address):
        """A socket of this folder may be connected to, as that of the judge; no other."""
        if isinstance(address, (str, bytes)):
            self.need(address, self.writable)
        else:
            self.refuse("the network")

    def need(self, path, folders):
        """Refuse a path that is in none of the folders. (A number is a file that is open.)"""
        if not isinstance(path, (str, bytes, os.PathLike)) or path == ":memory:":
            return
        real = os.path.realpath(os.fsdecode(path))
        process = OF_A_PROCESS.match(real)
        inside = any(real == folder or real.startswith(folder + os.sep) for folder in folders)
        if not inside or process and int(process[1]) != os.getpid():
            self.refuse(os.fsdecode(path))

    def refuse(self, what):
        """Note it, and stop the step."""
        if len(self.refused) < NOTED:
            self.refused.append(what[:LETTERS])
        raise PermissionError(f"a notebook that is graded may not reach {what}")
