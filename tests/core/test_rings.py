"""Who imports whom in bplib: the core, symbolic/ and draw/ know nothing of each other."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
           for path in ROOT.glob("bplib/**/*.py")}
ALL = {"core", "symbolic", "draw", "wrong", "instruments", "book"}
TOOLS = {"core", "wrong", "instruments"}
MAY_IMPORT = {"core": {"core"}, "symbolic": {"symbolic"}, "draw": {"draw"},
              "wrong": TOOLS, "instruments": TOOLS, "book": ALL}
FOR_ALL = {"bplib.expect", "bplib.words"}       # checks of arguments, and the words of the edition


def ring(module):
    """The folder of a module; the files of bplib itself, layers/ and optimise/ are the core."""
    return next((part for part in module.split(".")[1:2] if part in ALL), "core")


def imports(path):
    """The modules of bplib that a file imports, at its top or in a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} must name what it imports from: from bplib.…"
        source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
            name = source + alias.name
            while name and name not in SOURCES:
                name = name.rpartition(".")[0]
            if name:
                yield name


ARROWS = {module: set(imports(path)) for module, path in SOURCES.items()}


@pytest.mark.parametrize("module", SOURCES)
def test_a_module_imports_only_what_its_ring_may(module):
    allowed = MAY_IMPORT[ring(module)]
    forbidden = {other for other in ARROWS[module] - FOR_ALL if ring(other) not in allowed}
    assert not forbidden, f"{module}, in the ring {ring(module)}, imports {', '.join(forbidden)}"


def test_every_folder_is_in_a_ring():
    folders = {path.parent.name for path in SOURCES.values() if path.parent.name != "bplib"}
    assert folders == ALL - {"core"} | {"layers", "optimise"}


def test_there_is_no_circle_of_modules():
    list(graphlib.TopologicalSorter(ARROWS).static_order())     # raises CycleError, naming it


def test_numbers_need_no_symbols_no_figures_and_no_data():
    listing = subprocess.run([sys.executable, "-c", "import bplib, sys; print(*sys.modules)"],
                             capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(listing.stdout.split())
    assert "bplib.backprop" in loaded
    assert not loaded & {"sympy", "matplotlib", "scipy", "sklearn", "tqdm"}
