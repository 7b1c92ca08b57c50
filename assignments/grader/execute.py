"""Runs the cells of a notebook, with limits; where a question stands, the judge asks.

A cell that breaks a limit ends the run; what came before it counts.
"""

import json
from time import monotonic

from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets.config import Config

from bplib.words import word

from grader import limits, outputs
from grader.alignment import name_of
from grader.outputs import error
from grader.watch import Watch


class Run(NotebookClient):
    """The run of one notebook, in the folder `scratch`, within the numbers of `limits`.

    verdicts  {question: the Verdict of the judge}
    """

    def __init__(self, notebook, task, judge):
        scratch, ipc = str(task.work / "scratch"), task.work / "ipc"
        sockets = {"transport": "ipc", "ip": str(ipc / "k"),
                   "connection_file": str(ipc / "kernel.json")}
        super().__init__(notebook, resources={"metadata": {"path": scratch}}, allow_errors=True,
                         kernel_name="graded", iopub_timeout=5, startup_timeout=30,
                         interrupt_on_timeout=True, raise_on_iopub_timeout=True,
                         shutdown_kernel="immediate", record_timing=False,
                         store_widget_state=False, config=Config({"KernelManager": sockets}))
        self.task, self.judge, self.verdicts = task, judge, {}
        self.end = self.printed = self.kept = self.stopped = 0
        self.ended, self.full, self.remarks = "", False, []
        self.error_on_timeout = {"ename": outputs.TOO_SLOW, "traceback": [],
                                 "evalue": word("the cell took too long and was stopped")}
        self.watch = Watch([scratch, str(ipc)], judge)

    def execute_all(self):
        """Run all cells, and watch what they use."""
        self.reset_execution_trackers()
        self.watch.start()
        try:
            with self.setup_kernel():
                self.end = monotonic() + limits.NOTEBOOK
                for index, cell in enumerate(self.nb.cells):
                    if cell.cell_type == "code":
                        self.run_cell(cell, index)
                if not self.ended:
                    self.verdicts[""] = self.ask("")    # what was refused after the last question
        finally:
            self.watch.over.set()

    def run_cell(self, cell, index):
        """Run one cell, and let the judge ask if it is a question; unless the run has ended."""
        self.printed, self.full = 0, False
        if not self.ended:
            self.run_code(cell, index)
            outputs.shorten(cell)       # before the judge speaks: what he says is not cut
            if not self.ended and name_of(cell) in self.task.checks:
                self.judge_cell(cell, name_of(cell))
        else:
            why = word("this cell was not run, because {reason}").format(reason=self.ended)
            cell.outputs = [error(outputs.NOT_RUN, why)]

    def run_code(self, cell, index):
        """Run the code of a cell; when it breaks a limit or the kernel, note why it has ended."""
        try:
            self.execute_cell(cell, index)
        except (DeadKernelError, CellTimeoutError, RuntimeError) as problem:
            self.ended = self.why_ended(isinstance(problem, CellTimeoutError))
        except Exception as problem:        # a message on the kernel's sockets that is none
            self.ended = word("its kernel sent what no kernel sends")
            self.remarks.append(f"{type(problem).__name__}: {problem}"[:outputs.LETTERS])
        if self.ended:
            cell.outputs.append(error(outputs.ENDED, self.ended))
        self.count()

    def count(self):
        """End the run when too many cells were stopped, or its time is over."""
        if self.stopped >= limits.STOPPED_CELLS:
            self.ended = word("{number} cells before it took too long").format(number=self.stopped)
        elif monotonic() > self.end:
            text = word("the notebook took more than {seconds} seconds")
            self.ended = text.format(seconds=limits.NOTEBOOK)

    def judge_cell(self, cell, question):
        """Let the judge ask; its text joins the outputs, its verdict goes to no cell."""
        verdict = self.verdicts[question] = self.ask(question)
        if verdict.text:
            cell.outputs.append(outputs.told(verdict.text))
        if verdict.gone:
            self.stopped += 1
            text = word("the answers took too long and were stopped")
            cell.outputs.append(error(outputs.TOO_SLOW, text))
            run_sync(self.interrupt)()
            self.count()

    def ask(self, question):
        """The judge's Verdict on a question, for which the kernel connects to it."""
        self.judge.ask(question)
        run_sync(self.send)("answer_request")
        return self.judge.verdict()

    async def send(self, kind):
        """Send a message without content to the kernel; its reply is not looked at."""
        self.kc.shell_channel.send(self.kc.session.msg(kind, {}))

    async def interrupt(self):
        """Interrupt what runs in the kernel."""
        await self.km.interrupt_kernel()

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

    async def _check_raise_for_error(self, cell, cell_index, exec_reply):
        """Record an error that is in the reply alone; a cell that was too slow is counted."""
        reply = (exec_reply or {}).get("content", {})
        if reply.get("status") != "error":
            return
        if reply.get("ename") == outputs.TOO_SLOW:
            self.stopped += 1
        names = [out.ename for out in cell.outputs if out.output_type == "error"]
        if reply.get("ename") not in names:
            cell.outputs.append(error(str(reply.get("ename")), str(reply.get("evalue"))))

    def process_message(self, msg, cell, cell_index):
        """Keep what a cell shows while there is room for all that its messages carry."""
        if msg["msg_type"] in outputs.SHOWN:
            size = 100 + len(json.dumps(msg["content"], default=str))
            if self.full or not self.has_room(size, cell):
                return None
            if not outputs.can_be_kept(msg):
                cell.outputs.append(outputs.left_out())
                return None
            if msg["content"].get("name") == "stderr":      # so that the two stay in order
                msg["content"]["name"] = "stdout"
        try:
            return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception:       # a message may hold anything in place of what nbclient looks for
            cell.outputs.append(outputs.left_out())

    def has_room(self, size, cell):
        """Whether so many bytes more may be shown; where not, the cell says so, once."""
        texts = ((self.printed, limits.OUTPUT,
                  word("more than {number} MB of output; the rest is left out")),
                 (self.kept, limits.OUTPUTS,
                  word("more than {number} MB of output of all cells; the rest is left out")))
        for shown, most, text in texts:
            if shown + size > most:
                self.full = True
                cell.outputs.append(error(outputs.TOO_LONG, text.format(number=most // 10**6)))
                return False
        self.printed, self.kept = self.printed + size, self.kept + size
        return True

    def handle_comm_msg(self, outs, msg, cell_index):
        """Widgets have no state on a page."""
