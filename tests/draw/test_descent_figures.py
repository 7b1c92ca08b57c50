"""The figures of gradient descent show the numbers that they are given."""

import numpy as np

from bplib.draw import descent
from agg import closed  # noqa: F401
from figures import PATH


def test_each_learning_rate_has_a_panel_with_its_path():
    panels = descent.paths_by_rate({"u": PATH, "v": 2 * PATH, "w": PATH}, (1.0, 10.0))
    assert panels.shape == (2, 2) and [ax.get_title() for ax in panels.flat] == ["u", "v", "w", ""]
    for ax, times in zip(panels.flat, (1, 2, 1)):
        np.testing.assert_array_equal(ax.lines[0].get_xydata(), times * PATH)


def test_distances_show_the_line_and_the_dots():
    ax = descent.distance_by_rate([0.1, 0.2], [1.0, 2.0], [0.15], [1.5], {0.2: "limit"})
    assert [list(line.get_ydata()) for line in ax.lines[:2]] == [[1, 2], [1.5]]
    assert list(ax.lines[2].get_xdata()) == [0.2, 0.2] and ax.texts[0].get_text() == "limit"


def test_costs_over_steps():
    ax = descent.cost_by_step({"u": [3.0, 2.0, 1.0], "v": [3.0, 2.5, 2.0]}, top=400)
    assert list(ax.lines[0].get_xdata()) == [0, 1, 2] and ax.get_ylim()[1] == 400
