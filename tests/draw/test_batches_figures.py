"""The figures of mini-batches show the numbers that they are given."""

import numpy as np
import pytest

from bplib.draw import batches
from agg import closed  # noqa: F401
from figures import PATH


def test_every_batch_is_a_dot_beside_its_size_and_the_bars_stand_around_all_examples():
    ax = batches.gradients_of_batches({1: np.array([3.0, 1.0]), 2: np.array([2.5])}, 2.0, [1.0, 0.5])
    one, two = ax.lines[1:3]
    assert list(one.get_ydata()) == [3, 1] and list(one.get_xdata()) == [1.01, 0.99]
    assert list(two.get_ydata()) == [2.5] and list(two.get_xdata()) == [2]
    assert set(ax.lines[0].get_ydata()) == {2}
    bars = [segment[:, 1].tolist() for segment in ax.containers[0].lines[2][0].get_segments()]
    assert bars == [[1, 3], [1.5, 2.5]]
    assert len(ax.get_legend().get_texts()) == 3


def test_noise_and_best_rates_show_the_lines_and_the_dots():
    ax = batches.noise_by_batch_size([1, 2], [3.0, 1.0], [3.0, 2.0], [1], [3.1])
    assert [list(line.get_ydata()) for line in ax.lines] == [[3, 1], [3, 2], [3.1]]
    ax = batches.best_rate_by_batch_size([1, 2], [0.1, 0.15], [0.1, 0.2], [2], [0.16])
    assert [list(line.get_ydata()) for line in ax.lines] == [[0.1, 0.15], [0.1, 0.2], [0.16]]
    assert ax.get_ylim() == pytest.approx((0.1 / 1.3, 0.15 * 1.3))


def test_a_path_is_a_line_and_its_second_half_dots():
    axes = batches.paths_by_batch_size(lambda w, b: w**2 + b**2, {1: PATH, 8: PATH[:2]}, (0, 0))
    assert [ax.get_title() for ax in axes] == ["$m = 1$: 2 steps", "$m = 8$: 1 steps"]
    line, _, dots = axes[0].lines
    np.testing.assert_array_equal(line.get_xydata(), PATH)
    np.testing.assert_array_equal(dots.get_xydata(), PATH[1:])


def test_costs_over_epochs_and_over_steps():
    left, right = batches.cost_by_epoch_and_step({10: np.array([[4.0, 2.0, 1.0]] * 2)}, {10: 96})
    assert list(left.lines[0].get_xdata()) == [0, 1, 2] and list(right.lines[0].get_xdata()) == [96, 192]
    assert list(right.lines[0].get_ydata()) == [2, 1]
