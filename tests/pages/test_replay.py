"""A notebook played back from the run of the book answers as a kernel would, and only for the notebook that was run."""

import nbformat
import pytest
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from replay import Replay


@pytest.fixture
def notebook(tmp_path):
    """Three cells, run; the cache that holds the run is at `tmp_path`."""
    cells = [new_markdown_cell("# Title"), *(
        new_code_cell(f"print({n})", execution_count=n, outputs=[new_output("stream", text=f"{n}\n")]) for n in (1, 2, 3)
    )]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})
    nbformat.write(notebook, tmp_path / "run.ipynb")
    get_cache(tmp_path).cache_notebook_file(tmp_path / "run.ipynb")
    return notebook


def texts(replay, source):
    """What a cell prints: the messages until the kernel is idle."""
    number, found = replay.execute_cell_input(source), []
    while (message := replay.get_message("iopub"))["msg_type"] != "status":
        assert message["parent_header"]["msg_id"] == number
        found.append(message["content"].text)
    return found


def test_each_cell_answers_with_its_own_outputs(notebook, tmp_path):
    replay = Replay(notebook, tmp_path)
    assert texts(replay, "print(1)") == ["1\n"]
    assert texts(replay, "print(3)") == ["3\n"]     # one cell may be left out
    with pytest.raises(LookupError, match="no such cell"):
        replay.execute_cell_input("print(2)")       # none comes twice or out of its order


def test_a_notebook_that_was_not_run_as_it_is_is_refused(notebook, tmp_path):
    notebook.cells[2].source = "print(4)"
    with pytest.raises(KeyError):
        Replay(notebook, tmp_path)
