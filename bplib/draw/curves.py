"""Curves: each function takes arrays, draws, and returns the Axes."""

from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import MaxNLocator

from bplib.draw.style import COLOURS, GREYS, SERIES
from bplib.expect import expect_array
from bplib.words import later, word

# On a coloured ground: a black line, and a white one with a black edge.
LINES = ({"color": "black"},
         {"color": "white", "linestyle": "--",
          "path_effects": [Stroke(linewidth=3.2, foreground="black"), Normal()]})


def curves(x, ys, *, xlabel, ylabel, xscale="linear", yscale="linear", colours=None, markers="",
           ax=None):
    """One line for each entry of {label: values} over x, with a legend if there are several."""
    ax = ax or plt.subplots()[1]
    for i, (label, values) in enumerate(ys.items()):
        ax.plot(x, values, marker=markers, label=label, color=colours[i] if colours else None)
    ax.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale)
    if xscale == "linear" and np.asarray(x).dtype.kind in "iu":
        ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    if len(ys) > 1:
        ax.legend()
    return ax


def tangent(ax, at, height, steepness, reach, **look):
    """The line through (at, height), over `reach` to both sides; `look` is for Axes.plot."""
    near = np.array([at - reach, at + reach])
    ax.plot(near, height + steepness * (near - at), linestyle="-",
            color=COLOURS["backward"], **look)


def learning_curve(history, *, yscale="log"):
    """Cost (left) and, where it was recorded, the metric (right) of a train.History per epoch."""
    panels = [(later("cost"), history.cost, history.validation_cost, yscale)]
    if history.metric:
        panels.append((later("accuracy"), history.metric, history.validation_metric, "linear"))
    figure, axes = plt.subplots(1, len(panels), figsize=(3.6 * len(panels) + 0.6, 3.2),
                                squeeze=False)
    for ax, (name, training, validation, scale) in zip(axes[0], panels):
        lines = {word("training"): training}
        if validation:
            lines[word("validation")] = validation
        curves(range(len(training)), lines, xlabel=word("epoch"), ylabel=word(name), yscale=scale,
               ax=ax)
    return axes[0]


def bands(runs, *, xlabel, ylabel, xscale="linear", yscale="log", ax=None):
    """Repeated runs {label: (x, values)}, values (runs, len(x)).

    The median is a line, lowest to highest a band.
    """
    ax = ax or plt.subplots()[1]
    for label, (x, values) in runs.items():
        line, = ax.plot(x, np.median(values, axis=0), label=label)
        ax.fill_between(x, values.min(axis=0), values.max(axis=0), color=line.get_color(),
                        alpha=0.25, linewidth=0)
    ax.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale)
    ax.legend()
    return ax


def contour_path(f, paths, xlim, ylim, *, xlabel="$w_1$", ylabel="$w_2$", minimum=None, levels=None,
                 ax=None):
    """Contours of f(x, y) with the iterates {label: array (steps, 2)} of descents on top.

    f takes two arrays of one shape. Without `levels`, they are spaced evenly in log f.
    """
    ax = ax or plt.subplots(figsize=(6.0, 4.2))[1]
    x, y = np.meshgrid(np.linspace(*xlim, 241), np.linspace(*ylim, 241))
    heights = f(x, y)
    if levels is None:
        levels = np.geomspace(np.quantile(heights, 0.01), heights.max(), 14)
    ax.contour(x, y, heights, levels=levels, colors=GREYS["line"], linewidths=0.8)
    for (label, path), marker in zip(paths.items(), cycle("os^D")):
        expect_array(f"path {label}", path, ("steps", 2))
        ax.plot(*path.T, marker=marker, linestyle="-", label=label, markersize=3, linewidth=1.3)
    if minimum is not None:
        ax.plot(*minimum, "*", color=COLOURS["cost"], markersize=13)
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    ax.grid(False)
    if len(paths) > 1:
        ax.legend(loc="upper right", frameon=True, framealpha=0.9)
    return ax


def field(values, xlim, ylim, *, xlabel, ylabel, bar=None, lines=(), ax=None):
    """A function of two numbers as colours; nan stays white.

    values[row, column], row 0 at the lower end of ylim
    bar    the word beside the colour bar; None: no bar
    lines  [(x, y), …], drawn on top: the first one black, the second one dashed
    """
    ax = ax or plt.subplots(figsize=(5.4, 3.6))[1]
    image = ax.imshow(values, extent=(*xlim, *ylim), origin="lower", aspect="auto", vmin=0,
                      interpolation="nearest")
    for (x, y), look in zip(lines, LINES):
        ax.plot(x, y, **look)
    if bar:
        ax.figure.colorbar(image, ax=ax, label=bar)
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    ax.grid(False)
    return ax


def rolling(landscape, paths, *, shown=None, ax=None):
    """Paths {name: θ per step} on a landscape of one parameter: small dots, a ball at the end.

    shown  the step that is reached; None: the last one
    """
    ax = ax or plt.subplots(figsize=(5.4, 3.2))[1]
    theta = np.linspace(-1.75, 2.0, 301)
    ax.plot(theta, landscape.value(theta), color=COLOURS["quiet"])
    for (name, path), colour, ball in zip(paths.items(), SERIES, "os"):
        path = path[:None if shown is None else shown + 1]
        ax.plot(path, landscape.value(path), ball, markersize=3, color=colour)
        ax.plot(path[-1], landscape.value(path[-1]) + 0.08, ball, markersize=11, color=colour,
                label=word(name))
    ax.set(xlabel=r"$\theta$", ylabel=word("cost"), xlim=(-1.75, 2.0), ylim=(-0.6, 2.6))
    ax.legend(loc="upper center")
    return ax
