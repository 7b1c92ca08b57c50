"""The figures of gradient descent show the numbers that they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bplib.draw import descent
from bplib.instruments.landscapes import double_well

PATH = np.array([[2.0, -1.0], [1.0, 0.5], [0.5, -0.25]])


@pytest.fixture(autouse=True)
def closed():
    plt.switch_backend("Agg")
    yield
    plt.close("all")


def test_a_run_on_a_bowl_shows_the_path_as_dots_and_the_prediction_as_lines():
    ax = descent.run_on_a_bowl(PATH, 2 * PATH, (1.0, 10.0), (0.5, -0.5), title="t")
    drawn = [line.get_ydata() for line in ax.lines]
    np.testing.assert_array_equal(drawn, np.abs([2 * PATH[:, 0], PATH[:, 0], 2 * PATH[:, 1], PATH[:, 1]]))
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == [r"$\theta_1$: 0.50", r"$\theta_2$: −0.50"]


def test_distances_and_noise_show_the_line_and_the_dots():
    ax = descent.distance_by_rate([0.1, 0.2], [1.0, 2.0], [0.15], [1.5], {0.2: "limit"})
    assert [list(line.get_ydata()) for line in ax.lines[:2]] == [[1, 2], [1.5]]
    assert list(ax.lines[2].get_xdata()) == [0.2, 0.2] and ax.texts[0].get_text() == "limit"
    ax = descent.noise_by_batch_size([1, 2], [3.0, 1.0], [3.0, 2.0], [1], [3.1])
    assert [list(line.get_ydata()) for line in ax.lines] == [[3, 1], [3, 2], [3.1]]


def test_costs_over_steps_and_epochs():
    ax = descent.cost_by_step({"u": [3.0, 2.0, 1.0], "v": [3.0, 2.5, 2.0]}, top=400)
    assert list(ax.lines[0].get_xdata()) == [0, 1, 2] and ax.get_ylim()[1] == 400
    left, right = descent.cost_by_epoch_and_step({10: np.array([[4.0, 2.0, 1.0]] * 2)}, {10: 96})
    assert list(left.lines[0].get_xdata()) == [0, 1, 2] and list(right.lines[0].get_xdata()) == [96, 192]
    assert list(right.lines[0].get_ydata()) == [2, 1]


def test_paths_stand_in_panels_of_their_own():
    axes = descent.paths_by_batch_size(lambda w, b: w**2 + b**2, {1: PATH, 8: PATH[:2]}, (0, 0))
    assert [ax.get_title() for ax in axes] == ["$m = 1$: 2 steps", "$m = 8$: 1 steps"]
    panels = descent.paths_in_a_valley({"u": PATH, "v": PATH[:2]}, (1.0, 25.0))
    np.testing.assert_array_equal(panels[1].lines[0].get_xydata(), PATH[:2])


def test_momentum_is_drawn_with_its_predictions():
    ax = descent.distance_by_step({"momentum": np.array([4.0, 1.0, 1.0])}, [0.5])
    assert [list(line.get_ydata()) for line in ax.lines] == [[4, 1, 1], [4, 2, 1]]
    maps = {name: (np.eye(3), [([0, 4], [0, 1])]) for name in "uv"}
    left, right = descent.largest_moduli(maps, valley=([1, 2], [0.4, 0.4]))
    assert [len(left.lines), len(right.lines)] == [2, 1] and right.get_title() == "v"
    left, right = descent.rolling_and_steps(double_well, {"momentum": np.array([1.8, 1.5, 1.1])})
    assert list(right.lines[0].get_ydata()) == [1.8, 1.5, 1.1] and left.get_legend()
