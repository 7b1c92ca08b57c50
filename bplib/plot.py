"""The figures of the book: each function takes arrays, draws, and returns the Axes.

Colours have roles, the same in every figure: forward (activations, predictions), backward
(errors, gradients), weight, cost. Readers with any common colour vision can tell them apart.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator
from matplotlib_inline.backend_inline import set_matplotlib_formats

from bplib.shapes import expect_array
from bplib.words import word

# Those of Okabe and Ito made darker, so that a word in any of them has a contrast of 4.5 to white. The page has the
# same colours in its formulas (_assets/book.css).
COLOURS = {"forward": "#0067a8", "backward": "#c24a00", "weight": "#007a58", "cost": "#8a2261",
           "quiet": "#707070"}


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
    ax.contour(x, y, heights, levels=levels, colors="#949494", linewidths=0.8)
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
