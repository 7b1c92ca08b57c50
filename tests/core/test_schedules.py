"""Schedules: their values, their type, and the sums that Robbins and Monro ask for."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplib.optimise.schedules import (as_schedule, chain, constant, cosine, exponential, one_over_t,
                                      step, warmup)

EVERY = {
    "constant": constant,
    "step": lambda rate: step(rate, np.float64(0.1), np.int64(10)),
    "exponential": lambda rate: exponential(rate, np.float64(0.1), np.int64(10)),
    "one_over_t": lambda rate: one_over_t(rate, np.int64(10)),
    "cosine": lambda rate: cosine(rate, np.int64(10)),
    "warmup": lambda rate: warmup(np.int64(10), lambda t: rate),
    "chain": lambda rate: chain((lambda t: rate, np.int64(10)), rate),
}
every_schedule = pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
lengths, rates, factors = st.integers(1, 1000), st.floats(1e-6, 10), st.floats(0.01, 0.99)


def values(schedule, *steps):
    return [schedule(t) for t in steps]


def test_values_by_hand():
    assert values(constant(0.5), 0, 7, 10**9) == [0.5] * 3
    assert values(step(8, 0.5, 10), 0, 9, 10, 19, 20, 30) == [8, 8, 4, 4, 2, 1]
    assert values(exponential(8, 0.25, 10), 0, 5, 10, 20) == [8, 4, 2, 0.5]
    assert values(one_over_t(6, 10), 0, 10, 20, 50) == [6, 3, 2, 1]
    assert values(cosine(8, 12), 0, 4, 6, 8, 12, 13, 10**9) == pytest.approx([8, 6, 4, 2, 0, 0, 0], rel=1e-14)
    assert values(cosine(8, 12), 12, 13) == [0, 0]
    assert values(warmup(4, 8), 0, 1, 2, 3, 4, 5) == [0, 2, 4, 6, 8, 8]
    assert values(warmup(2, step(8, 0.5, 3)), *range(8)) == [0, 4, 8, 8, 8, 4, 4, 4]
    assert values(chain((constant(8), 2), (one_over_t(6, 1), 3), step(1, 0.5, 2)), *range(9)) == [
        8, 8, 6, 3, 2, 1, 1, 0.5, 0.5]
    assert values(chain((3, 1), 2), 0, 1, 2) == [3, 2, 2]
    assert values(chain(0.5), 0, 1) == [0.5, 0.5]


@every_schedule
@given(t=st.integers(0, 10**6))
def test_every_value_is_a_python_float_that_is_not_negative(make, t):
    for rate, kind in itertools.product((0.5, np.float32(0.5), np.float64(0.5)), (int, np.int64, np.int32)):
        assert type(make(rate)(kind(t))) is float
        assert 0 <= make(rate)(kind(t)) == make(0.5)(t) <= 0.5


@given(rate=rates, factor=factors, steps=lengths, drops=st.integers(0, 5))
def test_step_and_exponential_meet_at_every_drop(rate, factor, steps, drops):
    t = drops * steps
    assert step(rate, factor, steps)(t) == pytest.approx(rate * factor**drops, rel=1e-13)
    assert exponential(rate, factor, steps)(t) == pytest.approx(rate * factor**drops, rel=1e-13)
    assert step(rate, factor, steps)(t + steps - 1) == step(rate, factor, steps)(t)      # level until the next


@given(rate=rates, steps=lengths)
def test_the_falling_ones_fall(rate, steps):
    for schedule in (exponential(rate, 0.5, steps), one_over_t(rate, steps), cosine(rate, steps)):
        path = values(schedule, *range(0, steps + 1, max(1, steps // 20)))
        assert path[0] == rate and all(later < earlier for earlier, later in itertools.pairwise(path))


@given(rate=rates, steps=lengths)
def test_cosine_is_symmetric_about_its_middle(rate, steps):
    schedule = cosine(rate, steps)
    for t in range(0, steps + 1, max(1, steps // 20)):
        assert schedule(t) + schedule(steps - t) == pytest.approx(rate, rel=1e-13)


@given(rate=rates, steps=lengths, after=st.integers(0, 100))
def test_warmup_is_a_line_and_then_the_other_schedule(rate, steps, after):
    schedule, then = warmup(steps, cosine(rate, 50)), cosine(rate, 50)
    line = values(schedule, *range(steps + 1))
    np.testing.assert_allclose(line, np.linspace(0, rate, steps + 1), rtol=1e-13)
    assert schedule(steps + after) == then(after)


@given(st.lists(lengths, min_size=1, max_size=4), st.data())
def test_chain_counts_every_part_from_0(steps, data):
    parts = [lambda t, part=part: part + t / 10**4 for part in range(len(steps) + 1)]
    schedule = chain(*zip(parts, steps), parts[-1])
    part = data.draw(st.integers(0, len(steps)))
    own = data.draw(st.integers(0, steps[part] - 1)) if part < len(steps) else data.draw(lengths)
    assert schedule(sum(steps[:part]) + own) == parts[part](own)


def test_one_over_t_meets_robbins_and_monro():
    """Ση = ∞, as the logarithm, and Ση² < ∞: here π²/6, for s = 1 and η₀ = 1."""
    path = np.array(values(one_over_t(1, 1), *range(10**5)))
    assert path.sum() == pytest.approx(math.log(10**5) + np.euler_gamma, abs=1e-5)
    assert (path**2).sum() == pytest.approx(math.pi**2 / 6, abs=2e-5)


def test_a_number_is_a_constant_schedule():
    assert as_schedule("rate", 2)(5) == 2.0 and type(as_schedule("rate", 2)(5)) is float
