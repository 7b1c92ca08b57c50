"""Recorded times: several programs side by side, and how a time grows."""

import matplotlib.pyplot as plt
import numpy as np

from bplib.draw.curves import curves
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word

MARKERS = "os^Dv"          # with the colours behind that of bplib


def side_by_side(cases, ratios, floor):
    """The times of several programs on each case, as multiples of bplib's time, the line at 1.

    cases   the names of the cases, from left to right
    ratios  {program: one ratio for each case}, nan where it was not measured; at most five programs
    floor   the time of the matrix products alone, in the same unit: short bars
    """
    places, ax = np.arange(len(cases)), plt.subplots(figsize=(7.4, 3.8))[1]
    for (program, values), marker, colour in zip(ratios.items(), MARKERS, SERIES[1:]):
        ax.plot(places, values, marker, linestyle=":", color=colour, label=program)
    ax.plot(places, floor, "_", markersize=18, markeredgewidth=2.5, color=COLOURS["quiet"],
            label=word("floor"))
    ax.axhline(1, color=SERIES[0], linewidth=2, label="bplib")
    ax.set(yscale="log", ylabel=word("time / time of bplib"), xticks=places,
           xticklabels=[case.replace("\n", " ") for case in cases])
    ax.tick_params(axis="x", labelsize=9, rotation=60)
    for label in ax.get_xticklabels():
        label.set(ha="right", rotation_mode="anchor")
    ax.legend(ncols=3)
    return ax


def growth(size, seconds, *, last, xlabel, ylabel):
    """Measured seconds over a size, and a dashed line in proportion to it.

    The line goes through the largest of the `last` sizes.
    """
    ax = curves(size, {word("measured"): seconds}, xlabel=xlabel, ylabel=ylabel,
                xscale="log", yscale="log", markers="o")
    ax.plot(size[-last:], seconds[-1] * size[-last:] / size[-1], "--", color=COLOURS["quiet"],
            label=word("in proportion"))
    ax.legend()
    return ax
