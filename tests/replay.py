"""A notebook's run by the book, played back for nbval.

`make book` runs every notebook, and `make test` builds the book first: nbval then compares the stored outputs with that
run and none is made a second time. Without make (`pytest chapters/one.ipynb`) nbval starts a kernel and runs the notebook.
"""

from collections import deque
from itertools import count

from jupyter_cache import get_cache


class Replay:
    """Stands in for nbval's kernel (nbval.kernel.RunningKernel): it answers each cell with the outputs of the book's run."""

    def __init__(self, notebook, cache):
        _, run = get_cache(cache).merge_match_into_notebook(notebook)  # KeyError: it was not run as it is now
        self.cells = iter([cell for cell in run.cells if cell.cell_type == "code"])
        self.messages = deque()
        self.ids = count()

    def execute_cell_input(self, source, allow_stdin=None):
        """Queue what the book's run of this cell gave; the cells come in their order, from any one on."""
        cell = next((cell for cell in self.cells if cell.source == source), None)
        if cell is None:
            raise LookupError(f"the run of the book holds no such cell, or not in this order: {source[:60]!r}")
        number = next(self.ids)
        for output in cell.outputs:
            self.messages.append(message(number, output.output_type, output))
        self.messages.append(message(number, "status", {"execution_state": "idle"}))
        return number

    def get_message(self, stream, timeout=None):
        """The next message; nbval asks until it is told that the kernel is idle."""
        return self.messages.popleft()

    def await_reply(self, number, timeout=None):
        """The reply is here already."""

    def await_idle(self, number, timeout):
        """What is left of a cell that ended in an error."""
        self.messages.clear()

    def is_alive(self):
        """As long as the test runs."""
        return True

    def stop(self):
        """There is nothing to stop."""


def message(number, kind, content):
    """A message of a kernel, as far as nbval reads it."""
    return {"msg_type": kind, "parent_header": {"msg_id": number}, "content": content}
