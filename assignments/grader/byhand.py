"""Points given by hand: byhand.csv in the folder of results, filled in with a spreadsheet.

It is read at the next run. A line for each answer that waits is written there; a line added for
any other question overrides its points, and one for `adjustment` is added to the sum: a penalty for
lateness is below 0.
"""

import csv
import difflib

from grader.handed_in import alike
from grader.result import ADJUSTMENT, ByHand
from grader.spreadsheet import harmless, plain, table, texts, write_table

COLUMNS = ["student", "question", "points", "max", "comment"]
NEEDED = ["student", "question", "points", "comment"]


def with_points(kept, rows, questions):
    """The rows with the points given by hand; pages are made anew where those have changed."""
    file = kept.out / "byhand.csv"
    given, separator = read(file, [student for student, _ in rows], questions)
    write(file, given, rows, questions, separator)
    return [(student, with_given(kept, result, given)) for student, result in rows]


def read(file, students, questions):
    """{(student, question): ByHand}, and the separator.

    A file in a code page counts if one reading of it names students of the class, and not two.
    One that cannot be used ends the program, and is left as it is.
    """
    if not file.exists():
        return {}, ","
    readings, problems = [], []
    for text in texts(file.read_bytes()):
        try:
            rows, separator = table(text, NEEDED)
            reading = read_rows(rows, students, questions), separator
            readings += [reading] * (reading not in readings)
        except (ValueError, csv.Error) as error:
            problems.append(error)
    if len(readings) == 1:
        return readings[0]
    if readings or not problems:
        raise SystemExit(f'{file}: expected UTF-8, got a code page that nothing in it makes clear: '
                         'save it as "CSV UTF-8"')
    raise SystemExit(f"{file}, {problems[0]}")


def read_rows(rows, students, questions):
    """{(student, question): ByHand}; ValueError, with its line, for a row that cannot be used."""
    given = {}
    for number, row in rows:
        try:
            place, value = read_row(row, students, questions)
            if place in given:
                raise ValueError(f"expected one line for {' and '.join(place)}, got a second")
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
        given[place] = value
    return given


def read_row(row, students, questions):
    """((student, question), ByHand)"""
    if beside := [name for name in row if name not in COLUMNS and row[name]]:
        raise ValueError(f"expected the columns {', '.join(COLUMNS)}, got {row[beside[0]]!r} in a "
                         f"column named {beside[0]!r}: it belongs into comment")
    question = question_of(row["question"], questions)
    points = points_of(row["points"], question, questions)
    return ((student_of(row["student"], students), question),
            ByHand(points, plain(row["comment"])))


def student_of(name, students):
    """The student of the class with this name, as far as a spreadsheet keeps it.

    ValueError, with the nearest name, if there is none.
    """
    known = {alike(student): student for student in students}
    if (kept := alike(name)) in known:
        return known[kept]
    zeros = [student for student in known if student.lstrip("0") == kept.lstrip("0")]
    near = zeros or difflib.get_close_matches(kept, known, n=1, cutoff=0.5)
    hint = f"; the nearest is {near[0]!r}" if near else ""
    raise ValueError(f"expected a student of the class, got {name!r}{hint}")


def question_of(name, questions):
    if name not in (*questions, ADJUSTMENT):
        known = ", ".join([*questions, ADJUSTMENT])
        raise ValueError(f"expected one of {known} as question, got {name!r}")
    return name


def points_of(text, question, questions):
    """The points in a cell, with a comma or a point, or None if it is empty."""
    if not text:
        return None
    most = sum(questions.values()) if question == ADJUSTMENT else questions[question]
    least = -most if question == ADJUSTMENT else 0
    try:
        points = float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        points = None
    if points is None or not least <= points <= most:
        raise ValueError(f"expected points from {least:g} to {most:g}, got {text!r}")
    return points


def write(file, given, rows, questions, separator):
    """Write the lines that were there, and one for each answer that waits.

    A file that has them all is left alone.
    """
    waiting = {(student, question): ByHand(None, "") for student, result in rows if result
               for question, score in result.scores.items() if score is None}
    lines = waiting | given
    if lines == given:
        return
    write_table(file, [COLUMNS, *(
        [harmless(student), question, "" if points is None else f"{points:g}",
         f"{questions[question]:g}" if question in questions else "", harmless(comment)]
        for (student, question), (points, comment) in sorted(lines.items()))], separator)


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
