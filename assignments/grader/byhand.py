"""Points given by hand: byhand.csv in the folder of results, filled in with a spreadsheet and read at the next run.

A line for each answer that waits is written there; a line added for any other question overrides its points.
"""

import csv
import io

from wrapper import results

COLUMNS = ["student", "question", "points", "max", "comment"]


def complete(kept, rows, task):
    """The rows with the points given by hand; pages are made anew where those have changed."""
    file = kept.out / "byhand.csv"
    given = read(file, task.questions)
    write(file, given, rows, task.questions)
    return [(student, merged(kept, student, result, given)) for student, result in rows]


def read(file, questions):
    """{(student, question): (points or None, comment)}; a line that cannot be used ends the program."""
    given = {}
    lines = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()) if file.exists() else []
    for number, line in enumerate(lines, 2):
        question, points = (line.get("question") or "").strip(), (line.get("points") or "").strip().replace(",", ".")
        if question not in questions:
            raise SystemExit(f"{file}, line {number}: expected one of {', '.join(questions)} as question, got {question!r}")
        if points and not is_between(points, questions[question]):
            raise SystemExit(f"{file}, line {number}: expected points from 0 to {questions[question]:g}, got {points!r}")
        given[line["student"], question] = (float(points) if points else None, (line.get("comment") or "").strip())
    return given


def is_between(text, highest):
    """Whether a text is a number from 0 to `highest`."""
    try:
        return 0 <= float(text) <= highest
    except ValueError:
        return False


def write(file, given, rows, questions):
    """Write the lines that were there, and one for each answer that waits."""
    waiting = {(student, question): (None, "") for student, result in rows if result
               for question, score in result["scores"].items() if score is None}
    lines = waiting | given
    if not lines:
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for (student, question), (points, comment) in sorted(lines.items()):
        table.writerow([student, question, "" if points is None else f"{points:g}", f"{questions[question]:g}", comment])
    results.write(file, text.getvalue())


def merged(kept, student, result, given):
    """A result with the points and comments given by hand. When those have changed, the page is made anew."""
    if result is None:
        return None
    lines = {question: list(value) for (name, question), value in given.items() if name == student and value != (None, "")}
    scores = result["scores"] | {question: points for question, (points, _) in lines.items() if points is not None}
    comments = {question: comment for question, (_, comment) in lines.items() if comment}
    shown = result | {"scores": scores, "comments": comments}
    if result.get("given", {}) != lines:
        kept.replace(student, result | {"given": lines}, shown)
    return shown
