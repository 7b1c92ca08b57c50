"""Batches: their mean and variance over all that can be drawn, the epoch, and the figure of repeated runs."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from sympy import Rational, expand, symbols

from bplib import backprop, draw, train
from bplib.book.descent import MB2
from bplib.symbolic import m, p
from bplib.symbolic.notation import M, spread
from strategies import case


def mean_and_variance(values):
    center = sum(values) / Rational(len(values))
    return center, sum((value - center) ** 2 for value in values) / Rational(len(values))


@pytest.mark.parametrize("total, size", [(total, size) for total in (2, 3, 5) for size in range(1, total + 1)])
def test_mean_and_variance_over_all_batches(total, size):
    examples = symbols(f"g_1:{total + 1}")
    center, scatter = mean_and_variance(examples)
    batch_mean, batch_variance = mean_and_variance([sum(batch) / size for batch in combinations(examples, size)])
    stated = MB2.rhs.subs({M: total, m: size, spread[p] ** 2: scatter})
    assert expand(batch_mean - center) == 0 and expand(batch_variance - stated) == 0


@pytest.mark.parametrize("size", [1, 3, 4, 7])
def test_the_batches_of_an_epoch_weighted_with_their_sizes_have_the_gradient_of_all(size):
    net, x, y, cost = case(m=7)

    def gradient(x, y):
        return backprop(net, x, y, cost).vector

    batches = list(train.batches(x, y, size, np.random.default_rng(0)))
    weighted = sum(x_part.shape[1] / 7 * gradient(x_part, y_part) for x_part, y_part in batches)
    np.testing.assert_allclose(weighted, gradient(x, y), rtol=1e-12, atol=1e-15)


def test_bands_show_the_median_and_the_whole_range():
    runs = {"u": (np.arange(3), np.array([[1.0, 2, 3], [3, 4, 9], [2, 9, 4]])), "v": (np.arange(2), np.ones((2, 2)))}
    ax = draw.bands(runs, xlabel="$t$", ylabel="$C$")
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [2, 4, 4])
    band = ax.collections[0]
    heights = band.get_paths()[0].vertices[:, 1]
    assert heights.min() == 1 and heights.max() == 9 and ax.get_yscale() == "log"
    assert to_rgb(band.get_facecolor()[0][:3]) == to_rgb(ax.lines[0].get_color())
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["u", "v"]
