"""Make release/ from source/ for every problem set: python assignments/prepare.py [--check]"""

import argparse
import filecmp
import shutil
import sys
import tempfile
from pathlib import Path

from wrapper.course import HOME, Course, generate


def arguments(words):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if release/ is not what source/ gives")
    parser.add_argument("--course", type=Path, default=HOME, help="folder with source/ and release/ (default: this one)")
    return parser.parse_args(words)


def differing(made, kept):
    """The names of the files that are not the same, byte for byte, in the two folders."""
    names = {file.relative_to(folder) for folder in (made, kept) for file in folder.rglob("*") if file.is_file()}
    same, _, _ = filecmp.cmpfiles(made, kept, sorted(map(str, names)), shallow=False)
    return sorted(set(map(str, names)) - set(same))


def main(words=None):
    """Make every release; 0 if all is well."""
    options = arguments(words)
    course = Course(options.course.resolve())
    if not course.sets():
        sys.exit(f"--course: expected a folder with source/<set>/<set>.ipynb, got {options.course}")
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / "release"
        for name in course.sets():
            print(f"{name}: from source to release", flush=True)
            generate(course, name, Path(work))
        changed = differing(made, course.root / "release")
        if not options.check:
            shutil.rmtree(course.root / "release", ignore_errors=True)
            shutil.copytree(made, course.root / "release")
    for file in changed:
        print(f"release/{file} {'differs' if options.check else 'is new'}")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
