"""The notebooks as they are stored, and the table of contents."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).parents[2]
CONTENTS = sorted(parse_toc_yaml(ROOT / "_toc.yml"))
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.glob("chapters/**/*.*")
    if path.suffix in (".ipynb", ".md") and ".ipynb_checkpoints" not in path.parts
)
NOTEBOOKS = [page for page in PAGES if page.endswith(".ipynb")]

PYTHON = TransformerManager()                # turns %magics into Python

PATHS_OF_ONE_MACHINE = ["file://", "/home/", "/Users/", "/tmp/", r"C:\\Users", str(ROOT), str(Path.home()) + "/"]
ASSET_FROM_THE_NET = re.compile(
    r"""(src|srcset|poster)\s*=\s*[\\"']*https?:  # <img src="https:
      | <link[^>]*https?:
      | !\[[^]]*\]\(\s*<?https?:                  # ![a picture](https:
      | url\(\s*[\\"']*https?:                    # a style sheet's url(https:
      | @import""",
    re.VERBOSE,
)


def code_cells(notebook):
    return [cell for cell in nbformat.read(ROOT / notebook, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("page", PAGES)
def test_page_is_in_the_table_of_contents(page):
    assert page.rsplit(".", 1)[0] in CONTENTS


@pytest.mark.parametrize("entry", CONTENTS)
def test_entry_of_the_table_of_contents_is_one_page(entry):
    assert [page for page in PAGES if page.rsplit(".", 1)[0] == entry] != []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_notebook_was_run_from_top_to_bottom(notebook):
    # nbval compares nothing in a cell that was never run: without this, an empty notebook would pass.
    cells = code_cells(notebook)
    outputs = [output for cell in cells for output in cell.outputs]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1)), f"make run NOTEBOOKS={notebook}"
    assert outputs
    assert "error" not in [output.output_type for output in outputs]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_code_is_no_wider_than_the_text(notebook):
    lines = [line for cell in code_cells(notebook) for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > 75] == []      # what a window of 1280 px shows


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_cell_is_short(notebook):
    sources = [cell.source for cell in code_cells(notebook)]
    assert [source for source in sources if len(source.splitlines()) > 20] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_imports(notebook):
    """Only the letters come with a star, and nothing comes without being used."""
    code = "\n".join(PYTHON.transform_cell(cell.source) for cell in code_cells(notebook))
    tree = ast.parse(code)
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names}
    starred = {node.module for node in imports if node.names[0].name == "*"}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert starred <= {"bplib.symbolic.notation"}
    assert names - used - {"*"} == set()


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_figure_has_a_text_alternative(notebook):
    for cell in code_cells(notebook):
        images = [kind for output in cell.outputs for kind in output.get("data", {}) if kind.startswith("image/")]
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        assert not images or len(alt) >= 40, f'"{alt}" for the figure of\n{cell.source}'
        assert len(images) <= 1, f"the alt text belongs to the cell, so one figure in each:\n{cell.source}"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_notebook_holds_no_path_of_one_machine_and_loads_nothing_from_the_net(notebook):
    text = (ROOT / notebook).read_text(encoding="utf-8")
    assert [path for path in PATHS_OF_ONE_MACHINE if path in text] == []
    assert [match.group() for match in ASSET_FROM_THE_NET.finditer(text)] == []
