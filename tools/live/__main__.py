"""The book with derivations that run in the page: a copy of the built pages, and a Python for them.

The Pyodide is that of the package flet-web, which `make live` puts into .venv/pyodide. A cell that
shows a formula gets a button, "Edit and run", if a run in that Python, here and now, shows what is
printed. No page asks another host for anything, and all open from a file.
"""

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright._impl._driver import compute_driver_executable

from tools.built import HTML

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "extensions"))
from letters import LETTER, sheet                   # noqa: E402
from typeset import mathjax, script                 # noqa: E402

HERE = Path(__file__).parent
LIVE = HTML.with_name("live")
PYODIDE = ROOT / ".venv" / "pyodide" / "flet_web" / "web" / "pyodide"
HEAD = """<link rel="stylesheet" href="{up}_static/live/live.css" />
<script defer src="{up}_static/live/{page}.js"></script>
<script defer src="{up}_static/live/live.js"></script>
</head>"""
SOURCES = """Pyodide (MPL-2.0) and, in it, CPython (PSF-2.0): source at github.com/pyodide/pyodide.
MathJax (Apache-2.0): source at github.com/mathjax/MathJax.
"""


def python(*arguments):
    """Run a step of python.mjs, in the Node.js that Playwright brings."""
    node, _ = compute_driver_executable()
    subprocess.run([node, HERE / "python.mjs", *arguments], check=True)


def cells_of(notebook):
    """[{"code", "stored"}] of the code cells; stored is None where no formula is shown."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [{"code": "".join(cell["source"]), "stored": stored(cell)}
            for cell in cells if cell["cell_type"] == "code"]


def stored(cell):
    """What a cell shows, each output as its LaTeX, Markdown or text; None without a formula."""
    tags = set(cell["metadata"].get("tags", ()))
    shown = [output["data"] for output in cell["outputs"] if "data" in output]
    formula = "derivation" in tags or any("text/latex" in data for data in shown)
    if not formula or tags & {"remove-input", "remove-cell"}:
        return None
    kinds = "text/latex", "text/markdown", "text/plain"
    return ["".join(next(data[kind] for kind in kinds if kind in data)) for data in shown]


def pages():
    """{page: its cells} of the chapters that show a formula."""
    found = {}
    for page in sorted(HTML.glob("chapters/**/*.html")):
        name = page.relative_to(HTML).with_suffix("").as_posix()
        notebook = ROOT / f"{name}.ipynb"
        cells = cells_of(notebook) if notebook.exists() else []
        if any(cell["stored"] for cell in cells):
            found[name] = cells
    return found


def runtime(out):
    """The script with the Python of the page: each file of it compressed, as text."""
    files = {file.name: file.read_bytes() for file in (
        *(PYODIDE / name for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")),
        out / "stdlib.zip", out / "packages.zip")}
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    files["mathjax.js"] = script().encode()
    files["pyodide-lock.json"] = json.dumps(lock | {"packages": {}}).encode()   # none to be fetched
    texts = {name: base64.b64encode(gzip.compress(content, mtime=0)).decode()
             for name, content in files.items()}
    return f"const LIVE_RUNTIME = {json.dumps(texts)}\n"


def letters():
    """The style sheet with all letters of formulas; a page has those that the book shows."""
    style = mathjax().call("sheet")
    return sheet(style, {(letter[1], letter[2] or "") for letter in LETTER.finditer(style)})


def licences():
    """What the licences of the parts ask to be handed on."""
    texts = [SOURCES]
    for name in ("sympy", "mpmath"):
        package = distribution(name)
        texts += [f"\n{name} {package.version}\n"]
        texts += [file.read_text() for file in package.files if file.name.startswith("LICENSE")]
    return "\n".join(texts)


def write(found, out):
    """The copy of the book; `found` has the cells of each page that shows a formula."""
    shutil.rmtree(LIVE, ignore_errors=True)
    shutil.copytree(HTML, LIVE)
    place = LIVE / "_static" / "live"
    place.mkdir()
    (place / "runtime.js").write_text(runtime(out), encoding="utf-8")
    (place / "letters.css").write_text(letters(), encoding="utf-8")
    (place / "LICENCES.txt").write_text(licences(), encoding="utf-8")
    worker = json.dumps((HERE / "worker.js").read_text(encoding="utf-8"))
    script = (HERE / "live.js").read_text(encoding="utf-8")
    (place / "live.js").write_text(f"const LIVE_WORKER = {worker}\n{script}", encoding="utf-8")
    shutil.copy(HERE / "live.css", place)
    for name, cells in found.items():
        data = place / f"{name}.js"
        data.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(cells, ensure_ascii=False)
        data.write_text(f"const LIVE_CELLS = {text}\n", encoding="utf-8")
        page = LIVE / f"{name}.html"
        head = HEAD.format(up="../" * name.count("/"), page=name)
        text = page.read_text(encoding="utf-8").replace("</head>", head, 1)
        page.write_text(text, encoding="utf-8")


def note(problem):
    """True for a cell that runs; else what its page says of it."""
    if not problem:
        return True
    package = re.match(r"this needs (.+?),", problem)
    return f"needs {package[1]}, not run here" if package else "not run here"


def tried(found, out):
    """`found`, in which each cell that shows a formula has what a run of it has said: `runs`."""
    (out / "pages.json").write_text(json.dumps(found), encoding="utf-8")
    python("check", PYODIDE, out)
    problems = json.loads((out / "found.json").read_text(encoding="utf-8"))
    for name, cells in found.items():
        for number, problem in problems[name].items():
            cells[int(number)]["runs"] = note(problem)
        print(f"{name}: {list(problems[name].values()).count('')} of {len(problems[name])}")
    return found


def main():
    """Pack the Python, try every cell in it, and write the book with those that run."""
    with TemporaryDirectory() as folder:
        python("pack", PYODIDE, distribution("sympy").locate_file(""), ROOT, folder)
        write(tried(pages(), Path(folder)), Path(folder))


if __name__ == "__main__":
    main()
