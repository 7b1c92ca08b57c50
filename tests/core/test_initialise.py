"""Weights at the start: moments against theory, over many draws with a fixed seed.

With N draws the sample variance has the relative standard deviation √(2/N) and the mean that of √(1/N); for
N = 480,000 five of them are 1 % of the variance. xavier, he and normal differ by far more at these widths.
"""

import numpy as np
import pytest
from scipy import stats

from bplib.initialise import he, normal, xavier
from bplib.network import build, forward

N_OUT, N_IN = 600, 800
VARIANCE = {xavier: 2 / (N_OUT + N_IN), he: 2 / N_IN, normal: 1.0}


@pytest.mark.parametrize("scheme", VARIANCE, ids=lambda scheme: scheme.__name__)
def test_moments(scheme):
    w = scheme(N_OUT, N_IN, np.random.default_rng(1))
    count, variance = w.size, VARIANCE[scheme]
    assert w.shape == (N_OUT, N_IN) and w.dtype == np.float64
    assert abs(w.mean()) < 5 * np.sqrt(variance / count)
    assert abs(w.var() / variance - 1) < 5 * np.sqrt(2 / count)
    assert stats.kstest(w.ravel() / np.sqrt(variance), "norm").pvalue > 1e-3


def test_no_two_schemes_would_pass_for_one_another():
    tolerance = 5 * np.sqrt(2 / (N_OUT * N_IN))
    variances = list(VARIANCE.values()) + [1 / N_IN, 1 / (N_OUT + N_IN), 2 / N_OUT, 2 / N_IN**2]
    ratios = [one / other for i, one in enumerate(variances) for k, other in enumerate(variances) if i != k]
    assert min(abs(ratio - 1) for ratio in ratios) > 10 * tolerance


@pytest.mark.parametrize("scheme", VARIANCE, ids=lambda scheme: scheme.__name__)
def test_the_generator_alone_decides(scheme):
    one, same, other = (scheme(3, 4, np.random.default_rng(seed)) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, same)
    assert not (one == other).any()
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    scheme(3, 4, np.random.default_rng(0))
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def mean_square_after(layers, scheme, name):
    rng = np.random.default_rng(0)
    net = build([300] * (layers + 1), [name] * layers, rng, scheme)
    return np.mean(forward(net, rng.normal(size=(300, 100))).z[net.L] ** 2)


def test_he_keeps_the_size_of_z_through_relu_layers():
    """He et al. (2015), eq. (9): E[z²] is 2 in every layer; xavier starts with 1 and halves it nine times.

    One network strays from the expectation: the relative variance of z² grows by 5/n per layer, 0.17 in all.
    """
    assert 2 / 3 < mean_square_after(10, he, "relu") < 2 * 3
    assert 2**-9 / 3 < mean_square_after(10, xavier, "relu") < 2**-9 * 3


def test_xavier_keeps_the_size_of_z_through_linear_layers():
    assert 1 / 1.5 < mean_square_after(10, xavier, "identity") < 1.5
