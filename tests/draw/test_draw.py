"""The figures: each function draws what it is told and returns the Axes, without a warning."""

import itertools
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from light import contrast, luminance
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb, to_rgba

from bplib import draw
from bplib.backprop import backprop
from bplib.draw import networks, passes
from bplib.draw.sizes import in_two_sizes
from bplib.draw.style import COLOURS, SERIES
from bplib.network import forward
from bplib.train import History
from strategies import case

plt.switch_backend("Agg")


@pytest.fixture(autouse=True)
def every_figure_is_drawn_without_a_warning():
    with plt.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        draw.use_style()
        yield
        for number in plt.get_fignums():
            plt.figure(number).canvas.draw()
        plt.close("all")


def texts(ax):
    """Every text in the Axes that is not empty, ticks aside."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def colour(artist):
    return to_rgba(artist.get_color())


def role(name):
    return to_rgba(draw.COLOURS[name])


# curves

def test_curves():
    x = np.array([0.5, 1.0, 2.0])
    ax = draw.curves(x, {"one": x, "two": x**2}, xlabel="$x$", ylabel="$y$", xscale="log", yscale="log",
                     colours=["red", "blue"], markers="o")
    assert isinstance(ax, Axes)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_xscale(), ax.get_yscale()) == ("$x$", "$y$", "log", "log")
    np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], [x, x**2])
    np.testing.assert_array_equal([line.get_xdata() for line in ax.lines], [x, x])
    assert legend(ax) == ["one", "two"]
    assert [line.get_color() for line in ax.lines] == ["red", "blue"]
    assert {line.get_marker() for line in ax.lines} == {"o"}
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]        # the second sign


def test_one_curve_has_no_legend_and_goes_where_it_is_told():
    _, (left, right) = plt.subplots(1, 2)
    assert draw.curves([0, 1], {"one": [1, 2]}, xlabel="", ylabel="", ax=right) is right
    assert right.get_legend() is None and len(right.lines) == 1 and not left.lines


def test_whole_numbers_have_whole_ticks():
    ax = draw.curves(range(3), {"": [1, 2, 3]}, xlabel="", ylabel="")
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_learning_curve():
    history = History([3.0, 2.0, 1.0], [4.0, 3.0, 3.5], [0.1, 0.5, 0.9], [0.1, 0.4, 0.6])
    left, right = draw.learning_curve(history)
    assert (left.get_ylabel(), left.get_yscale(), left.get_xlabel()) == ("cost", "log", "epoch")
    assert (right.get_ylabel(), right.get_yscale()) == ("accuracy", "linear")
    for ax, lines in ((left, history[:2]), (right, history[2:])):
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], lines)
        np.testing.assert_array_equal(ax.lines[0].get_xdata(), [0, 1, 2])      # epoch 0 is the start
        assert legend(ax) == ["training", "validation"]
        assert [line.get_color() for line in ax.lines] == list(SERIES[:2])
        assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]


def test_learning_curve_of_the_cost_alone():
    (ax,) = draw.learning_curve(History([3.0, 2.0], [], [], []), yscale="linear")
    assert len(ax.lines) == 1 and ax.get_legend() is None and ax.get_yscale() == "linear"


# contours, matrices, images

def test_contour_path():
    path = np.array([[0.9, 0.8], [0.5, 0.1], [0.0, 0.1]])
    ax = draw.contour_path(lambda x, y: x**2 + 4 * y**2, {"slow": path, "fast": path / 2}, (-1, 1), (-2, 2),
                           minimum=(0, 0), levels=[1, 2, 3])
    assert isinstance(ax, Axes)
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 1), (-2, 2))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$w_1$", "$w_2$")
    np.testing.assert_array_equal(np.column_stack(ax.lines[0].get_data()), path)
    assert legend(ax) == ["slow", "fast"]
    np.testing.assert_array_equal(np.ravel(ax.lines[2].get_data()), [0, 0])
    (contours,) = ax.collections
    np.testing.assert_array_equal(contours.levels, [1, 2, 3])
    outer = np.concatenate([np.asarray(piece) for piece in contours.allsegs[0]])
    np.testing.assert_allclose(outer[:, 0] ** 2 + 4 * outer[:, 1] ** 2, 1, atol=1e-3)     # x and y not exchanged


def test_contour_levels_are_even_in_the_logarithm():
    ax = draw.contour_path(lambda x, y: x**2 + y**2 + 0.1, {"one": np.ones((2, 2))}, (-1, 1), (-1, 1))
    steps = np.diff(np.log(ax.collections[0].levels))
    np.testing.assert_allclose(steps, steps[0])
    assert ax.get_legend() is None and len(ax.lines) == 1


def test_heat_map():
    values = np.array([[1.0, -2.0, 0.5], [0.0, 0.25, -0.5]])
    ax = draw.heat_map(values, "weight", xlabel="$k$", ylabel="$j$", numbers="{:.1f}")
    (image,) = ax.images
    np.testing.assert_array_equal(image.get_array(), values)
    assert image.get_clim() == (-2, 2)                               # 0 is the middle of the colours
    assert to_hex(image.cmap(1.0)) == COLOURS["weight"] and to_hex(image.cmap(0.0)) == "#404040"
    assert texts(ax) == ["1.0", "-2.0", "0.5", "0.0", "0.2", "-0.5"]
    assert [(text.get_position(), text.get_text()) for text in ax.texts][1] == ((1, 0), "-2.0")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "2", "3"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1", "2"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$k$", "$j$")


@pytest.mark.parametrize("role", [role for role in COLOURS if role != "quiet"])
def test_numbers_of_a_heat_map_can_be_read(role):
    values = np.linspace(-1, 1, 41).reshape(1, -1)
    ax = draw.heat_map(values, role, xlabel="", ylabel="", numbers="{:.1f}")
    (image,) = ax.images
    for text, value in zip(ax.texts, values[0]):
        ground, words = luminance(image.cmap(image.norm(value))[:3]), luminance(to_rgb(text.get_color()))
        assert contrast(ground, words) > 4.5


def test_heat_map_without_numbers():
    assert not draw.heat_map(np.eye(2), "forward", xlabel="", ylabel="").texts


def test_confusion_matrix():
    counts = np.array([[5, 1, 0], [0, 7, 2], [0, 0, 9]])
    ax = draw.confusion_matrix(counts, ["a", "b", "c"])
    assert {(text.get_position()[::-1], text.get_text()) for text in ax.texts} == {
        ((0, 0), "5"), ((0, 1), "1"), ((1, 1), "7"), ((1, 2), "2"), ((2, 2), "9")}
    np.testing.assert_array_equal(ax.images[0].get_array(), [[0, 1, 0], [0, 0, 2], [0, 0, 0]])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["a", "b", "c"]
    np.testing.assert_array_equal(counts.diagonal(), [5, 7, 9])      # the caller's array is not changed


def test_images():
    x = np.arange(18.0).reshape(6, 3)
    axes = draw.images(x, (2, 3), ["one", "two", "three"], columns=2, colours=["black", "red", "black"])
    assert axes.shape == (2, 2) and all(isinstance(ax, Axes) for ax in axes.flat)
    for i, ax in enumerate(axes.flat[:3]):
        np.testing.assert_array_equal(ax.images[0].get_array(), x[:, i].reshape(2, 3))
    assert [ax.get_title() for ax in axes.flat] == ["one", "two", "three", ""]
    assert axes[0, 1].title.get_color() == "red" and not axes[1, 1].images
    assert axes[0, 0].images[0].get_clim() == (0, 15) and axes[0, 1].images[0].get_clim() == (1, 16)
    same = draw.images(x, (2, 3), ["one", "two", "three"], cmap="RdBu_r", limits=(-20, 20))
    assert {(ax.images[0].get_clim(), ax.images[0].get_cmap().name) for ax in same.flat if ax.images} == {
        ((-20, 20), "RdBu_r")}


# networks

def test_network_diagram():
    ax = networks.indices((3, 4, 2), weights=[(2, 4, 1), (3, 1, 2)], neuron=(2, 3))
    assert isinstance(ax, Axes) and len(ax.patches) == 3 + 4 + 2 and len(ax.lines) == 4 * 3 + 2 * 4
    said = texts(ax)
    assert {"$w^{2}_{41}$", "$w^{3}_{12}$", r"$\delta^{2}_{3}$", "layer 1", "layer 2", "layer 3"} < set(said)
    assert sum(text.startswith("$a^") for text in said) == 8 and "$a^{2}_{3}$" not in said
    named = [line for line in ax.lines if colour(line) == role("weight")]
    assert len(named) == 2
    # w^2_41 leads from neuron 1 of layer 1 to neuron 4 of layer 2, counted from the top
    place = {text.get_text(): text.get_position() for text in ax.texts}
    assert sorted(map(tuple, named[0].get_xydata())) == sorted([place["$a^{1}_{1}$"], place["$a^{2}_{4}$"]])
    assert place["$a^{2}_{1}$"][1] > place["$a^{2}_{2}$"][1]


def test_several_neurons_of_a_network_diagram():
    said = texts(networks.indices((2, 1), neuron=[(1, 2), (2, 1)]))
    assert {"$a^{1}_{1}$", r"$\delta^{1}_{2}$", r"$\delta^{2}_{1}$"} < set(said) and "$a^{2}_{1}$" not in said


@pytest.mark.parametrize("sizes, weights", [
    ((3, 3, 2), [(3, 1, 2), (3, 2, 2)]), ((3, 4, 2), [(2, 4, 2)]),
    ((2, 2, 1), [(2, 1, 1), (2, 1, 2), (2, 2, 1), (2, 2, 2), (3, 1, 1), (3, 1, 2)])])
def test_the_names_of_weights_hide_no_line_and_no_neuron(sizes, weights):
    ax = networks.indices(sizes, weights=weights)
    ax.figure.canvas.draw()
    names = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("$w^")]
    assert len(names) == len(weights)
    drawn = [line.get_path().transformed(line.get_transform()) for line in ax.lines]
    drawn += [patch.get_path().transformed(patch.get_transform()) for patch in ax.patches]
    assert not any(path.intersects_bbox(name) for path in drawn for name in names)
    assert not any(one.overlaps(other) for i, one in enumerate(names) for other in names[:i])


def test_the_name_of_a_weight_is_nearest_to_its_line():
    ax = networks.indices((3, 3, 2), weights=[(3, 1, 2), (3, 2, 2)])
    lines = [np.linspace(*line.get_xydata(), 200) for line in ax.lines if colour(line) == role("weight")]
    names = [np.array(text.get_position()) for text in ax.texts if text.get_text().startswith("$w^")]
    own, other = ([np.hypot(*(line - name).T).min() for line, name in zip(lines, order)] for order in (names, names[::-1]))
    assert max(own) < 0.3 and min(other) > 1.5 * max(own)


def test_network_values():
    net, x, y, cost = case(m=1)
    trace, gradient = forward(net, x), backprop(net, x, y, cost)
    ax = networks.numbers(net.sizes, trace.a, gradient.delta)
    said = texts(ax)
    assert isinstance(ax, Axes) and len(ax.patches) == 9
    for l, values in trace.a.items():
        assert all(f"{value:.4g}" in said for value in values.flat)
    for l, values in gradient.delta.items():
        assert all(rf"$\delta = {value:.4g}$" in said for value in values.flat)
    assert sum(r"\delta" in text for text in said) == 4 + 2          # the input has no error


def test_network_values_of_every_kind_stand_where_they_belong():
    net, x, y, cost = case(m=1)
    trace, gradient = forward(net, x), backprop(net, x, y, cost)
    layers = range(2, net.L + 1)
    ax = networks.numbers(net.sizes, trace.a, gradient.delta, weights={l: net[l].w for l in layers},
                          weighted_inputs=trace.z, biases={l: net[l].b for l in layers}, cost=0.25)
    place = {text.get_text(): text.get_position() for text in ax.texts}
    for l in layers:
        for j, (z, a, b) in enumerate(zip(trace.z[l].flat, trace.a[l].flat, net[l].b.flat)):
            (above_x, above), (x, node), (below_x, below) = (place[text] for text in (
                f"$z = {z:.4g}$", f"{a:.4g}", f"$b = {b:.4g}$"))
            assert above_x == below_x == x and above > node > below
            for k, weight in enumerate(net[l].w[j]):
                start = np.array(place[f"{trace.a[l - 1][k, 0]:.4g}"])
                third = start + (np.array([x, node]) - start) / 3
                np.testing.assert_allclose(place[f"${weight:.4g}$"], third)
    assert "$C = 0.25$" in place
    slopes = {l: net.slope(trace, l) for l in layers}
    said = texts(networks.numbers(net.sizes, trace.a, {}, slopes=slopes))
    assert all(rf"$\sigma' = {slope:.4g}$" in said for l in layers for slope in slopes[l].flat)


def test_no_error_lies_on_a_line_of_a_small_network():
    one = {1: np.ones((2, 1)), 2: np.full((2, 1), -0.1234), 3: np.ones((1, 1))}
    ax = networks.numbers((2, 2, 1), one, {l: one[l] for l in (2, 3)}, slopes={l: one[l] for l in (2, 3)})
    ax.figure.canvas.draw()
    errors = [text.get_window_extent() for text in ax.texts if "=" in text.get_text()]
    assert len(errors) == 6 and not any(one.overlaps(two) for one, two in itertools.combinations(errors, 2))
    lines = [line.get_path().transformed(line.get_transform()) for line in ax.lines]
    assert len(lines) == 6 and not any(line.intersects_bbox(error, filled=False) for line in lines for error in errors)


def test_named_network():
    neurons = {(1, 1): "x_1", (1, 2): "x_2", (2, 1): "1"}
    ax = networks.names(neurons, {(2, 1, 1): "w_1", (2, 1, 2): "w_2"}, {(2, 1): "b_1"}, r"\hat{y}")
    place = {text.get_text(): text.get_position() for text in ax.texts}
    assert set(place) >= {"$x_1$", "$x_2$", "$1$", "$w_1$", "$w_2$", "$b_1$", r"$\hat{y}$", "layer 1", "layer 2"}
    for k in (1, 2):        # each weight on its line, at a third of it
        start, end = np.array(place[f"$x_{k}$"]), np.array(place["$1$"])
        np.testing.assert_allclose(place[f"$w_{k}$"], start + (end - start) / 3)
    assert place["$x_1$"][1] > place["$x_2$"][1] and place["$b_1$"][1] < place["$1$"][1]


@pytest.mark.parametrize("L", (2, 3, 4, 11))
def test_two_passes_names_every_quantity_and_equation(L):
    ax = passes.two_passes(L)
    said = texts(ax)
    assert isinstance(ax, Axes) and "$C$" in said and r"$\delta^{1}$" not in said
    assert {f"$a^{{{l}}}$" for l in range(1, L + 1)} < set(said)
    for l in range(2, L + 1):
        assert rf"$\delta^{{{l}}}$" in said
        assert sum(rf"w^{{{l}}}}}$" in text for text in said) == 1
        assert sum(rf"b^{{{l}}}}}$" in text for text in said) == 1
    assert [said.count(name) for name in ("BP1", "BP2", "BP3", "BP4")] == [1, L - 2, L - 1, L - 1]


@pytest.mark.parametrize("draw", [
    lambda ax: draw.curves([0, 1], {"": [0, 1]}, xlabel="", ylabel="", ax=ax),
    lambda ax: draw.contour_path(lambda x, y: x**2 + y**2 + 1, {}, (0, 1), (0, 1), ax=ax),
    lambda ax: draw.heat_map(np.eye(2), "weight", xlabel="", ylabel="", ax=ax),
    lambda ax: networks.indices((2, 2), ax=ax),
    lambda ax: networks.numbers((1, 1), {1: np.ones((1, 1)), 2: np.ones((1, 1))}, {}, ax=ax),
    lambda ax: networks.names({(1, 1): "x", (2, 1): "1"}, {(2, 1, 1): "w"}, {}, "y", ax=ax),
    lambda ax: passes.two_passes(2, ax=ax)],
    ids=("curves", "contour_path", "heat_map", "network_diagram", "network_values", "named_network", "two_passes"))
def test_an_axes_that_is_given_is_used(draw):
    ax = plt.subplots()[1]
    assert draw(ax) is ax and plt.get_fignums() == [1]


# the style

def test_the_style_is_set_and_svg_asked_for_in_a_notebook(monkeypatch):
    assert plt.rcParams["svg.hashsalt"] == "the-four-equations"      # set by the fixture
    asked, shell = [], InteractiveShell()
    monkeypatch.setattr(draw.style, "set_matplotlib_formats", lambda *formats, **options: asked.append((formats, options)))
    monkeypatch.setattr(draw.style, "get_ipython", lambda: shell)
    draw.use_style()
    assert asked == []
    monkeypatch.setattr(plt, "get_backend", lambda: "module://matplotlib_inline.backend_inline")
    draw.use_style()
    assert asked == [(("svg",), {})]
    figure = draw.curves([0, 1], {"one": [0, 1]}, xlabel="", ylabel="").figure
    assert shell.display_formatter.formatters["image/svg+xml"](figure) == in_two_sizes(figure)


def test_show_draws_and_has_no_value(monkeypatch):
    drawn = []
    monkeypatch.setattr(plt, "show", lambda: drawn.append(plt.gcf()) or "a value")
    ax = draw.curves([0, 1], {"one": [0, 1]}, xlabel="", ylabel="")
    assert draw.show() is None and drawn == [ax.figure]


def test_colours_of_different_roles_differ():
    assert len(set(draw.COLOURS.values())) == len(draw.COLOURS)
