"""Compiles the Python of the page, in the Python of the page: pack.mjs runs this in Pyodide.

Docstrings and assertions of the packages are left out, which makes them smaller by a fifth; bplib
keeps both. Nothing in an archive is compressed: runtime.js is, as a whole.
"""

import importlib.util
import marshal
import os
import zipfile

# parts of SymPy that are large and that nothing else in it needs
LEFT_OUT = {f"sympy/{part}" for part in (
    "categories", "crypto", "diffgeom", "holonomic", "liealgebras", "sandbox", "stats",
    "testing", "parsing/autolev", "parsing/c", "parsing/fortran", "parsing/latex",
    "physics/biomechanics", "physics/continuum_mechanics", "physics/control", "physics/hep",
    "physics/mechanics", "physics/optics", "physics/quantum", "physics/vector")}
NOT_PACKED = {"__pycache__", "tests", "benchmarks"}


def pack(pyodide, packages, book, out):
    """Write stdlib.zip and packages.zip; all four are folders."""
    with zipfile.ZipFile(f"{pyodide}/python_stdlib.zip") as given:
        library = [(name, given.read(name)) for name in given.namelist() if name[-1] != "/"]
    write(f"{out}/stdlib.zip", ((*file, 2) for file in library))
    names = "sympy", "mpmath"
    write(f"{out}/packages.zip", [
        *((*file, 2) for name in names for file in files(packages, name, LEFT_OUT)),
        *((*file, 0) for file in files(book, "bplib", {"bplib/draw"})),
        *((file.removeprefix("tools/live/"), text, 0) for file, text in files(book, "tools/live")
          if file.endswith(("absent.py", "cells.py")))])


def files(root, folder, left_out=()):
    """(name, content) of the Python files of a package."""
    for place, folders, names in os.walk(f"{root}/{folder}"):
        inside = os.path.relpath(place, root)
        folders[:] = sorted(name for name in set(folders) - NOT_PACKED
                            if f"{inside}/{name}" not in left_out)
        for name in sorted(names):
            if name.endswith(".py"):
                with open(f"{place}/{name}", "rb") as file:
                    yield f"{inside}/{name}", file.read()


def write(archive, contents):
    """An archive of (name, content, how far the code is optimised)."""
    with zipfile.ZipFile(archive, "w") as made:
        for name, content, optimise in contents:
            if name.endswith(".py"):
                code = compile(content, name, "exec", dont_inherit=True, optimize=optimise)
                # the header of a file that is never compared with its source (PEP 552)
                head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
                name, content = f"{name}c", head + marshal.dumps(code)
            made.writestr(zipfile.ZipInfo(name), content)
