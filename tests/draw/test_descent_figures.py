"""The figures of gradient descent show the numbers that they are given."""

import numpy as np

from bplib.draw import descent
from agg import closed  # noqa: F401
from figures import PATH


def test_a_run_on_a_bowl_shows_the_path_as_dots_and_the_prediction_as_lines():
    ax = descent.run_on_a_bowl(PATH, 2 * PATH, (1.0, 10.0), (0.5, -0.5), title="t")
    drawn = [line.get_ydata() for line in ax.lines]
    np.testing.assert_array_equal(drawn, np.abs([2 * PATH[:, 0], PATH[:, 0], 2 * PATH[:, 1], PATH[:, 1]]))
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == [r"$\theta_1$: 0.50", r"$\theta_2$: −0.50"]


def test_distances_show_the_line_and_the_dots():
    ax = descent.distance_by_rate([0.1, 0.2], [1.0, 2.0], [0.15], [1.5], {0.2: "limit"})
    assert [list(line.get_ydata()) for line in ax.lines[:2]] == [[1, 2], [1.5]]
    assert list(ax.lines[2].get_xdata()) == [0.2, 0.2] and ax.texts[0].get_text() == "limit"


def test_costs_over_steps():
    ax = descent.cost_by_step({"u": [3.0, 2.0, 1.0], "v": [3.0, 2.5, 2.0]}, top=400)
    assert list(ax.lines[0].get_xdata()) == [0, 1, 2] and ax.get_ylim()[1] == 400
