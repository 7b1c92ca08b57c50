"""The schedules as the chapter prints them, against those of the code."""

import pytest

from bplib.book.schedules import FORMULAS, decay, eta_max, k, t
from bplib.optimise import schedules

RATE, FACTOR, STEPS = 0.75, 0.5, 12
CODE = {"step": schedules.step(RATE, FACTOR, STEPS),
        "exponential": schedules.exponential(RATE, FACTOR, STEPS),
        "1/t": schedules.one_over_t(RATE, STEPS),
        "cosine": schedules.cosine(RATE, STEPS),
        "warm-up": schedules.warmup(STEPS, RATE)}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_printed_schedule_is_that_of_the_code(name):
    formula = FORMULAS[name].subs({eta_max: RATE, decay: FACTOR, k: STEPS})
    for step in range(3 * STEPS):
        assert float(formula.subs(t, step)) == pytest.approx(CODE[name](step), rel=1e-14, abs=1e-16)
