"""How long the book itself takes: in a copy of the repository, once it is set up."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns("_build", ".venv", ".bench", ".git", ".hypothesis", ".pytest_cache", "__pycache__")
DERIVATIONS = "import time; start = time.perf_counter(); from bplib.symbolic import derive as d; " \
    "loaded = time.perf_counter(); d.bp1(), d.bp2(), d.bp3(), d.bp4(); " \
    "print(loaded - start, time.perf_counter() - loaded)"


def make(target, folder):
    """The seconds of one make."""
    start = time.perf_counter()
    done = subprocess.run(["make", target], cwd=folder, capture_output=True, text=True, env=everything())
    if done.returncode:
        raise RuntimeError(f"make {target} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def everything():
    """The environment without the limit of threads: the book sets its own."""
    return {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}


def copied(folder):
    """A copy of the repository, set up."""
    tree = Path(folder) / "book"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    make("setup", tree)
    return tree


def notebooks(tree):
    """{chapter: seconds to run it}, as jupyter-cache has kept them."""
    command = [tree / ".venv" / "bin" / "python", "-c",
               "import json; from jupyter_cache import get_cache; cache = get_cache('_build/.jupyter_cache'); "
               "print(json.dumps({record.uri: record.data.get('execution_seconds') for record in cache.list_cache_records()}))"]
    found = json.loads(subprocess.check_output(command, cwd=tree, text=True))
    return {str(Path(uri).relative_to(tree / "chapters").with_suffix("")): seconds for uri, seconds in sorted(found.items())}


def weights(html):
    """{page: bytes of the page and its figures}, without the styles, scripts and fonts that all pages share."""
    sizes = {}
    for page in sorted((html / "chapters").rglob("*.html")):
        figures = re.findall(r'<img[^>]*? src="([^":]+)"', page.read_text(encoding="utf-8"))
        files = {page, *((page.parent / figure).resolve() for figure in figures)}
        sizes[str(page.relative_to(html / "chapters").with_suffix(""))] = sum(file.stat().st_size for file in files)
    return sizes


def run(team, present, quick):
    """One row: the times of the commands, notebooks and derivations, and the weights of the pages; quick: derivations."""
    row = {}
    if not quick:
        with tempfile.TemporaryDirectory() as folder:
            tree = copied(folder)
            row |= {"make book, cold": make("book", tree), "make book, warm": make("book", tree)}
            row |= {"notebooks": notebooks(tree), "pages": weights(tree / "_build" / "html"), "make test": make("test", tree)}
    load, derive = subprocess.check_output([sys.executable, "-c", DERIVATIONS], text=True, cwd=ROOT, env=os.environ).split()
    yield row | {"import SymPy and bplib": float(load), "derivations of BP1 to BP4": float(derive)}
