"""The iterates on a bowl, and bowls with given curvatures."""

import numpy as np
import pytest

from bplib import optimise
from bplib.instruments.landscapes import iterates, random_bowl


def test_iterates_are_those_of_the_recurrence():
    start = np.array([2.0, -1.0])
    path = iterates(optimise.gradient_descent(0.1), lambda theta: [3.0, 5.0] * theta, start, 7)
    np.testing.assert_allclose(path, start * np.array([0.7, 0.5]) ** np.arange(8)[:, None], rtol=1e-14)
    assert (start == [2, -1]).all()


def test_a_random_bowl_has_the_curvatures_along_its_directions():
    A, Q = random_bowl([1.0, 2.0, 5.0], np.random.default_rng(0))
    np.testing.assert_allclose(A @ Q, Q * [1, 2, 5], atol=1e-14)
    np.testing.assert_allclose(Q.T @ Q, np.eye(3), atol=1e-14)
    assert np.abs(Q).max() < 0.999


@pytest.mark.parametrize("start, steps, message", [
    (np.ones((2, 1)), 3, r"start must have shape \(N,\)"), ([1.0], -1, "steps must be at least 0"),
])
def test_bad_arguments_are_named(start, steps, message):
    with pytest.raises(ValueError, match=message):
        iterates(optimise.gradient_descent(0.1), lambda theta: theta, start, steps)
