"""The figures of the part The four equations show the arrays they are given."""

import numpy as np
import pytest
from light import contrast, luminance
from matplotlib.colors import to_hex, to_rgb

from bplib.draw import COLOURS, equations
from agg import closed  # noqa: F401


def picture(ax):
    return ax.images[0].get_array()


def test_dials_draw_the_tangent_through_the_point_where_the_network_is():
    z = np.array([-1.0, 0, 1])
    axes = equations.dials(z, np.array([z**2, 3 * z]), [(0.5, 0.25), (0.0, 0.0)], [1.0, 3.0], layer=2)
    for ax, cost, error, place in zip(axes, (z**2, 3 * z), (1.0, 3.0), ((0.5, 0.25), (0.0, 0.0)), strict=True):
        curve, tangent, point = ax.lines
        np.testing.assert_array_equal(curve.get_ydata(), cost)
        (left, right), (low, high) = tangent.get_data()
        assert (high - low) / (right - left) == pytest.approx(error)
        assert ((left + right) / 2, (low + high) / 2) == pytest.approx(place)
        assert (point.get_xdata()[0], point.get_ydata()[0]) == place
    assert axes[1].get_xlabel() == "$z^{2}_{2}$" and "= 3.000" in axes[1].get_title()


def test_numbers_of_a_table_can_be_read_on_their_colours():
    delta = np.array([[-1.0, -0.5, 0.0], [0.1, 0.5, 1.0]])
    ax = equations.errors_and_their_sums(delta, delta.sum(axis=1, keepdims=True), layer=2)[0]
    image = ax.images[0]
    for text, value in zip(ax.texts, delta.ravel(), strict=True):
        ground, words = luminance(image.cmap(image.norm(value))[:3]), luminance(to_rgb(text.get_color()))
        assert contrast(ground, words) >= 4.5


def test_column_of_weights_frames_the_column_that_the_named_connections_have():
    w = np.arange(6.0).reshape(2, 3)
    left, right = equations.column_of_weights((3, 3, 2), w, layer=3, neuron=2)
    assert {"$w^{3}_{12}$", "$w^{3}_{22}$"} <= {text.get_text() for text in left.texts}
    np.testing.assert_array_equal(picture(right), w)
    frame, = right.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((0.5, -0.5), 1, 2)
    assert right.get_title() == "$w^{3}$"


def test_errors_and_their_sums():
    delta = np.array([[1.0, -3], [2, 5]])
    left, right = equations.errors_and_their_sums(delta, delta.sum(axis=1, keepdims=True), layer=2)
    np.testing.assert_array_equal(picture(left), delta)
    assert [bar.get_width() for bar in right.patches] == [-2, 7]
    assert right.get_title() == r"$\partial C/\partial b^{2}_j$"


def test_sum_of_images_on_one_scale():
    parts = np.array([[1.0, 2], [3, -4], [0, 1], [1, 1]])
    axes = equations.sum_of_images(parts, parts.sum(axis=1), (2, 2))
    for ax, image in zip(axes, [*parts.T, parts.sum(axis=1)], strict=True):
        np.testing.assert_array_equal(picture(ax), image.reshape(2, 2))
        assert ax.images[0].get_clim() == (-3, 3)
    assert [ax.get_title() for ax in axes] == [
        r"$\delta_{j1}\, a_1$", r"+  $\delta_{j2}\, a_2$", r"=  $\partial C/\partial w_j$"]


def test_slow_weights():
    a, z = np.array([[0.0], [0.5], [1]]), np.array([-1.0, 1])
    gradients = np.array([[0.0, -1, -2], [0, 3, 6]])
    slopes = {"quadratic cost": z, "cross-entropy": 2 * z}
    left, right = equations.slow_weights(a, gradients, z, slopes)
    np.testing.assert_array_equal([line.get_ydata() for line in left.lines], [[0, 1, 2], [0, 3, 6]])
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["$j = 1$", "$j = 2$"]
    np.testing.assert_array_equal([line.get_ydata() for line in right.lines], [z, 2 * z])


def test_grey_where_nan():
    maps = {"one": np.array([np.nan, 1, 2, 3]), "two": np.ones(4)}
    first, second = equations.grey_where_nan(maps, (2, 2))
    assert np.ma.getmaskarray(picture(first)).tolist() == [[True, False], [False, False]]
    assert first.images[0].get_clim() == (0, 3) and second.get_title() == "two"


def test_factors_each_on_its_own_scale_in_the_colour_of_its_role():
    axes = equations.factors({"A": np.array([[1.0, -2], [0, 1]]), "v": np.array([[3.0], [5]])}, ["weight", "backward"])
    assert [ax.images[0].get_clim() for ax in axes] == [(0, 2), (0, 5)]
    assert [(ax.get_title(), ax.get_xlabel()) for ax in axes] == [("A", r"$2 \times 2$"), ("v", r"$2 \times 1$")]
    np.testing.assert_array_equal(picture(axes[0]), [[1, 2], [0, 1]])
    assert [to_hex(ax.images[0].cmap(1.0)) for ax in axes] == [COLOURS["weight"], COLOURS["backward"]]
    assert {to_hex(ax.images[0].cmap(0.0)) for ax in axes} == {"#ffffff"}


def test_partial_results_have_their_shape_their_price_and_its_sum():
    above, below = equations.partial_results({"left to right": [(4, 4, 64), (4, 1, 16)], "right to left": [(4, 1, 16), (4, 1, 16)]})
    assert [(patch.get_height(), patch.get_width()) for patch in above.patches] == [(4, 4), (4, 1)]
    assert [(patch.get_height(), patch.get_width()) for patch in below.patches] == [(4, 1), (4, 1)]
    assert [text.get_text() for text in above.texts] == ["64", "16", "$=$ 80"]
    assert below.texts[-1].get_text() == "$=$ 32" and below.get_title(loc="left") == "right to left"


def test_errors_by_step():
    steps = np.array([1e-3, 1e-2, 1e-1])
    measured = {"complex step": np.zeros(3), "central difference": steps**2}
    bounds = {"central difference": 2 * steps**2}
    ax = equations.errors_by_step(steps, measured, bounds, {"central difference": 1e-2})
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [*measured, "predicted"]
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [1e-17] * 3)
    bound, best = ax.lines[2:]
    np.testing.assert_array_equal(bound.get_ydata(), 2 * steps**2)
    assert best.get_xdata() == [1e-2, 1e-2]
    assert best.get_color() == ax.lines[1].get_color()
