"""byhand.csv and grades.csv, as spreadsheets save them: what a lecturer typed is read, or the line is named."""

import sys
import unicodedata
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from grader import byhand, handed_in  # noqa: E402
from grader.result import ByHand, Result  # noqa: E402
from grader.results import Results  # noqa: E402
from grader.spreadsheet import harmless, plain  # noqa: E402

QUESTIONS = {"one": 4.0, "two": 2.0}
CLASS = ["0012345", "Jürgen", "王伟", "王偉", "=cmd|'/c calc'!A1", "ada"]
HEADER = "student,question,points,max,comment"
ONE = {("Jürgen", "one"): ByHand(1.5, "gut")}


def read(folder, text, encoding="utf-8", students=CLASS):
    (folder / "byhand.csv").write_bytes(text.encode(encoding))
    return byhand.read(folder / "byhand.csv", students, QUESTIONS)[0]


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "utf-16", "cp1252"))
@pytest.mark.parametrize("separator", (",", ";", "\t"))
@pytest.mark.parametrize("end", ("\n", "\r\n"))
def test_a_table_as_a_spreadsheet_saves_it(tmp_path, encoding, separator, end):
    points = '"1,5"' if separator == "," else "1,5"
    lines = [HEADER.replace(",", separator), separator.join(["Jürgen", "one", points, "4", "gut"]), separator * 4, ""]
    assert read(tmp_path, end.join(lines), encoding) == ONE


@pytest.mark.parametrize("encoding, name", (("gb18030", "王伟"), ("big5", "王偉"), ("cp1252", "Jürgen")))
def test_a_code_page_is_known_by_the_names(tmp_path, encoding, name):
    assert read(tmp_path, f"{HEADER}\n{name},one,1.5,4,gut\n", encoding) == {(name, "one"): ByHand(1.5, "gut")}


def test_a_code_page_that_no_name_makes_clear_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="CSV UTF-8"):
        read(tmp_path, f"{HEADER}\nada,one,1,4,très bien\n", "cp1252")


@pytest.mark.parametrize("form", ("NFC", "NFD"))
def test_a_name_may_be_composed_or_not(tmp_path, form):
    students = [unicodedata.normalize("NFD", "Jürgen")]
    assert list(read(tmp_path, f"{HEADER}\n{unicodedata.normalize(form, 'Jürgen')} ,one,1,,\n", students=students)) == [(students[0], "one")]


def test_a_comment_keeps_its_lines(tmp_path):
    given = read(tmp_path, f'sep=,\n{HEADER}\nada,one,1,4,"first line\nsecond line"\n\nada,two,,2,\n')
    assert given == {("ada", "one"): ByHand(1.0, "first line\nsecond line"), ("ada", "two"): ByHand(None, "")}


@pytest.mark.parametrize("line, words", (
    ("12345,one,1,4,", "line 3: expected a student of the class, got '12345'; the nearest is '0012345'"),
    ("Juergen,one,1,4,", "got 'Juergen'; the nearest is 'Jürgen'"),
    ("nobody at all,one,1,4,", "got 'nobody at all'"),
    ("ada,three,1,4,", "expected one of one, two, adjustment as question, got 'three'"),
    ("ada,one,5,4,", "expected points from 0 to 4, got '5'"),
    ("ada,one,nan,4,", "expected points from 0 to 4, got 'nan'"),
    ("ada,one,-1,4,", "expected points from 0 to 4, got '-1'"),
    ("ada,adjustment,-7,,", "expected points from -6 to 6, got '-7'"),
    ("ada,one,1,4,good,more", "expected 5 cells, got 6"),
    ("Jürgen,one,2,4,", "expected one line for Jürgen and one, got a second"),
    ('ada,one,1,4,"open', "unexpected end of data"),
))
def test_a_line_that_cannot_be_used_is_named_and_the_file_left_alone(tmp_path, line, words):
    text = f"{HEADER}\nJürgen,one,1,4,\n{line}\n"
    with pytest.raises(SystemExit, match="byhand.csv") as error:
        read(tmp_path, text)
    assert words in str(error.value)
    assert (tmp_path / "byhand.csv").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text, words", (
    ("", "expected the columns student, question, points, comment, got ''"),
    ("name,points\nada,1\n", "got 'name,points'"),
    (f"{HEADER},marked by\nada,one,1,4,good,Bo\n", "got 'Bo' in a column named 'marked by'"),
))
def test_a_table_of_another_kind_is_refused(tmp_path, text, words):
    with pytest.raises(SystemExit) as error:
        read(tmp_path, text)
    assert words in str(error.value)


def results(student, *, two=None):
    return Result(student, "set", "key", "graded", [], {"one": 4.0, "two": two}, QUESTIONS)


def test_what_was_given_survives_the_next_runs(tmp_path):
    kept, rows = Results(tmp_path), [(name, results(name)) for name in CLASS]
    byhand.with_points(kept, rows, QUESTIONS)
    file = tmp_path / "byhand.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")            # by this Excel knows UTF-8
    text = file.read_text(encoding="utf-8-sig").replace("Jürgen,two,,2,", "Jürgen,two,2,2,-- good")
    text = text.replace(",", ";") + "ada;adjustment;−1,5;;two days late\nada;one;3;;\n"
    file.write_text(text, encoding="utf-8")
    done = dict(byhand.with_points(kept, rows, QUESTIONS))
    assert (done["Jürgen"].total, done["Jürgen"].comment("two")) == (6, "-- good")
    assert (done["ada"].total, done["ada"].adjustment, done["ada"].waiting) == (1.5, -1.5, ["two"])
    assert "-1.5. two days late" in (tmp_path / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text                  # it has every line: left alone

    rows.append(("bo", results("bo")))
    assert dict(byhand.with_points(kept, rows, QUESTIONS)) == done | {"bo": results("bo")}
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert "bo;two;;2;" in lines and "ada;adjustment;-1.5;;two days late" in lines
    assert dict(byhand.with_points(kept, rows, QUESTIONS))["Jürgen"].comment("two") == "-- good"


def test_every_name_that_a_folder_may_have_is_read_as_it_was_written(tmp_path):
    names = [" blanks ", "ada", "ada ", "=x", "'=x", "'quoted'", '"quoted"', "a,b;c", "-1", "e\u0301", "\u00e9", "tab\tx", "x" * 200]
    for name in names:
        (tmp_path / "in" / name).mkdir(parents=True)
    students = list(handed_in.students(tmp_path / "in")[0])
    byhand.with_points(Results(tmp_path), [(name, results(name)) for name in students], QUESTIONS)
    given, _ = byhand.read(tmp_path / "byhand.csv", students, QUESTIONS)
    assert len(students) == len(names) and given == {(name, "two"): ByHand(None, "") for name in students}


def test_a_penalty_takes_nobody_below_0():
    late = results("ada", two=0.0)._replace(scores={"one": 1.0, "two": 0.0}, given={"adjustment": ByHand(-4.0, "late")})
    assert late.total == 0


@pytest.mark.parametrize("text", ("=1+1", "+1", "-1", "@sum", "\tx", "'x", "x", "", "-"))
def test_no_cell_is_a_formula_and_each_is_read_as_it_was(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t"))
    assert plain(harmless(text)) == text


def test_names_and_reasons_in_the_table_are_no_formulas(tmp_path):
    result = results(CLASS[4], two=1.0)._replace(reasons=["@home"])
    Results(tmp_path).write_table([(CLASS[4], result), ("-x", None)], QUESTIONS)
    lines = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "student,status,score,max,one,two,adjustment,reason"
    assert lines[1] == "'=cmd|'/c calc'!A1,graded,5,6,4,1,,'@home"
    assert lines[2] == "'-x,not graded yet,,6,,,,"
