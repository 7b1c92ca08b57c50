"""The look of all figures. Colours have roles, the same in every figure and in the formulas of the
page: forward (activations, predictions), backward (errors, gradients), weight, cost. Where costs
are compared, the quadratic cost has the colour of a cost and the cross-entropy a second one. What
has no role (runs, methods, sets of examples) has the colours of SERIES, in their order, and each
line of an Axes a dash of its own.
"""

from pathlib import Path

import matplotlib.pyplot as plt
from cycler import cycler
from IPython import get_ipython
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib_inline.backend_inline import set_matplotlib_formats

from bplib.draw.sizes import in_two_sizes

# A word in any of them has a contrast of 4.5 to white, and whoever lacks one kind of cones can tell
# the roles apart. The page has the same, and shades for its dark theme (_assets/type.css,
# _assets/figures.css); tests/draw/test_colours.py measures both.
COLOURS = {"forward": "#006ab2", "backward": "#bc430b", "weight": "#007d59", "cost": "#a11a6f",
           "cross-entropy": "#7a5c00", "quiet": "#707070", "ink": "#222832"}
SERIES = ("#222933", "#766efa", "#908600", "#b46d75", "#544516", "#8a8f98")
GREYS = {"line": "#949494", "grid": "#dddddd", "ground": "#ffffff",
         "caught": "#3c4657", "missed": "#e3e6ec"}
DASHES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (7, 1.5, 1.2, 1.5)), (0, (3, 1, 1, 1, 1, 1)),
          (0, (10, 2)))


def signed(role):
    """Colours from grey (negative) over white (0) to the colour of the role (positive)."""
    return LinearSegmentedColormap.from_list(role, ["#404040", "white", COLOURS[role]])


def shades(colour):
    """Colours from white (0) to a role or a colour."""
    return LinearSegmentedColormap.from_list(colour, ["white", COLOURS.get(colour, colour)])


def use_style():
    """Set the book's look, whatever matplotlibrc says; in a notebook, draw figures as SVG, in two
    sizes, without a date in them.
    """
    plt.style.use(["default", Path(__file__).with_name("book.mplstyle")])
    plt.rcParams.update({name: COLOURS["ink"] for name in (
        "text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")})
    plt.rcParams["grid.color"] = GREYS["grid"]
    plt.rcParams["axes.prop_cycle"] = cycler(color=SERIES, linestyle=DASHES)
    if plt.get_backend().endswith("inline"):
        set_matplotlib_formats("svg")
        get_ipython().display_formatter.formatters["image/svg+xml"].for_type(Figure, in_two_sizes)


def show():
    """Draw the figure: the last line of a cell whose value is not to be printed."""
    plt.show()
