"""The record of a result, and of what a kernel has noticed: what is written is what is read."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

from grader.notice import MIME, PUT_BACK, REFUSED, first  # noqa: E402
from grader.outputs import notice, notice_in, notices  # noqa: E402
from grader.result import ByHand, Result  # noqa: E402

RESULT = Result("Zoë", "set1", "key", "graded", ["a reason"],
                {"one": 1.0, "two": None, "three": 0.0}, {"one": 2.0, "two": 3.0, "three": 4.0}, 1.5)
GIVEN = RESULT._replace(given={"two": ByHand(2.5, "Why?"), "three": ByHand(None, "See page 3.")})


@pytest.mark.parametrize("result", (RESULT, GIVEN))
def test_a_result_is_read_as_it_was_written(result):
    assert Result.from_json(result.to_json()) == result and "Zoë" in result.to_json()


@pytest.mark.parametrize("text", ("", "[]", "{}", "7", '{"student": "ada"}', "half a fi"))
def test_what_is_no_result_is_refused(text):
    with pytest.raises((ValueError, TypeError)):
        Result.from_json(text)


def test_points_by_hand_come_first():
    assert RESULT.total == 1 and RESULT.waiting == ["two"]
    assert GIVEN.total == 3.5 and GIVEN.waiting == []
    assert GIVEN.points("three") == 0
    assert (GIVEN.comment("three"), GIVEN.comment("one")) == ("See page 3.", "")


RECORD = {PUT_BACK: ["numpy.sum"], REFUSED: []}


def test_a_notice_is_read_from_the_output_made_of_it():
    output = notice(RECORD)
    assert notices([{"outputs": [output]}]) == [RECORD]
    assert "numpy.sum" in output.data["text/plain"]
    result = output | {"output_type": "execute_result"}
    assert notices([{"outputs": [result]}, {"cell_type": "markdown"}]) == []


@pytest.mark.parametrize("found", (
    {}, {PUT_BACK: []}, RECORD | {"more": []}, RECORD | {REFUSED: "name"}, RECORD | {REFUSED: [7]},
    [], "text", None))
def test_what_is_no_record_is_no_notice(found):
    assert notice_in({"data": {MIME: found}}) is None


def test_names_in_a_record_are_few_short_and_can_be_written():
    assert first(["a", "a", "b\udcff", "c" * 1000]) == ["a", "b?", "c" * 200]
    assert len(first(map(str, range(99)))) == 10
