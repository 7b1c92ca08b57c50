"""What a class hands in: which folder is whose, which notebook counts, and whether it has changed.

    handed-in/ada/set1.ipynb    or handed-in/ada/set1/set1.ipynb

Nothing else is read, however large it is, and no link is followed.
"""

import hashlib
import os
import unicodedata
from itertools import islice
from pathlib import Path

from bplib.words import word

from grader import limits
from grader.spreadsheet import plain

HIDDEN = (".", "__MACOSX")
PACKED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")
LONGEST = 150       # bytes of a student's name: files are named after it, and have at most 255


class Refused(Exception):
    """A submission that cannot be run: its status, and the reason in words."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


def find(folder, name):
    """The notebook of the set `name` in a student's folder: <set>.ipynb or <set>/<set>.ipynb."""
    for place in (folder, folder / name):
        path = place / f"{name}.ipynb"
        for linked in (place, path):
            if linked.is_symlink():
                text = word("{name} is a link; expected the folder or the notebook itself")
                raise Refused("wrong name", text.format(name=linked.name))
        if path.is_file():
            return path
    others = files(folder)
    if others:
        text = word("expected {name}.ipynb, found {others}; {advice} and grade again")
        packed = any(other.lower().endswith(PACKED) for other in others)
        advice = word("unpack it") if packed else word("rename it")
        raise Refused("wrong name", text.format(name=name, others=", ".join(others[:5]),
                                                advice=advice))
    raise Refused("nothing", word("expected {name}.ipynb, found an empty folder").format(name=name))


def files(folder):
    """The names of the files in a folder that are not hidden, from its first hundred folders."""
    found = []
    for place, folders, names in islice(os.walk(folder), 100):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        found += [os.path.relpath(os.path.join(place, name), folder) for name in sorted(names)
                  if not name.startswith(HIDDEN)]
    return found


def beside(path, folder, name):
    """A reason, in a list, if another notebook is there, which may be the one that was meant."""
    others = [other for other in files(folder) if other.lower().endswith(".ipynb")
              and folder / other != path]
    text = word("graded is {name}.ipynb; there is also {others}")
    return [text.format(name=name, others=", ".join(others[:5]))] * bool(others)


def take(folder, name):
    """The bytes of a student's notebook, and what is to be said about what lies beside it."""
    try:
        path = find(folder, name)
        return content_of(path), beside(path, folder, name)
    except OSError as problem:
        text = word("it cannot be read: {problem}")
        raise Refused("unreadable", text.format(problem=problem.strerror)) from None


def content_of(path):
    """The bytes of a file that is not too large."""
    found = path.stat().st_size
    if not 0 < found <= limits.FILE:
        raise Refused("unreadable", word("expected a file of 1 to {most:,} bytes, came {found:,}")
                      .format(most=limits.FILE, found=found))
    return path.read_bytes()


def digest(folder, name):
    """A name for what a student handed in. It changes when that does; no other file is read."""
    try:
        content, reasons = take(folder, name)
    except Refused as refused:
        content, reasons = b"", [refused.status, str(refused)]
    return hashlib.sha256(b"\0".join([content, *map(os.fsencode, reasons)])).hexdigest()


def students(folder):
    """{name: folder} of the students, in order, and the names of the files that lie beside them."""
    entries = sorted(path for path in Path(folder).iterdir() if not path.name.startswith(HIDDEN))
    folders = [path for path in entries if os.path.isdir(path)]
    named = {}
    for path in folders:
        named[student_name(path.name, named)] = path
    return named, [shown(path.name) for path in entries if path not in folders]


def student_name(name, taken):
    """The name of a student: that of the folder.

    One that is too long for the files that are named after it, that is no text, or that a table
    could not tell from one in `taken`, ends in digits of its own.
    """
    kept = alike(shown(name))
    if kept == alike(name) and len(name.encode()) <= LONGEST and kept not in map(alike, taken):
        return name
    digits = hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
    return f"{kept.encode()[:LONGEST].decode(errors='ignore')}~{digits}"


def alike(name):
    """What a spreadsheet keeps of a name."""
    return unicodedata.normalize("NFC", plain(name.strip()))


def shown(name):
    """A name for a terminal and a table: "?" is for what is no character, or moves a cursor."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else "?"
                   for letter in text)
