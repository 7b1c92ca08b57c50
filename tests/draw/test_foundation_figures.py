"""The figures of Foundations show the numbers that they are given."""

import numpy as np
import pytest

from bplib.draw import COLOURS, foundations
from agg import closed  # noqa: F401

X = np.array([0.0, 1.0, 2.0])


def test_reaching():
    outputs, target = foundations.reaching([0.7, 0.9, 0.97], 1.0).lines
    assert outputs.get_xydata().tolist() == [[0, 0.7], [1, 0.9], [2, 0.97]]
    assert set(target.get_ydata()) == {1.0} and target.get_linestyle() == "--"


def test_activations_stand_three_in_a_row_and_a_kink_is_a_gap():
    kink = np.array([0.0, np.nan, 1.0])
    axes = foundations.activations(X, {str(i): (X + i, kink) for i in range(4)})
    assert axes.shape == (2, 3) and [ax.get_title() for ax in axes.flat] == [*"0123", "", ""]
    value, slope = axes[1, 0].lines
    np.testing.assert_array_equal(value.get_ydata(), X + 3)
    np.testing.assert_array_equal(slope.get_ydata(), kink)


def test_an_error_of_zero_has_no_dot():
    forms = {"t": np.array([1e-16, 0, 2e-16]), "a": np.array([1e-16, 1e-8, 1])}
    one, two = foundations.digits_of_slopes(X, {"1": forms, "2": {"u": X, "v": X}})
    assert (one.get_title(), two.get_title(), one.get_yscale()) == ("1", "2", "log")
    assert [text.get_text() for text in one.get_legend().get_texts()] == ["$t$", "$a$"]
    np.testing.assert_array_equal(one.lines[0].get_ydata(), [1e-16, np.nan, 2e-16])
    np.testing.assert_array_equal(one.lines[1].get_ydata(), forms["a"])


def test_costs_and_errors():
    left, right = foundations.costs_and_errors(X, {"1": X**2, "2": X**3}, 2 * X, {"1": -X, "2": X})
    assert (left.get_xlabel(), right.get_xlabel()) == ("$a$", "$z$")
    np.testing.assert_array_equal([line.get_ydata() for line in left.lines], [X**2, X**3])
    np.testing.assert_array_equal([line.get_ydata() for line in right.lines], [-X, X])
    np.testing.assert_array_equal(right.lines[0].get_xdata(), 2 * X)
    for ax in (left, right):
        assert [line.get_color() for line in ax.lines] == [COLOURS["cost"], COLOURS["cross-entropy"]]


def test_lost_digits_are_drawn_between_rounding_and_nothing_right():
    ways = {"1": np.array([1e-3, np.nan, np.inf]), "2": np.array([0.5, 3.0, 1e-9]), "3": np.array([0.0, 1e-16, 1e-15])}
    axes = foundations.lost_digits(X, {"$y = 0$": ways, "$y = 1$": ways})
    assert [ax.get_title() for ax in axes] == ["$y = 0$", "$y = 1$"]
    for ax in axes:
        assert ax.get_yscale() == "log"
        first, second, third = (line.get_ydata().tolist() for line in ax.lines)
        assert first == [1e-3, 1, 1] and second == [0.5, 1, 1e-9] and third == [1e-17, 1e-16, 1e-15]


def test_a_tangent_goes_through_its_point_with_its_slope():
    curve, tangent = foundations.tangents(X, X**2, [(1.5, 2.25, 3.0)]).lines
    np.testing.assert_array_equal(curve.get_ydata(), X**2)
    (x0, y0), (x1, y1) = tangent.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(3.0)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((1.5, 2.25))


def test_the_dashed_line_starts_at_the_cost_and_falls_with_the_squared_length():
    cost, line = foundations.along_a_step(X, np.array([4.0, 1.0, 2.0]), squared_length=3.0).lines
    assert cost.get_ydata().tolist() == [4, 1, 2] and line.get_ydata().tolist() == [4, 1, -2]
    assert (cost.get_linestyle(), line.get_linestyle()) == ("-", "--")
