"""Learning rate schedules: the rate η as a function of t, the number of steps taken so far.

Every schedule here is a function t -> float, with t = 0 for the first step; one epoch has as many
steps as batches. An optimiser takes a schedule where it takes a rate: adam(cosine(0.01, 2000)).
Any function of t does as well, as long as its values are real numbers, finite and not below 0.
"""

import math
from functools import partial

from bplib.expect import expect_int, expect_not_negative, expect_real


def constant(rate):
    """η(t) = η₀, with η₀ = `rate` > 0."""
    return partial(_constant, _first(rate))


def _constant(rate, t):
    _expect_t(t)
    return rate


def step(rate, factor, steps):
    """η(t) = η₀ γ^⌊t/s⌋: every s = `steps` steps the rate drops by γ = `factor`, 0 < γ < 1.

    Nielsen (2015), chapter 3, drops it by 1/2 or 1/10 when the validation accuracy gets worse; here
    the steps are fixed beforehand.
    """
    rate, factor, steps = _first(rate), _factor(factor), expect_int("steps", steps, least=1)
    return partial(_step, rate, factor, steps)


def _step(rate, factor, steps, t):
    return rate * factor ** (_expect_t(t) // steps)                      # η₀ γ^⌊t/s⌋


def exponential(rate, factor, steps):
    """η(t) = η₀ γ^(t/s): the same fall as `step`, a little at every step.

    Senior, Heigold, Ranzato and Yang (2013), where γ = 1/10.
    """
    rate, factor, steps = _first(rate), _factor(factor), expect_int("steps", steps, least=1)
    return partial(_exponential, rate, factor, steps)


def _exponential(rate, factor, steps, t):
    return rate * factor ** (_expect_t(t) / steps)                       # η₀ γ^(t/s)


def one_over_t(rate, steps):
    """η(t) = η₀ / (1 + t/s): half of η₀ after s = `steps` steps, then about η₀ s/t.

    Darken and Moody (1991), "search then converge". The sum of η(t) is infinite and the sum of
    η(t)² is not: these are the two conditions of Robbins and Monro (1951).
    """
    rate, steps = _first(rate), expect_int("steps", steps, least=1)
    return partial(_one_over_t, rate, steps)


def _one_over_t(rate, steps, t):
    return rate / (1 + _expect_t(t) / steps)                             # η₀ / (1 + t/s)


def cosine(rate, steps):
    """η(t) = η₀ (1 + cos(πt/s))/2: from η₀ at t = 0 down to 0 at t = s = `steps`, and then 0.

    Loshchilov and Hutter (2017), eq. (5), with η_min = 0 and without restarts.
    """
    rate, steps = _first(rate), expect_int("steps", steps, least=1)
    return partial(_cosine, rate, steps)


def _cosine(rate, steps, t):
    return rate * (1 + math.cos(math.pi * min(_expect_t(t) / steps, 1))) / 2


def warmup(steps, then):
    """η(t) = (t/s) then(0) for t < s = `steps`; then(t − s) from there on.

    A line from 0 up to the first rate of `then`, which is a number or a schedule and counts its own
    steps from 0. At t = 0 the rate is 0: only the state of the optimiser changes in that step.
    Goyal et al. (2017), section 2.2 ("gradual warmup"), whose line starts above 0.
    """
    steps = expect_int("steps", steps, least=1)
    return partial(_warmup, steps, as_schedule("then", then))


def _warmup(steps, then, t):
    t = _expect_t(t)
    return t / steps * then(0) if t < steps else then(t - steps)


def chain(*parts):
    """One schedule after the other: chain((first, 100), (second, 50), last).

    Every part but the last is a pair (schedule, steps). Each schedule counts its own steps from 0:
    here t = 100 asks for second(0), and t = 150 for last(0). A number stands for a constant.
    """
    if not parts or isinstance(parts[-1], tuple):
        raise ValueError("the last part must be a schedule without steps: it never ends")
    pairs = [_pair(f"parts[{i}]", part) for i, part in enumerate(parts[:-1])]
    last = as_schedule(f"parts[{len(pairs)}]", parts[-1])

    return partial(_chain, pairs, last)


def _chain(pairs, last, t):
    t = _expect_t(t)
    for schedule, steps in pairs:
        if t < steps:
            return schedule(t)
        t -= steps
    return last(t)


def as_schedule(name, rate):
    """`rate` as a function t -> float: a number is constant, a schedule is checked at every t.

    The number must be above 0. `name` is what an error message calls it. Raises TypeError for a
    value that is not a real number, and ValueError for one that is nan, infinite or below 0; the
    message says at which t.
    """
    if not callable(rate):
        return constant(expect_real(name, rate, above=0))
    return partial(_checked, name, rate)


def _checked(name, rate, t):
    """η(t) as a float: a NumPy number would make float32 arrays float64."""
    return expect_not_negative(f"{name}({t})", rate(t))


def _expect_t(t):
    return expect_int("t", t, least=0)


def _first(rate):
    return expect_real("rate", rate, above=0)


def _factor(factor):
    return expect_real("factor", factor, above=0, below=1)


def _pair(name, part):
    if not (isinstance(part, tuple) and len(part) == 2):
        raise TypeError(f"{name} must be a pair (schedule, steps); got {part!r}")
    return as_schedule(name, part[0]), expect_int(f"the steps of {name}", part[1], least=1)
