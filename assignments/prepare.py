"""Make the students' notebooks from their sources: python assignments/prepare.py [--check]"""

import argparse
import filecmp
import shutil
import sys
import tempfile
from pathlib import Path

from grader.course import HOME, Course
from grader.release import generate


def arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true",
                        help="write nothing; exit 1 if a release is not what its source gives")
    parser.add_argument("--course", type=Path, default=HOME,
                        help="folder with sets/ (default: this one)")
    return parser.parse_args(argv)


def differing(made, kept):
    """The names of the files that are not the same, byte for byte, in the two folders."""
    names = {file.relative_to(folder)
             for folder in (made, kept) for file in folder.rglob("*") if file.is_file()}
    same, _, _ = filecmp.cmpfiles(made, kept, sorted(map(str, names)), shallow=False)
    return sorted(set(map(str, names)) - set(same))


def prepare(course, name, work, check):
    """Make the release of a set, and replace the present one unless `check`; what differs."""
    made, kept = generate(course, name, work).release(name).parent, course.release(name).parent
    changed = differing(made, kept)
    if changed and not check:
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(made, kept)
    return changed


def main(argv=None):
    """Make every release; 0 if all is well."""
    options = arguments(argv)
    course = Course(options.course.resolve())
    if not course.sets():
        sys.exit("--course: expected a folder with sets/<set>/source/<set>.ipynb, "
                 f"got {options.course}")
    differences = 0
    for name in course.sets():
        print(f"{name}: from source to release", flush=True)
        with tempfile.TemporaryDirectory() as work:
            changed = prepare(course, name, Path(work), options.check)
        for file in changed:
            print(f"{name}/release/{file} {'differs' if options.check else 'is new'}")
        differences += len(changed)
    return 1 if options.check and differences else 0


if __name__ == "__main__":
    sys.exit(main())
