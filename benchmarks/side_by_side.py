"""Times several programs side by side: each in a process of its own, in turn, while the others are halted.

A halted process takes no time from the one that is measured. Without this, threads that wait for work in one library
keep a core busy while the next library is timed (interference.py measures by how much).
"""

import importlib
import multiprocessing
import statistics
import time

import psutil

BURST = 0.02        # seconds that one measurement takes at least


def work(connection):
    """What a process does: it makes the step that it is asked for, and then times it whenever it is told to."""
    step = None
    while (message := connection.recv()) is not None:
        command, *arguments = message
        try:
            if command == "prepare":
                step = None
                module, function, case = arguments
                step, result = getattr(importlib.import_module(module), function)(case)
                connection.send(("done", result))
            else:
                connection.send(("done", seconds(step, *arguments)))
        except Exception as error:
            connection.send(("failed", f"{type(error).__name__}: {error}"))


def seconds(step, runs):
    """The mean time of one step in a row of them, after one that does not count."""
    step()
    start = time.perf_counter()
    for _ in range(runs):
        step()
    return (time.perf_counter() - start) / runs


class Team:
    """One process for each name; as a context, ended at its end. With halt=False the others are left to run."""

    def __init__(self, halt=True):
        self.halt = halt

    def __enter__(self):
        self.context = multiprocessing.get_context("spawn")
        self.members = {}
        return self

    def __exit__(self, *_):
        for process, connection, handle in self.members.values():
            handle.resume()
            connection.send(None)
            process.join()

    def ask(self, name, *message):
        """Let one process run until it has answered, and halt it again."""
        if name not in self.members:
            here, there = self.context.Pipe()
            process = self.context.Process(target=work, args=(there,), daemon=True)
            process.start()
            self.members[name] = process, here, psutil.Process(process.pid)
        process, connection, handle = self.members[name]
        handle.resume()
        connection.send(message)
        kind, answer = connection.recv()
        if self.halt:
            handle.suspend()
        if kind == "failed":
            raise RuntimeError(f"{name}: {answer}")
        return answer

    def times(self, makers, case, repeats, agree=None):
        """{name: seconds of one step, one for each repeat} for `makers` = {name: (module, function)}.

        Each function(case) returns (step, result). agree(name, result, first) may raise if a result is not
        that of the first maker. A maker that returns None for a step has none for this case.
        """
        first, runs = None, {}
        for name, (module, function) in makers.items():
            result = self.ask(name, "prepare", module, function, case)
            if isinstance(result, str):         # the reason why there is no step
                continue
            first = result if first is None else first
            if agree is not None:
                agree(name, result, first)
            runs[name] = max(1, int(BURST / self.ask(name, "time", 1)))
        rows = {name: [] for name in runs}
        for _ in range(repeats):
            for name in runs:
                rows[name].append(self.ask(name, "time", runs[name]))
        return rows


def ratio(of, to):
    """{"median", "low", "high"}: the ratios of two rows of times, repeat by repeat, with their quartiles."""
    ratios = [a / b for a, b in zip(of, to)]
    low, median, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else 3 * ratios
    return {"median": median, "low": low, "high": high}
