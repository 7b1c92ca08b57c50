"""Tables of numbers as pictures: matrices, counts, images."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from bplib.draw.style import COLOURS, signed
from bplib.words import word


def heat_map(values, role, *, xlabel, ylabel, numbers=None, ax=None):
    """A matrix as cells in the colours of `signed`, counted from 1.

    `numbers` is a format such as "{:.2f}", or None for cells without numbers.
    """
    ax = ax or plt.subplots(figsize=(1.2 + 0.55 * values.shape[1], 1.0 + 0.45 * values.shape[0]))[1]
    top = np.abs(values).max()
    image = ax.imshow(values, cmap=signed(role), vmin=-top, vmax=top)
    for (row, column), value in np.ndenumerate(values) if numbers else ():
        red, green, blue, _ = image.cmap(image.norm(value))
        dark = 0.21 * red**2.2 + 0.72 * green**2.2 + 0.07 * blue**2.2 < 0.18    # luminance
        ax.text(column, row, numbers.format(value), ha="center", va="center", fontsize=9,
                color="white" if dark else "black")
    ax.set(xlabel=xlabel, ylabel=ylabel,
           xticks=range(values.shape[1]), yticks=range(values.shape[0]),
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
    ax.set(xlabel=word("predicted"), ylabel=word("true"),
           xticks=range(len(names)), yticks=range(len(names)), xticklabels=names, yticklabels=names)
    ax.grid(False)
    return ax


def hits(table, rows, columns):
    """Which check (column) catches which version (row): table (rows, columns) of True and False."""
    with plt.rc_context({"mathtext.fontset": "dejavusans"}):        # formulas look like the words
        ax = plt.subplots(figsize=(6.8, 0.275 * len(rows) + 0.9))[1]
        colours = ["#f3d9c8", COLOURS["forward"]]
        ax.imshow(table, cmap=ListedColormap(colours), aspect="auto")
        ax.hlines(np.arange(len(rows)) - 0.5, -0.5, len(columns) - 0.5,
                  color="white", linewidth=1.5)
        ax.vlines(np.arange(len(columns)) - 0.5, -0.5, len(rows) - 0.5,
                  color="white", linewidth=1.5)
        ax.set(yticks=range(len(rows)), yticklabels=rows, xticks=range(len(columns)))
        ax.set_xticklabels(columns, rotation=55, ha="left", rotation_mode="anchor")
        ax.xaxis.tick_top()
        ax.tick_params(length=0, labelsize=10.5)
        ax.grid(False)
        keys = [Patch(color=colour, label=label)
                for colour, label in zip(colours, (word("not caught"), word("caught")))]
        ax.legend(handles=keys[::-1], loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)
    return ax


def images(x, shape, titles, *, columns=8, colours=None, cmap="gray_r", limits=(None, None)):
    """The columns of x (pixels, m) as images with a title each, in a grid; returns its Axes.

    limits  the values of the first and last colour, the same for all; by default each image has
            its own
    """
    if len(titles) != x.shape[1]:
        raise ValueError(f"titles must hold one for each of the {x.shape[1]} columns of x; "
                         f"got {len(titles)}")
    rows = -(-x.shape[1] // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(0.95 * columns, 1.2 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for i, (ax, title) in enumerate(zip(axes.flat, titles)):
        ax.imshow(x[:, i].reshape(shape), cmap=cmap, vmin=limits[0], vmax=limits[1],
                  interpolation="nearest")
        ax.set_title(title, fontsize=10, color=colours[i] if colours else "black")
    return axes
