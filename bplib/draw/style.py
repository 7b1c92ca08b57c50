"""The look of all figures. Colours have roles, the same in every figure: forward (activations,
predictions), backward (errors, gradients), weight, cost. Where costs are compared, the quadratic
cost has the colour of a cost and the cross-entropy a second one. Readers with any common colour
vision can tell them apart.
"""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib_inline.backend_inline import set_matplotlib_formats

# Those of Okabe and Ito made darker, so that a word in any of them has a contrast of 4.5 to white.
# The page has the same colours in its formulas (_assets/book.css).
COLOURS = {"forward": "#0067a8", "backward": "#c24a00", "weight": "#007a58", "cost": "#8a2261",
           "cross-entropy": "#7a5c00", "quiet": "#707070"}


def signed(role):
    """Colours from grey (negative) over white (0) to the colour of the role (positive)."""
    return LinearSegmentedColormap.from_list(role, ["#404040", "white", COLOURS[role]])


def use_style():
    """Set the book's look, whatever matplotlibrc says; in a notebook, draw figures as SVG without a
    date in them.
    """
    plt.style.use(["default", Path(__file__).with_name("book.mplstyle")])
    if plt.get_backend().endswith("inline"):
        set_matplotlib_formats("svg", bbox_inches="tight", metadata={"Date": None})


def show():
    """Draw the figure: the last line of a cell whose value is not to be printed."""
    plt.show()
