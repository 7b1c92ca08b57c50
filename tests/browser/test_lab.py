"""A real JupyterLab in the browser: chapters run from top to bottom, and their directives are shown as in the book."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PATIENCE

CHAPTERS = Path(__file__).parents[2] / "chapters"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/lab")

RUN_ALL = """async () => {
    const notebook = jupyterapp.shell.currentWidget
    await notebook.context.ready
    await notebook.sessionContext.ready
    await jupyterapp.commands.execute("notebook:run-all-cells")
    return [...notebook.content.model.cells].filter(cell => cell.type === "code").map(cell =>
        ({count: cell.executionCount, outputs: cell.outputs.toJSON().map(output => output.output_type)}))
}"""
# A notebook in the lab holds only the cells near the window, so the test scrolls to each.
READ_CELL = """async number => {
    const {content} = jupyterapp.shell.currentWidget
    await content.scrollToItem(number)
    return content.widgets[number].node.innerText.trim()
}"""

NO_LATEX = f"""async number => {{
    const text = await ({READ_CELL})(number)
    return text.includes("Derivation(") && text.includes("Reason") && !text.includes("displaystyle")
}}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a lab on a copy of the chapters."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(CHAPTERS, folder / "chapters")
    log = folder / "log"
    options = ["--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1", "--IdentityProvider.token=",
               "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder / 'chapters'}"]
    with log.open("w") as output:
        server = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options], stdout=output, stderr=output)
    deadline = time.monotonic() + PATIENCE / 1000
    while not (address := ADDRESS.search(log.read_text())):
        assert server.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
    yield address.group()
    server.terminate()
    server.wait()


@pytest.mark.parametrize("chapter", ["index", "equations/bp2", "descent/gradient_descent"])
def test_chapter_runs_in_the_lab(new_page, lab, chapter):
    page, elsewhere = new_page(), []
    page.on("request", lambda r: r.url.startswith((lab[:-4], "data:", "blob:", "ws:")) or elsewhere.append(r.url))
    page.goto(f"{lab}/tree/{chapter}.ipynb?reset")      # without the notebooks of the test before
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell")

    cells = page.evaluate(RUN_ALL)
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert "error" not in [kind for cell in cells for kind in cell["outputs"]]

    source = json.loads((CHAPTERS / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(source):
        if cell["cell_type"] == "markdown":
            text = page.wait_for_function(READ_CELL, arg=number).json_value()
            assert not re.search(r":::|```|\{(exercise|solution|grid|cite)|\(eq-[^)]*\)=|\\\(", text), text
        elif "derivation" in cell["metadata"].get("tags", []):
            page.wait_for_function(NO_LATEX, arg=number)       # the lab's MathJax can set every row
    assert not elsewhere
