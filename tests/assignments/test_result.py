"""The record of a result: what is written is what is read."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments"))

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
