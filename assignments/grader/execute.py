"""nbgrader's step that runs the cells, with limits.

A cell that breaks one ends the run; what came before it counts.
"""

import re
import threading
from pathlib import Path
from time import monotonic

import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Unicode

from bplib.words import word

from grader import limits, outputs
from grader.outputs import error

HIDDEN = "BEGIN HIDDEN TESTS"


class Watch(threading.Thread):
    """Looks twice a second at what the kernel and its children use.

    Too much and they are killed, and `why` says so.
    """

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
            return word("more than {number} processes").format(number=limits.PROCESSES)
        if sum(map(memory, processes)) > limits.MEMORY:
            return word("more than {number} MB of memory").format(number=limits.MEMORY // 10**6)
        if sum(map(size, self.scratch.rglob("*"))) > limits.WRITTEN:
            written = limits.WRITTEN // 10**6
            return word("more than {number} MB of files written").format(number=written)
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
        self.ended, self.notice = "", None
        self.error_on_timeout = {"ename": outputs.TOO_SLOW, "traceback": [],
                                 "evalue": word("the cell took too long and was stopped")}
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
        self.printed, self.notice = 0, None
        if self.ended:
            why = word("this cell was not run, because {reason}").format(reason=self.ended)
            cell.outputs = [error(outputs.NOT_RUN, why)]
        else:
            self.run_cell(cell, resources, index)
            check_points(cell)
            if self.notice:
                cell.outputs.append(outputs.notice(self.notice))
        return cell, resources

    def run_cell(self, cell, resources, index):
        """Run one cell; when it breaks a limit or the kernel, note why the run has ended."""
        try:
            super().preprocess_cell(cell, resources, index)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as problem:
            self.ended = self.why_ended(isinstance(problem, CellTimeoutError))
            cell.outputs.append(error(outputs.ENDED, self.ended))
        if self.stopped >= limits.STOPPED_CELLS:
            self.ended = word("{number} cells before it took too long").format(number=self.stopped)
        elif monotonic() > self.end:
            text = word("the notebook took more than {seconds} seconds")
            self.ended = text.format(seconds=limits.NOTEBOOK)

    def why_ended(self, stuck):
        """Why a run has ended, in words; `stuck` if an interrupt did not help."""
        if stuck:
            return word("the kernel did not answer when it was interrupted")
        if self.watch.why:
            return word("it used {what}").format(what=self.watch.why)
        return word("the kernel died, by an exit or for lack of memory")

    def _get_timeout(self, cell):
        if cell is None:
            return self.startup_timeout
        limit = limits.LATER_CELL if self.stopped else limits.CELL
        return max(1, min(limit, self.end - monotonic()))

    def on_cell_executed(self, **kwargs):
        """nbgrader records the error; a cell that was too slow is counted."""
        reply = kwargs["execute_reply"]["content"]
        if reply.get("ename") == outputs.TOO_SLOW:
            self.stopped += 1
            reply["traceback"] = [f"{outputs.TOO_SLOW}: {reply['evalue']}"]
        super().on_cell_executed(**kwargs)

    def output(self, outs, msg, display_id, cell_index):
        """Keep an output while there is room; stderr as stdout, or nbgrader scores 0.

        What the kernel has noticed comes last of all, and is put aside however much was printed.
        """
        content = msg["content"]
        if msg["msg_type"] == "display_data" and (record := outputs.notice_in(content)):
            self.notice = record
            return None
        size = len(content.get("text") or str(content.get("data", "")))
        before, self.printed = self.printed, self.printed + 100 + size
        if self.printed > limits.OUTPUT:
            if before <= limits.OUTPUT:
                text = word("more than {number} MB of output; the rest is left out")
                outs.append(error(outputs.TOO_LONG, text.format(number=limits.OUTPUT // 10**6)))
            return None
        if content.get("name") == "stderr":
            content["name"] = "stdout"
        return super().output(outs, msg, display_id, cell_index)


def check_points(cell):
    """Replace a test cell's result by an error if it is no number of points nbgrader can take."""
    if not is_grade(cell) or is_solution(cell):
        return
    highest = float(cell.metadata.nbgrader["points"])
    failed = any(out.output_type == "error" for out in cell.outputs)
    results = [out for out in cell.outputs if out.output_type == "execute_result"]
    texts = [str(out.data.get("text/plain", "")) for out in results]
    if any(not (is_number(text) and 0 <= float(text) <= highest) for text in texts):
        why = word("expected a number of points from 0 to {highest:g}, came {text}")
        cell.outputs = [error(outputs.NO_POINTS, why.format(highest=highest, text=texts[0][:80]))]
    elif highest and HIDDEN in cell.source and not texts and not failed:
        cell.outputs.append(error(outputs.NO_POINTS, word("the hidden tests gave no points")))


def is_number(text):
    """Whether a text is a decimal number, as Python prints a float."""
    return re.fullmatch(r"-?\d+(\.\d*)?(e-?\d+)?", text) is not None
