"""The folder of a course.

    sets/<set>/source/<set>.ipynb      with solutions and hidden tests
    sets/<set>/release/<set>.ipynb     made from it, for the students
    sets/<set>/*.py                    its hidden checks, and ...
    checks/                            ... what those of all sets share; the judge alone loads them
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent.parent
STAMP = "four_equations"        # where a release notebook says in its metadata which release it is


class Course(NamedTuple):
    """A folder with sets/, and with checks/ if its sets share some."""

    root: Path

    def sets(self):
        """The names of the problem sets, in order."""
        names = sorted(path.name for path in self.root.glob("sets/*"))
        return [name for name in names if (self.source(name) / f"{name}.ipynb").is_file()]

    def folder(self, name):
        """All that belongs to a set."""
        return self.root / "sets" / name

    def source(self, name):
        """The folder of a set's notebook with its solutions."""
        return self.folder(name) / "source"

    def release(self, name):
        """The notebook that students get."""
        return self.folder(name) / "release" / f"{name}.ipynb"


def fingerprint(*paths):
    """A name for the content of files and folders; it changes when any file does."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(path.parent)}\0{file.stat().st_size}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()
