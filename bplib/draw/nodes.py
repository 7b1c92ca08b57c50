"""The signs that diagrams are made of: a neuron as a node, an arrow with a text on it."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.style import COLOURS

RADIUS = 0.24                                                # of a neuron; the rows are 1 apart


def draw_node(ax, place, text, role, fontsize, radius=RADIUS):
    ax.add_patch(plt.Circle(place, radius, facecolor="white", edgecolor=COLOURS[role], linewidth=2,
                            zorder=3))
    ax.text(*place, text, ha="center", va="center", fontsize=fontsize, color=COLOURS[role],
            zorder=4)


def draw_arrow(ax, start, end, role, text="", text_role=None):
    """An arrow from node to node with a text on its middle."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": COLOURS[role],
                                            "linewidth": 1.5, "shrinkA": 16, "shrinkB": 16})
    ax.text(*(np.array(start) + end) / 2, text, ha="center", va="center", fontsize=10,
            color=COLOURS[text_role or role],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if text else None)
