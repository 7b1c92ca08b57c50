"""The figures of the book: each function takes arrays, draws, and returns the Axes.

Colours have roles, the same in every figure: forward (activations, predictions), backward
(errors, gradients), weight, cost. They are from the palette of Okabe and Ito, which readers
with any common colour vision can tell apart.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator
from matplotlib_inline.backend_inline import set_matplotlib_formats

from bplib.shapes import expect_array
from bplib.words import word

COLOURS = {"forward": "#0072B2", "backward": "#D55E00", "weight": "#009E73", "cost": "#882255",
           "quiet": "#8a8a8a"}


def use_style():
    """Set the book's look; in a notebook, draw figures as SVG without a date in them."""
    plt.style.use(Path(__file__).with_name("book.mplstyle"))
    if plt.get_backend().endswith("inline"):
        set_matplotlib_formats("svg", bbox_inches="tight", metadata={"Date": None})


def show():
    """Draw the figure: the last line of a cell whose value is not to be printed."""
    plt.show()


def curves(x, ys, *, xlabel, ylabel, xscale="linear", yscale="linear", colours=None, markers="", ax=None):
    """One line for each entry of {label: values} over x, with a legend if there are several."""
    ax = ax or plt.subplots()[1]
    for i, (label, values) in enumerate(ys.items()):
        ax.plot(x, values, markers and markers + "-", label=label,
                color=colours[i] if colours else None)
    ax.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale)
    if xscale == "linear" and np.asarray(x).dtype.kind in "iu":
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if len(ys) > 1:
        ax.legend()
    return ax


def learning_curve(history, *, yscale="log"):
    """Cost (left) and, where it was recorded, the metric (right) of a train.History per epoch."""
    panels = [("cost", history.cost, history.validation_cost, yscale)]
    if history.metric:
        panels.append(("accuracy", history.metric, history.validation_metric, "linear"))
    figure, axes = plt.subplots(1, len(panels), figsize=(3.6 * len(panels) + 0.6, 3.2), squeeze=False)
    for ax, (name, training, validation, scale) in zip(axes[0], panels):
        lines = {word("training"): training} | ({word("validation"): validation} if validation else {})
        curves(range(len(training)), lines, xlabel=word("epoch"), ylabel=word(name), yscale=scale, ax=ax,
               colours=[COLOURS["forward"], COLOURS["backward"]])
    return axes[0]


def contour_path(f, paths, xlim, ylim, *, xlabel="$w_1$", ylabel="$w_2$", minimum=None, levels=None, ax=None):
    """Contours of f(x, y) with the iterates {label: array (steps, 2)} of descents on top.

    f takes two arrays of one shape. Without `levels`, they are spaced evenly in log f.
    """
    ax = ax or plt.subplots(figsize=(6.0, 4.2))[1]
    x, y = np.meshgrid(np.linspace(*xlim, 241), np.linspace(*ylim, 241))
    heights = f(x, y)
    if levels is None:
        levels = np.geomspace(np.quantile(heights, 0.01), heights.max(), 14)
    ax.contour(x, y, heights, levels=levels, colors="#9a9a9a", linewidths=0.8)
    for label, path in paths.items():
        expect_array(f"path {label}", path, ("steps", 2))
        ax.plot(*path.T, "o-", label=label, markersize=3, linewidth=1.3)
    if minimum is not None:
        ax.plot(*minimum, "*", color=COLOURS["cost"], markersize=13)
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    ax.grid(False)
    if len(paths) > 1:
        ax.legend(loc="upper right", frameon=True, framealpha=0.9)
    return ax


def heat_map(values, *, xlabel, ylabel, numbers=None, cmap="RdBu_r", symmetric=True, ax=None):
    """A matrix as coloured cells, counted from 1; `numbers` is a format such as "{:.2f}" or None."""
    ax = ax or plt.subplots(figsize=(1.2 + 0.55 * values.shape[1], 1.0 + 0.45 * values.shape[0]))[1]
    top = np.abs(values).max()
    limits = {"vmin": -top, "vmax": top} if symmetric else {}
    image = ax.imshow(values, cmap=cmap, **limits)
    for (row, column), value in np.ndenumerate(values) if numbers else ():
        dark = image.norm(value) < 0.25 or image.norm(value) > 0.75 if symmetric else image.norm(value) < 0.5
        ax.text(column, row, numbers.format(value), ha="center", va="center", fontsize=9,
                color="white" if dark else "black")
    ax.set(xlabel=xlabel, ylabel=ylabel, xticks=range(values.shape[1]), yticks=range(values.shape[0]),
           xticklabels=range(1, values.shape[1] + 1), yticklabels=range(1, values.shape[0] + 1))
    ax.grid(False)
    return ax


def confusion_matrix(counts, names):
    """How often class i (row) was taken for class j (column); only the mistakes are coloured."""
    ax = plt.subplots(figsize=(4.8, 4.6))[1]
    mistakes = np.array(counts, dtype=float)
    np.fill_diagonal(mistakes, 0)
    ax.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(mistakes.max(), 1) * 2)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, int(count), ha="center", va="center", fontsize=9,
                    color=COLOURS["forward"] if row == column else "black")
    ax.set(xlabel=word("predicted"), ylabel=word("true"), xticks=range(len(names)), yticks=range(len(names)),
           xticklabels=names, yticklabels=names)
    ax.grid(False)
    return ax


def images(x, shape, titles, *, columns=8, colours=None, cmap="gray_r", limits=(None, None)):
    """The columns of x (pixels, m) as images with a title each, in a grid; returns its Axes.

    limits  the values of the first and last colour, the same for all; by default each image has its own
    """
    if len(titles) != x.shape[1]:
        raise ValueError(f"titles must hold one for each of the {x.shape[1]} columns of x; got {len(titles)}")
    rows = -(-x.shape[1] // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(0.95 * columns, 1.2 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for i, (ax, title) in enumerate(zip(axes.flat, titles)):
        ax.imshow(x[:, i].reshape(shape), cmap=cmap, vmin=limits[0], vmax=limits[1], interpolation="nearest")
        ax.set_title(title, fontsize=10, color=colours[i] if colours else "black")
    return axes


def network_diagram(sizes, *, weights=(), neuron=None, ax=None):
    """The network as nodes and lines, layer 1 at the left; rows counted from the top, as j is.

    weights  indices (l, j, k): these lines are drawn in the weight's colour and named w^l_jk
    neuron   (l, j): that node is drawn in the error's colour and named δ^l_j
    """
    ax, places = _layers(sizes, ax)
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, indices, indices in weights)
    for (l, j), place in places.items():
        role, name = ("backward", r"\delta") if (l, j) == neuron else ("forward", "a")
        _draw_node(ax, place, rf"${name}^{{{l}}}_{{{j}}}$", role, fontsize=13)
    return ax


def network_values(sizes, activations, errors, *, ax=None):
    """The network with its numbers for one example: activations in the nodes, errors below them.

    activations and errors are {layer: (n_l, 1) array}, such as trace.a and gradient.delta.
    """
    ax, places = _layers(sizes, ax)
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, indices, named=False)
    for (l, j), (x, y) in places.items():
        _draw_node(ax, (x, y), f"{activations[l][j - 1, 0]:.3g}", "forward", fontsize=8.5)
        if l in errors:
            ax.text(x, y - 0.3, rf"$\delta = {errors[l][j - 1, 0]:.3f}$", ha="center", va="top", fontsize=11,
                    color=COLOURS["backward"], zorder=5,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})
    return ax


def two_passes(L, *, ax=None):
    """What is computed from what: a¹ to aᴸ and C forward, δᴸ to δ² backward, the gradients from both."""
    ax = ax or plt.subplots(figsize=(1.45 * L + 1.6, 3.6))[1]
    a, delta = ({l: (1.7 * l, row) for l in range(1, L + 1)} for row in (0, -1))
    cost = (1.7 * L + 1.2, -0.5)
    for l in range(2, L + 1):
        _draw_arrow(ax, a[l - 1], a[l], "forward", rf"$w^{{{l}}}\!, b^{{{l}}}$", "weight")
        after, name = (delta[l + 1], "BP2") if l < L else (cost, "BP1")
        _draw_arrow(ax, after, delta[l], "backward", name)
        _draw_node(ax, delta[l], rf"$\delta^{{{l}}}$", "backward", fontsize=13)
        _draw_gradients(ax, l, a[l - 1], delta[l])
    _draw_arrow(ax, a[L], cost, "forward")
    for l, place in a.items():
        _draw_node(ax, place, rf"$a^{{{l}}}$", "forward", fontsize=13)
    _draw_node(ax, cost, "$C$", "cost", fontsize=13)
    ax.text(1.46, 0.5, rf"{word('forward pass')}  $\rightarrow$", color=COLOURS["forward"])
    ax.text(cost[0] + 0.3, -1.35, rf"$\leftarrow$  {word('backward pass')}", color=COLOURS["backward"], ha="right")
    ax.set(xlim=(1.3, cost[0] + 0.4), ylim=(-2.4, 0.7), aspect="equal")
    ax.axis("off")
    return ax


def _draw_gradients(ax, l, activation, error):
    """∂C/∂wˡ below and between the places of aˡ⁻¹ and δˡ, ∂C/∂bˡ below δˡ, with the arrows to them."""
    weights, biases = (error[0] - 0.85, -2), (error[0], -2)
    _draw_arrow(ax, activation, weights, "forward")
    _draw_arrow(ax, error, weights, "backward", "BP4")
    _draw_arrow(ax, error, biases, "backward", "BP3")
    for name, place in (("w", weights), ("b", biases)):
        ax.text(*place, rf"$\dfrac{{\partial C}}{{\partial {name}^{{{l}}}}}$", ha="center", va="center",
                fontsize=13, color=COLOURS["backward"])


def _draw_arrow(ax, start, end, role, text="", text_role=None):
    """An arrow from node to node with a text on its middle."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": COLOURS[role], "linewidth": 1.5,
                                            "shrinkA": 16, "shrinkB": 16})
    ax.text(*(np.array(start) + end) / 2, text, ha="center", va="center", fontsize=10,
            color=COLOURS[text_role or role],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if text else None)


def path_diagram(sizes, weight, path, *, ax=None):
    """One path from a weight to the output: the weight (l, j, k), then the neurons (r_l = j, …, r_L) of the path."""
    ax, places = _layers(sizes, ax)
    for indices, ends in _connections(places):
        _draw_weight(ax, *ends, indices, named=False)
    l, j, k = weight
    on_path = [places[i, neuron] for i, neuron in enumerate(path, start=l)]
    ax.plot(*zip(places[l - 1, k], places[l, j]), color=COLOURS["weight"], linewidth=3, zorder=2)
    ax.plot(*zip(*on_path), color=COLOURS["forward"], linewidth=3, zorder=2)
    for place in places.values():
        _draw_node(ax, place, "", "forward" if place in on_path else "quiet", fontsize=1)
    return ax


def _layers(sizes, ax):
    """An Axes with the layers' names, and {(l, j): place of that neuron}."""
    ax = ax or plt.subplots(figsize=(1.9 * len(sizes), 0.75 * max(sizes) + 0.9))[1]
    for l in range(1, len(sizes) + 1):
        ax.text(l, -max(sizes) / 2 - 0.15, f"{word('layer')} {l}", ha="center", va="top", fontsize=10)
    ax.set(xlim=(0.6, len(sizes) + 0.4), ylim=(-max(sizes) / 2 - 0.5, max(sizes) / 2 + 0.1), aspect="equal")
    ax.axis("off")
    return ax, {(l, j): (l, (size + 1) / 2 - j) for l, size in enumerate(sizes, 1) for j in range(1, size + 1)}


def _connections(places):
    """((l, j, k), (place of neuron k of layer l − 1, place of neuron j of layer l)) for every weight."""
    for l, j in places:
        for k in (k for before, k in places if before == l - 1):
            yield (l, j, k), (places[l - 1, k], places[l, j])


def _draw_node(ax, place, text, role, fontsize):
    ax.add_patch(plt.Circle(place, 0.24, facecolor="white", edgecolor=COLOURS[role], linewidth=2, zorder=3))
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, color=COLOURS[role], zorder=4)


def _draw_weight(ax, start, end, indices, named):
    colour = COLOURS["weight"] if named else "#b5b5b5"
    ax.plot(*zip(start, end), color=colour, linewidth=2.6 if named else 1.0, zorder=2 if named else 1)
    if named:
        at = 0.62 * np.array(start) + 0.38 * np.array(end)
        l, j, k = indices
        ax.text(*at, rf"$w^{{{l}}}_{{{j}{k}}}$", fontsize=14, color=colour, ha="center", va="center", zorder=5,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
