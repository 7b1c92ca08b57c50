"""Tables of numbers as pictures: matrices, counts, images."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from bplib.draw.sizes import drawn_anew, names_inside, on_a_phone
from bplib.draw.style import COLOURS, GREYS, SERIES, shades, signed
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
    ax.imshow(mistakes, cmap=shades(SERIES[1]), vmin=0, vmax=max(mistakes.max(), 1) * 2)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            ax.text(column, row, int(count), ha="center", va="center", color="black")
    ax.set(xlabel=word("predicted"), ylabel=word("true"),
           xticks=range(len(names)), yticks=range(len(names)), xticklabels=names, yticklabels=names)
    ax.grid(False)
    on_a_phone([ax], height=3.6)
    return ax


def hits(table, rows, columns):
    """Which check (column) catches which version (row): table (rows, columns) of True and False."""
    with plt.rc_context({"mathtext.fontset": "dejavusans"}):        # formulas look like the words
        ax = plt.subplots(figsize=(6.8, 0.275 * len(rows) + 0.9))[1]
        small = drawn_anew(ax, height=0.36 * len(rows) + 2.2)
        _draw_hits(ax, table, columns, rotation=55)
        ax.set(yticks=range(len(rows)), yticklabels=rows)
        # Every second row is empty: there stands the name of the version whose row is below it.
        apart = np.repeat(np.asarray(table, dtype=float), 2, axis=0)
        apart[::2] = np.nan
        _draw_hits(small, apart, columns, rotation=90)
        names_inside(small, rows, np.arange(len(rows)) * 2 + 0.55).set_axisbelow(False)
    return ax


def _draw_hits(ax, table, columns, rotation):
    height, width = table.shape
    keys = [Patch(color=GREYS["caught"], label=word("caught")),
            Patch(color=GREYS["missed"], label=word("not caught"))]
    ax.pcolormesh(range(width), range(height), table, vmin=0, vmax=1, edgecolor="white",
                  linewidth=1.5, cmap=ListedColormap([GREYS["missed"], GREYS["caught"]]))
    ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    ax.set_xticks(range(width), columns, rotation=rotation, ha="left", rotation_mode="anchor")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.legend(handles=keys, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)


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
        ax.set_title(title, color=colours[i] if colours else COLOURS["ink"])
    on_a_phone(axes.flat, columns=columns // 2, height=1.05 if columns < 10 else 0.95)
    return axes
