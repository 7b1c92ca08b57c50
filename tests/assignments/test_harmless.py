"""Whatever an ordinary student's notebook does, right answers keep their points, and what was put right is told."""

import json
import random
import re
import subprocess
from functools import cache

import harmless
import mini
import pytest
from hypothesis import given, settings, strategies
from test_grade import command, rows

from grader import preflight  # noqa: E402  (mini has put its folder on the path)
from grader.alignment import name_of, normal
from grader.course import HOME, Course
from grader.handed_in import Refused

NOTHING_SAYS_WHICH = {"questions_deleted", "metadata_lost"}
STRUCTURAL = sorted(name for name, kind in harmless.KINDS.items() if kind.structural)


IN_ANSWERS = sorted(set(harmless.KINDS) - set(STRUCTURAL))


def changed(name, kinds):
    """The solved notebook of a set after some kinds of change, those of the cells last, as a student's file."""
    notebook = harmless.solved(name)
    for kind in sorted(kinds, key=lambda kind: harmless.KINDS[kind].structural):
        notebook = harmless.KINDS[kind].change(notebook)
    return json.dumps(notebook)


def go_together(kinds):
    """Whether at most one of the kinds is to be alone, and something still says of which set the notebook is."""
    return sum(harmless.KINDS[kind].alone for kind in kinds) <= 1 and not NOTHING_SAYS_WHICH <= set(kinds)


@cache
def right(name):
    """{name of an answer: (its cell, the name of the last cell of its question)}"""
    cells = harmless.solved(name).cells
    named = [harmless.mark(cell).get("grade_id", "") for cell in cells]
    last = {}
    for at, cell in enumerate(cells):
        if harmless.is_answer(cell):
            checks = [other for other in named[at:] if other.endswith("-check") and other != "set3-check"]
            last[named[at]] = cell, checks[0] if checks else ""
    return last


def assert_answers_arrive(name, notebook):
    """Each right answer is in the notebook before its tests, and no blank comes after it."""
    cells = notebook.cells
    named = [name_of(cell) for cell in cells]
    for answer, (cell, tests) in right(name).items():
        if cell.cell_type != "code":
            assert normal(cell) in normal(cells[named.index(answer)]), answer
            continue
        code = [normal(other) for other in cells[:named.index(tests)] if other.cell_type == "code"]
        text = "\n".join(code)
        place = -1
        for line in normal(cell).split("\n"):
            place = text.find(line, place + 1)
            assert place >= 0, (answer, line)
        for function in harmless.functions(cell.source):
            at = max(found.start() for found in re.finditer(rf"^def {function}\b", text, flags=re.M))
            body = re.match(r".*(\n(?:[ ].*)?)*", text[at:])[0]
            assert "raise NotImplementedError" not in body, (answer, function)


@pytest.mark.parametrize("kind", STRUCTURAL)
@pytest.mark.parametrize("name", mini.SETS)
def test_answers_arrive_where_they_belong(name, kind):
    notebook, status, reasons = preflight.check(changed(name, [kind]), Course(HOME), name)
    assert_answers_arrive(name, notebook)
    assert status in {"graded"} | harmless.KINDS[kind].statuses and (status == "graded") == (not reasons)


@pytest.mark.parametrize("name", mini.SETS)
def test_a_notebook_that_nothing_says_the_set_of_is_not_graded_but_told(name):
    notebook = harmless.KINDS["metadata_lost"].change(harmless.solved(name))
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    with pytest.raises(Refused, match=f"no cell of {name} is in it") as refused:
        preflight.check(json.dumps(notebook), Course(HOME), name)
    assert refused.value.status == "wrong assignment"


@given(strategies.sampled_from(mini.SETS),
       strategies.lists(strategies.sampled_from(STRUCTURAL), min_size=2, max_size=4, unique=True).filter(go_together))
def test_answers_arrive_whatever_was_done_to_the_cells(name, kinds):
    notebook, status, reasons = preflight.check(changed(name, kinds), Course(HOME), name)
    assert_answers_arrive(name, notebook)
    assert (status == "graded") == (not reasons)


# The whole grader: every kind that is more than an order of cells, several in one notebook

FOR_FORMULAS = {"expanded", "factored", "equations", "other_bound_index", "in_pieces", "star_sympy", "init_printing"}
SLOW = {"settrace"}     # each call of SymPy takes several times as long
EACH = 3                # notebooks of a set
COMBINATIONS = 75       # of a set, in the profile "thorough"


def packed():
    """{set: lists of kinds} with every kind once, in `EACH` notebooks of each set."""
    slots = [(name, []) for _ in range(EACH) for name in mini.SETS]
    for_set2 = [slot for slot in slots if slot[0] == "set2"]
    for kind in sorted(IN_ANSWERS, key=lambda kind: (not harmless.KINDS[kind].alone, kind)):
        places = for_set2 if kind in FOR_FORMULAS else slots
        if kind in harmless.WRITTEN or harmless.KINDS[kind].alone or kind in SLOW:
            places = [slot for slot in slots if slot[0] != "set2"]      # whose answers are no functions, and take longest
        min((slot[1] for slot in places if go_together([*slot[1], kind])), key=len).append(kind)
    return {name: [kinds for set_of, kinds in slots if set_of == name] for name in mini.SETS}


def combinations(name):
    """Lists of one to four kinds; the same in each run."""
    rng = random.Random(name)
    while True:
        kinds = rng.sample(sorted(harmless.KINDS), rng.randint(1, 4))
        if go_together(kinds):
            yield kinds


def test_every_kind_is_tried():
    tried = [kind for packs in packed().values() for kinds in packs for kind in kinds]
    assert sorted(tried) == IN_ANSWERS and len(harmless.KINDS) > 100


@pytest.mark.parametrize("name", mini.SETS)
def test_right_answers_keep_their_points(name, tmp_path):
    tried = packed()[name]
    if settings.get_current_profile_name() == "thorough":
        tried += [kinds for kinds, _ in zip(combinations(name), range(COMBINATIONS))]
    for number, kinds in enumerate(tried):
        mini.hand_in(tmp_path / "in", f"{number:03}", changed(name, kinds), f"{name}.ipynb")
    done = subprocess.run(command(tmp_path / "in", HOME, tmp_path / "out", name=name), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = rows(tmp_path / "out")
    assert len(found) == len(tried)
    for row, kinds in zip(found.values(), tried):
        by_hand = [cell for cell in harmless.answers(harmless.solved(name), "markdown")]
        most = float(row["max"]) - sum(cell.metadata["nbgrader"]["points"] for cell in by_hand)
        assert float(row["score"]) == most, (kinds, row)
        assert all(row[harmless.mark(cell)["grade_id"]] == "" for cell in by_hand), (kinds, row)
        allowed = {"graded"}.union(*(harmless.KINDS[kind].statuses for kind in kinds))
        assert row["status"] in allowed, (kinds, row)
