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


def draw_arrow(ax, start, end, role, text="", text_role=None, *, at=0.5, up=0.0):
    """An arrow from node to node with a text at this part of its length, and so far above it."""
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": COLOURS[role],
                                            "linewidth": 1.5, "shrinkA": 16, "shrinkB": 16})
    x, y = (1 - at) * np.array(start) + at * np.array(end)
    ax.text(x, y + up, text, ha="center", va="center", fontsize=12,
            color=COLOURS[text_role or role],
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if text else None)
