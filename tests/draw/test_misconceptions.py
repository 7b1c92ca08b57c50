"""The figures of the chapter on wrong versions show what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bplib.draw.misconceptions import angles, misses, training, typeset
from bplib.draw.tables import hits


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("name, shown", (
    ("factor n_L", "factor $n_L$"), ("finite at 10^4", "finite at $10^4$"), ("1/m twice", "$1/m$ twice"),
    ("y - x for a - y", "$y - x$ for $a - y$"), ("0/0 when saturated", "0/0 when saturated"), ("no slope in BP2", "no slope in BP2")))
def test_formulas_in_a_name_are_set_as_formulas(name, shown):
    assert typeset(name) == shown


def test_hits():
    table = np.array([[True, False, False], [False, True, True]])
    ax = hits(table, ["3a", "5b"], ["A", "B", "C"])
    cells, = ax.collections
    assert (cells.get_array() == table).all() and ax.yaxis_inverted()          # the first row is the upper one
    assert [text.get_text() for text in ax.get_yticklabels()] == ["3a", "5b"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["A", "B", "C"]
    keys = {text.get_text(): patch.get_facecolor() for text, patch in
            zip(ax.get_legend().get_texts(), ax.get_legend().get_patches())}
    assert keys == {"caught": cells.cmap(cells.norm(1)), "not caught": cells.cmap(cells.norm(0))}


def test_hits_on_a_phone_have_a_row_for_each_name():
    table = np.array([[True, False], [False, True]])
    small, = hits(table, ["3a", "5b"], ["A", "B"]).figure.on_a_phone.axes
    cells, = small.collections
    assert cells.get_array().mask[::2].all() and (cells.get_array()[1::2] == table).all()
    assert [(label.get_text(), round(label.get_position()[1])) for label in small.get_yticklabels()] == [("3a", 1), ("5b", 3)]


def test_angles():
    ax = angles([10, 95, 180], np.array([True, True, False]), ["a", "b", "c"])
    falls, rises, right_angle = ax.lines
    assert falls.get_xydata().tolist() == [[10, 0], [95, 1]] and (falls.get_marker(), rises.get_marker()) == ("o", "s")
    assert rises.get_xydata().tolist() == [[180, 2]] and set(right_angle.get_xdata()) == {90}


def test_training():
    ax = training(["a", "b"], [0.5, 0.6], [0.2, 0.7], (0.4, 0.01), (20, 1500))
    early, right_early, late, right_late = ax.lines
    assert early.get_xydata().tolist() == [[0.5, 0], [0.6, 1]] and late.get_xydata().tolist() == [[0.2, 0], [0.7, 1]]
    assert (set(right_early.get_xdata()), set(right_late.get_xdata())) == ({0.4}, {0.01})
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b"] and ax.get_xscale() == "log"
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["20 steps", "right gradient, 20 steps", "1,500 steps", "right gradient, 1,500 steps"]


def test_misses():
    tolerances, at = np.array([1e-3, 1e-1]), np.array([1e-2])
    ax = misses(tolerances, {"7a": (np.array([0.1, 0.5]), np.array([0.1, 2.0]))},
                (at, {"7a": (np.array([0.3]), np.array([0.01]))}))
    assert ax.lines[0].get_ydata().tolist() == [0.1, 0.5] and ax.lines[1].get_ydata().tolist() == [0.1, 2]
    assert ax.containers[0].lines[0].get_xydata().tolist() == [[0.01, 0.3]]
    bar = ax.containers[0].lines[2][0].get_segments()[0]
    np.testing.assert_allclose(bar[:, 1], [0.28, 0.32])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["7a", "long formula", "first term", "counted"]
