"""The figures of the landscape show the numbers that they are given."""

import numpy as np

from bplib.draw import landscape
from agg import closed  # noqa: F401

W = np.array([-3.0, -2.0, -1.0, 0.0, 1.0])
GROUPS = [(W[3:], W[3:] ** 2, 0.0, 0.0), (W[:2], W[:2] ** 2, -2.0, 4.0)]


def test_the_inset_shows_its_piece_of_the_curve_and_the_star_there():
    ax = landscape.two_minima(W, W**2, GROUPS, close=(-3, -1))
    inset, = ax.child_axes
    curve, star = inset.lines
    assert list(curve.get_xdata()) == [-3, -2, -1] and list(curve.get_ydata()) == [9, 4, 1]
    assert [list(star.get_xdata()), list(star.get_ydata())] == [[-2], [4]]


def test_without_a_piece_there_is_no_inset():
    assert landscape.two_minima(W, W**2, GROUPS).child_axes == []


def test_paths_to_a_saddle_have_another_colour_than_its_valleys():
    ax = landscape.saddle(lambda u, v: (u * v - 1) ** 2 / 2, [np.array([[1.5, -1.0], [1.0, 0.5]])])
    path, *valleys = ax.lines[:3]
    assert path.get_color() not in [line.get_color() for line in valleys]
