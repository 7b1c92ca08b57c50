"""Points given by hand: byhand.csv in the folder of results, filled in with a spreadsheet.

It is read at the next run. A line for each answer that waits is written there; a line added for
any other question overrides its points.
"""

import csv
import io

from grader.result import ByHand
from grader.results import write_whole

COLUMNS = ["student", "question", "points", "max", "comment"]


def with_points(kept, rows, task):
    """The rows with the points given by hand; pages are made anew where those have changed."""
    file = kept.out / "byhand.csv"
    given = read(file, task.questions)
    write(file, given, rows, task.questions)
    return [(student, with_given(kept, result, given)) for student, result in rows]


def read(file, questions):
    """{(student, question): ByHand}; a line that cannot be used ends the program."""
    given = {}
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    for number, line in enumerate(csv.DictReader(text.splitlines()), 2):
        question = (line.get("question") or "").strip()
        points = (line.get("points") or "").strip().replace(",", ".")
        where = f"{file}, line {number}: expected"
        if question not in questions:
            raise SystemExit(f"{where} one of {', '.join(questions)} as question, got {question!r}")
        if points and not is_between(points, questions[question]):
            raise SystemExit(f"{where} points from 0 to {questions[question]:g}, got {points!r}")
        given[line["student"], question] = ByHand(
            float(points) if points else None, (line.get("comment") or "").strip())
    return given


def is_between(text, highest):
    """Whether a text is a number from 0 to `highest`."""
    try:
        return 0 <= float(text) <= highest
    except ValueError:
        return False


def write(file, given, rows, questions):
    """Write the lines that were there, and one for each answer that waits."""
    waiting = {(student, question): ByHand(None, "") for student, result in rows if result
               for question, score in result.scores.items() if score is None}
    lines = waiting | given
    if not lines:
        return
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for (student, question), (points, comment) in sorted(lines.items()):
        table.writerow([student, question, "" if points is None else f"{points:g}",
                        f"{questions[question]:g}", comment])
    write_whole(file, text.getvalue())


def with_given(kept, result, given):
    """A result with what was given by hand; where that has changed, it is kept anew."""
    if result is None:
        return None
    lines = {question: value for (student, question), value in given.items()
             if student == result.student and value != ByHand(None, "")}
    if result.given != lines:
        result = result._replace(given=lines)
        kept.replace(result)
    return result
