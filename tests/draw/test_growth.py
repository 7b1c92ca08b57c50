"""The figures of the price of a gradient, and of the paths whose number grows faster than it."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bplib.draw import growth, networks


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_time_ratios():
    ax = growth.time_ratios([1e3, 1e4], {"one": [3.0, 4.0], "many": [1.0, 2.0]}, expected=1.75)
    one, many, dashed = ax.lines
    assert one.get_ydata().tolist() == [3, 4] and many.get_ydata().tolist() == [1, 2]
    assert set(dashed.get_ydata()) == {1.75} and dashed.get_linestyle() == "--"
    assert [text.get_text() for text in ax.get_yticklabels()][:3] == ["0.5", "1", "2"]


def test_times_of_a_gradient():
    ax = growth.times_of_a_gradient(np.array([1e3, 1e4]), np.array([1e-4, 1e-3]), np.array([0.1, 10.0]))
    lines = {line.get_label(): line for line in ax.lines}
    assert lines["backpropagation"].get_ydata().tolist() == [1e-4, 1e-3]
    assert lines["finite differences (extrapolated)"].get_ydata().tolist() == [0.1, 10]
    assert [text.get_text() for text in ax.texts] == ["1 h", "1 d"] and [text.xy[1] for text in ax.texts] == [3600, 86400]


def test_multiplications():
    ax = growth.multiplications(range(3, 6), {"paths": {10: [10, 10**20, 10**40], 3: [3, 9, 27]},
                                              "backprop": {10: [1, 2, 3], 3: [4, 5, 6]}})
    assert [line.get_label() for line in ax.lines] == ["paths, $n = 10$", "paths, $n = 3$",
                                                       "backprop, $n = 10$", "backprop, $n = 3$"]
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--", "-", "--"]
    colours = [line.get_color() for line in ax.lines]
    assert colours[0] == colours[1] != colours[2] == colours[3]
    assert ax.lines[0].get_ydata().tolist() == [10, 1e20, 1e40]


def test_every_path():
    products = {(1, 1): 0.5, (1, 2): -0.25, (1, 3): 0.125, (1, 4): 1.0}
    axes = networks.every_path((2, 2, 4), (2, 1, 2), products, derivative=1.375)
    assert axes.shape == (2, 3)
    assert [ax.get_title() for ax in axes.flat] == ["$+0.500000$", "$-0.250000$", "$+0.125000$", "$+1.000000$", "", ""]
    assert [ax.axison for ax in axes.flat[4:]] == [False, False]
    assert axes[0, 0].figure.get_suptitle() == r"$\partial C / \partial w^{2}_{12} = +1.375000$"
