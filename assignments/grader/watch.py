"""What the kernel of a submission uses, looked at while it runs."""

import threading

import psutil

from bplib.words import word

from grader import limits
from grader.folders import used


class Watch(threading.Thread):
    """Looks twice a second at what the kernel and its children use, and at the folders they write.

    Too much and they are killed, and `why` says so. The process of the judge is not the kernel's.
    """

    def __init__(self, folders, judge):
        super().__init__(daemon=True)
        self.folders, self.judge = folders, judge
        self.why = ""
        self.over = threading.Event()

    def run(self):
        """Look until it is over."""
        while not self.over.wait(0.5) and not self.why:
            processes = [process for process in psutil.Process().children(recursive=True)
                         if process.pid != self.judge.process.pid]
            self.why = self.too_much(processes)
            for process in processes if self.why else ():
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    pass

    def too_much(self, processes):
        """What is too much, in words; an empty text if nothing is."""
        if len(processes) > limits.PROCESSES:
            return word("more than {number} processes").format(number=limits.PROCESSES)
        if sum(map(memory, processes)) > limits.MEMORY:
            return word("more than {number} MB of memory").format(number=limits.MEMORY // 10**6)
        if used(self.folders) > limits.WRITTEN:
            written = limits.WRITTEN // 10**6
            return word("more than {number} MB of files written").format(number=written)
        return ""


def memory(process):
    """The resident memory of a process; 0 if it has just ended."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
