"""Grade what a class handed in: python assignments/grade.py SUBMISSIONS ASSIGNMENT [options]

SUBMISSIONS holds a folder for each student, and in it <assignment>.ipynb or
<assignment>/<assignment>.ipynb.
Writes grades.csv, and for each student feedback/<student>.html, graded/<student>.ipynb and
results/<student>.json.
A run that was stopped goes on where it stopped; what has not changed is not graded again.
"""

import argparse
import fcntl
import json
import os
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from grader import byhand, forks, handed_in, sandbox
from grader.batch import grade_all
from grader.course import HOME, Course, fingerprint
from grader.results import Results
from grader.task import Task

OWN = ("checks", "grader", "wire")      # what a result depends on, besides its set


def command_line():
    """The parser of the command line."""
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("submissions", type=Path, help="folder with a folder for each student")
    parser.add_argument("assignment", help="name of the problem set, such as set1")
    parser.add_argument("--out", type=Path,
                        help="where the results go (default: SUBMISSIONS-graded/ASSIGNMENT)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(),
                        help="how many at a time (default: one for each core)")
    parser.add_argument("--without-isolation", action="store_true",
                        help="do not shut notebooks in: each can read and change what you can")
    parser.add_argument("--course", type=Path, default=HOME, help="folder with sets/ and checks/")
    return parser


def arguments(argv):
    """The options, with folders in full; it ends with the reason where one cannot be."""
    parser = command_line()
    options = parser.parse_args(argv)
    options.course = Course(options.course.resolve())
    if not options.submissions.is_dir():
        parser.error(f"SUBMISSIONS: expected a folder, got {options.submissions}")
    if options.assignment not in options.course.sets():
        parser.error(f"ASSIGNMENT: expected one of {', '.join(options.course.sets())}, "
                     f"got {options.assignment}")
    if options.jobs < 1:
        parser.error(f"--jobs: expected 1 or more, got {options.jobs}")
    options.submissions = options.submissions.resolve()
    out = options.out or Path(f"{options.submissions}-graded") / options.assignment
    options.out = out.resolve()
    return options


def lock(out):
    """Keep a second run out of the same folder; the lock goes with this process."""
    file = open(out / ".lock", "w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"--out: expected a folder no other run writes to, got {out}")
    return file


def questions_of(course, name, work, kept):
    """The questions of a set, from the file `kept`; it is made when it is not there."""
    if not kept.exists():
        made = forks.start("grader.release", "questions", course, name, work, kept)
        made.join()
        if made.exitcode:
            sys.exit(made.exitcode)             # it has said why
    return json.loads(kept.read_text(encoding="utf-8"))


def tasks_for(folders, options, work):
    """A task for each student's folder."""
    course, name, out = options.course, options.assignment, options.out
    forks.serve(course, name)
    same = fingerprint(course.folder(name), course.root / "checks", *map(HOME.joinpath, OWN))
    kept = out / "questions" / f"{same[:16]}.json"
    questions = questions_of(course, name, work / "made", kept)
    return [Task(course, name, student, folder, work / str(number), not options.without_isolation,
                 (course.root, out, folder.parent), f"{handed_in.digest(folder, name)}-{same}",
                 questions["points"], questions["checks"], questions["titles"])
            for number, (student, folder) in enumerate(folders.items())]


def check_isolation(work):
    """End with what to do unless kernels can be shut in."""
    why = sandbox.why_not_isolated(work)
    if why:
        sys.exit(f"Notebooks cannot be shut in: {why}. Without that, a notebook can read and "
                 "change what you can, other students' results too, and use the network. If that "
                 "is what you want, add --without-isolation.")


def main(argv=None):
    """Grade a folder; 0 if every student has a result, 1 if the grader failed on one."""
    options = arguments(argv)
    out, results = options.out, Results(options.out)
    held = lock(out)
    folders, beside = handed_in.students(options.submissions)
    with tempfile.TemporaryDirectory(prefix="grade-") as work, held:
        work = Path(work).resolve()
        if not options.without_isolation:
            check_isolation(work)
        tasks = tasks_for(folders, options, work)
        if tasks:                   # a line that cannot be used is told before the class is graded
            byhand.read(out / "byhand.csv", [task.student for task in tasks], tasks[0].questions)
        todo = [task for task in tasks if not is_done(task, results.load(task.student))]
        try:
            grade_rest(todo, len(tasks), options.jobs, results)
        except KeyboardInterrupt:
            print("Stopped. The same command goes on from here.")
        statuses = report(tasks, beside, results)
    return 130 if "not graded yet" in statuses else 1 if "error" in statuses else 0


def is_done(task, result):
    """Whether the result that was kept is still what grading would give."""
    return result is not None and result.key == task.key


def grade_rest(todo, total, jobs, results):
    """Grade what is to be done, with a bar that shows how far it is."""
    with tqdm(total=total, initial=total - len(todo), unit="student",
              disable=None if not todo else False) as bar:
        def keep(task):
            results.keep(task.student, task.work)
            bar.update()

        grade_all(todo, jobs, keep)


def report(tasks, beside, results):
    """Write grades.csv with the points by hand; print, and return, how many have which status."""
    if not tasks:
        print("No student's folder found.")
        return {}
    kept = [(task.student, results.load(task.student)) for task in tasks]
    rows = byhand.with_points(results, kept, tasks[0].questions)
    results.write_table(rows, tasks[0].questions)
    statuses = [result.status if result else "not graded yet" for _, result in rows]
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(", ".join(f"{status}: {number}" for status, number in counted.items()))
    for file in beside:
        print(f"Not in a student's folder, not graded: {file}")
    print(f"Results: {results.out}")
    return counted
