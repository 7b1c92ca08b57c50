"""The figures of the chapters about gradient descent; the rules are those of bplib.plot."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import Normal, Stroke

from bplib import rolling
from bplib.plot import COLOURS
from bplib.words import word


# On a coloured ground: a black line, and a white one with a black edge.
LINES = ({"color": "black"},
         {"color": "white", "linestyle": "--", "path_effects": [Stroke(linewidth=3.2, foreground="black"), Normal()]})


def field(values, xlim, ylim, *, xlabel, ylabel, bar=None, lines=(), ax=None):
    """A function of two numbers as colours; values[row, column], row 0 at the lower end of ylim. nan stays white.

    bar    the word beside the colour bar; None: no bar
    lines  [(x, y), …], drawn on top: the first one black, the second one dashed
    """
    ax = ax or plt.subplots(figsize=(5.4, 3.6))[1]
    image = ax.imshow(values, extent=(*xlim, *ylim), origin="lower", aspect="auto", vmin=0, interpolation="nearest")
    for (x, y), look in zip(lines, LINES):
        ax.plot(x, y, **look)
    if bar:
        ax.figure.colorbar(image, ax=ax, label=bar)
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    ax.grid(False)
    return ax


def rolling_paths(paths, *, shown=None, ax=None):
    """Paths {name: θ per step} on the curve of `rolling.cost`: small dots, and a ball at the place reached.

    shown  the step that is reached; None: the last one
    """
    ax = ax or plt.subplots(figsize=(5.4, 3.2))[1]
    theta = np.linspace(-1.75, 2.0, 301)
    ax.plot(theta, rolling.cost(theta), color=COLOURS["quiet"])
    for (name, path), role in zip(paths.items(), ("forward", "backward")):
        path = path[:None if shown is None else shown + 1]
        ax.plot(path, rolling.cost(path), "o", markersize=3, color=COLOURS[role])
        ax.plot(path[-1], rolling.cost(path[-1]) + 0.08, "o", markersize=11, color=COLOURS[role], label=word(name))
    ax.set(xlabel=r"$\theta$", ylabel=word("cost"), xlim=(-1.75, 2.0), ylim=(-0.6, 2.6))
    ax.legend(loc="upper center")
    return ax


def bands(runs, *, xlabel, ylabel, xscale="linear", yscale="log", ax=None):
    """Repeated runs {label: (x, values)}, values (runs, len(x)): the median as a line, lowest to highest as a band."""
    ax = ax or plt.subplots()[1]
    for label, (x, values) in runs.items():
        line, = ax.plot(x, np.median(values, axis=0), label=label)
        ax.fill_between(x, values.min(axis=0), values.max(axis=0), color=line.get_color(), alpha=0.25, linewidth=0)
    ax.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale, yscale=yscale)
    ax.legend()
    return ax
