"""nbgrader's step that runs the cells, with limits. A cell that breaks one ends the run; what came before it counts."""

import re
import threading
from pathlib import Path
from time import monotonic

import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Unicode

from wrapper import limits

HIDDEN = "BEGIN HIDDEN TESTS"
TOO_SLOW = "TimeLimit"
STUCK = "the kernel did not answer when it was interrupted"
NOT_RUN = "NotRun"


def error(name, text):
    """An output that counts as a failure, and says why."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


class Watch(threading.Thread):
    """Twice a second, what the kernel and its children use; too much and they are killed, and `why` says so."""

    def __init__(self, scratch):
        super().__init__(daemon=True)
        self.scratch = Path(scratch)
        self.why = ""
        self.over = threading.Event()

    def run(self):
        """Look until it is over."""
        while not self.over.wait(0.5) and not self.why:
            processes = psutil.Process().children(recursive=True)
            self.why = self.too_much(processes)
            for process in processes if self.why else ():
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    pass

    def too_much(self, processes):
        """What is too much, in words; an empty text if nothing is."""
        if len(processes) > limits.PROCESSES:
            return f"more than {limits.PROCESSES} processes"
        if sum(map(memory, processes)) > limits.MEMORY:
            return f"more than {limits.MEMORY // 10**6} MB of memory"
        if sum(map(size, self.scratch.rglob("*"))) > limits.WRITTEN:
            return f"more than {limits.WRITTEN // 10**6} MB of files written"
        return ""


def memory(process):
    """The resident memory of a process; 0 if it has just ended."""
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def size(path):
    """The size of a file; 0 if it is gone."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0


class LimitedExecute(Execute):
    """Runs a notebook in the folder `scratch`, within the numbers of `limits`."""

    scratch = Unicode(help="the folder the kernel starts in").tag(config=True)

    def preprocess(self, nb, resources):
        """Run all cells, and watch what they use."""
        resources.setdefault("metadata", {})["path"] = self.scratch
        self.end = self.printed = self.stopped = 0
        self.ended = ""
        self.error_on_timeout = {"ename": TOO_SLOW, "evalue": "the cell took too long and was stopped", "traceback": []}
        watch = self.watch = Watch(self.scratch)
        watch.start()
        try:
            return super().preprocess(nb, resources)
        finally:
            watch.over.set()

    def preprocess_cell(self, cell, resources, index):
        """Run one cell, unless the run has ended."""
        if cell.cell_type != "code":
            return cell, resources
        self.end = self.end or monotonic() + limits.NOTEBOOK
        self.printed = 0
        if self.ended:
            cell.outputs = [error(NOT_RUN, f"this cell was not run, because {self.ended}")]
        else:
            self.run_cell(cell, resources, index)
            check_points(cell)
        return cell, resources

    def run_cell(self, cell, resources, index):
        """Run one cell; when it breaks a limit or the kernel, note why the run has ended."""
        try:
            super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as problem:
            died = self.watch.why and f"it used {self.watch.why}" or "the kernel died, by an exit or for lack of memory"
            self.ended = STUCK if isinstance(problem, CellTimeoutError) else died
            cell.outputs.append(error("Ended", self.ended))
        if self.stopped >= limits.STOPPED_CELLS:
            self.ended = f"{self.stopped} cells before it took too long"
        elif monotonic() > self.end:
            self.ended = f"the notebook took more than {limits.NOTEBOOK} seconds"

    def _get_timeout(self, cell):
        if cell is None:
            return self.startup_timeout
        limit = limits.LATER_CELL if self.stopped else limits.CELL
        return max(1, min(limit, self.end - monotonic()))

    def on_cell_executed(self, **kwargs):
        """nbgrader records the error; a cell that was too slow is counted."""
        reply = kwargs["execute_reply"]["content"]
        if reply.get("ename") == TOO_SLOW:
            self.stopped += 1
            reply["traceback"] = [f"{TOO_SLOW}: {reply['evalue']}"]
        super().on_cell_executed(**kwargs)

    def output(self, outs, msg, display_id, cell_index):
        """Keep an output while there is room. Output on stderr is kept as stdout: nbgrader scores stderr with 0."""
        content = msg["content"]
        before, self.printed = self.printed, self.printed + 100 + len(content.get("text") or str(content.get("data", "")))
        if self.printed > limits.OUTPUT:
            if before <= limits.OUTPUT:
                outs.append(error("OutputLimit", f"more than {limits.OUTPUT // 10**6} MB of output; the rest is left out"))
            return None
        if content.get("name") == "stderr":
            content["name"] = "stdout"
        return super().output(outs, msg, display_id, cell_index)


def check_points(cell):
    """Replace the result of a test cell by an error if it is not a number of points nbgrader can take."""
    if not is_grade(cell) or is_solution(cell):
        return
    highest = float(cell.metadata.nbgrader["points"])
    failed = any(out.output_type == "error" for out in cell.outputs)
    results = [out for out in cell.outputs if out.output_type == "execute_result"]
    texts = [str(out.data.get("text/plain", "")) for out in results]
    if any(not (is_number(text) and 0 <= float(text) <= highest) for text in texts):
        cell.outputs = [error("Points", f"expected a number of points from 0 to {highest:g}, came {texts[0][:80]}")]
    elif highest and HIDDEN in cell.source and not texts and not failed:
        cell.outputs.append(error("Points", "the hidden tests gave no points"))


def is_number(text):
    """Whether a text is a decimal number, as Python prints a float."""
    return re.fullmatch(r"-?\d+(\.\d*)?(e-?\d+)?", text) is not None
