"""A figure in two sizes: for a window, and for a phone, which shows 3.7 inches.

The SVG of a figure is the large one and holds the small one as metadata; the page shows the one
that fits (extensions/figures.py). Panels that stand side by side in the large one stand below one
another in the small one, and a legend above its panel.
"""

import pickle
from io import StringIO

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

PHONE = 3.7             # inches
TALLEST = 3.0           # a panel on a phone
INCH = 72               # points


def in_two_sizes(figure):
    """The SVG of a figure; the figure stays as it is."""
    large, told = as_svg(figure), getattr(figure, "on_a_phone", {})
    if figure.get_figwidth() <= PHONE:
        return large
    if isinstance(told, Figure):
        return _with_small(large, as_svg(told))
    small = pickle.loads(pickle.dumps(figure))
    try:
        fit_a_phone(small, **told)
        return _with_small(large, as_svg(small))
    finally:
        plt.close(small)


def on_a_phone(axes, **told):
    """Say how the panels of a figure stand on a phone, in words of `fit_a_phone`."""
    axes[0].figure.on_a_phone = told


def drawn_anew(ax, height, rows=1):
    """An Axes, or one in each row, for what a phone shows in the place of the figure of `ax`."""
    ax.figure.on_a_phone = Figure(figsize=(PHONE, height))
    return ax.figure.on_a_phone.subplots(rows)


def names_inside(ax, names, places=None):
    """The names of rows inside the Axes, each above its row, so that they take no width."""
    ax.set_yticks(range(len(names)) if places is None else places, names)
    ax.tick_params(axis="y", length=0, pad=-4)
    for label in ax.get_yticklabels():
        label.set(ha="left", va="bottom")
    return ax


def fit_a_phone(figure, *, columns=1, height=None, by_column=False, legends=True):
    """Make a figure as wide as a phone.

    columns    how many panels stand side by side
    height     of a row of panels, in inches
    by_column  panels follow one another down the columns of the large figure, not along its rows
    legends    put the legend of a panel above it, where it hides nothing
    """
    panels = [ax for ax in figure.axes if ax.get_subplotspec()]
    rows, before = panels[0].get_subplotspec().get_gridspec().get_geometry()
    height = height or min(figure.get_figheight() / rows, TALLEST)
    if before > columns:
        if by_column:
            panels = [ax for column in range(before) for ax in panels[column::before]]
        rows = -(-len(panels) // columns)
        grid = figure.add_gridspec(rows, columns)
        for i, ax in enumerate(panels):
            ax.set_subplotspec(grid[i // columns, i % columns])
            _label(ax, outer=(i >= len(panels) - columns, i % columns == 0))
    figure.set_size_inches(PHONE, height * rows)
    above = [legend_above(ax) for ax in panels if ax.get_legend() and legends]
    for legend in figure.legends:
        handles, labels = legend.legend_handles, [text.get_text() for text in legend.get_texts()]
        legend.remove()
        above.append(_height(figure.legend(handles, labels, loc="outside upper left")))
    figure.set_size_inches(PHONE, height * rows + sum(above))


def _label(ax, outer):
    """The labels that a panel has left to its neighbours, unless the neighbours are still there."""
    for name, joined, here in zip("xy", (ax.get_shared_x_axes(), ax.get_shared_y_axes()), outer):
        axis, others = getattr(ax, f"{name}axis"), joined.get_siblings(ax)
        if len(others) > 1 and ax.axison:
            axis.set_tick_params(**{("labelbottom" if name == "x" else "labelleft"): True})
            texts = [getattr(other, f"{name}axis").get_label_text() for other in others]
            axis.set_label_text(axis.get_label_text() or max(texts))


def legend_above(ax):
    """Put the legend above a panel, below its title; its height in inches."""
    old = ax.get_legend()
    labels = [text.get_text() for text in old.get_texts()]
    place = blended_transform_factory(ax.figure.transFigure, ax.transAxes)
    for columns in range(min(3, len(labels)), 0, -1):
        legend = ax.legend(old.legend_handles, labels, loc="lower left", bbox_to_anchor=(0, 1),
                           bbox_transform=place, ncols=columns, borderaxespad=0,
                           columnspacing=1.2, title=old.get_title().get_text() or None,
                           alignment="left")
        legend.set_in_layout(False)
        if legend.get_window_extent().width <= ax.figure.bbox.width:
            break
    title = ax.get_title()
    # A title of one space keeps the place of the legend free; a line of text is 12 points high.
    ax.set_title(title or " ", pad=_height(legend) * INCH + (4 if title else -10))
    return _height(legend)


def _height(legend):
    return legend.get_window_extent().height / legend.figure.dpi


def as_svg(figure):
    with StringIO() as file:
        figure.savefig(file, format="svg", bbox_inches="tight", pad_inches=0.03,
                       metadata={"Date": None})
        return file.getvalue()


def _with_small(large, small):
    inner = small[small.index("<svg"):]
    return large.replace("</svg>", f'<metadata id="phone"><![CDATA[{inner}]]></metadata>\n</svg>')
