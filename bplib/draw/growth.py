"""How the price of a gradient grows with the network: times and multiplications."""

import numpy as np

from bplib.draw.curves import curves
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word


def time_ratios(numbers, ratios, expected):
    """Backward time over forward time {label: values} against the number of parameters.

    expected  the ratio of the multiplications, as a dashed line
    """
    ax = curves(numbers, ratios, xscale="log", yscale="log", markers="o",
                xlabel=word("number of parameters") + " $N$",
                ylabel=word("backward time / forward time"))
    ax.axhline(expected, color=COLOURS["quiet"], linestyle="--", linewidth=1)
    ticks = (0.5, 1, 2, 5, 10, 20, 50)
    ax.set(yticks=ticks, yticklabels=map(str, ticks), ylim=(0.4, 60))
    return ax


def times_of_a_gradient(numbers, by_backprop, by_differences):
    """Seconds for one gradient against the number of parameters; hollow marks are extrapolated."""
    ax = curves(numbers, {word("backpropagation"): by_backprop}, xscale="log", yscale="log",
                markers="o", xlabel=word("number of parameters") + " $N$",
                ylabel=word("time of one gradient (s)"), colours=[COLOURS["backward"]])
    ax.plot(numbers, by_differences, "o--", color=SERIES[0], markerfacecolor="white",
            label=f"{word('finite differences')} ({word('extrapolated')})")
    for name, seconds in (("1 h", 3600), ("1 d", 86400)):
        ax.axhline(seconds, color=COLOURS["quiet"], linewidth=0.8)
        ax.annotate(name, (numbers[0], seconds), xytext=(0, 3), textcoords="offset points",
                    color=COLOURS["quiet"])
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)       # above: no line is hidden
    return ax


def multiplications(depths, counts):
    """Multiplications against the number of layers, {label: {width: values}}.

    The second width of each is dashed.
    """
    lines = {f"{what}, $n = {width}$": np.array(values, dtype=float)
             for what, by_width in counts.items() for width, values in by_width.items()}
    colours = [COLOURS[role] for role, by_width in zip(("quiet", "backward"), counts.values())
               for _ in by_width]
    ax = curves(depths, lines, yscale="log", markers="o", xlabel=word("number of layers") + " $L$",
                ylabel=word("multiplications"), colours=colours)
    for line in ax.lines[::2]:
        line.set_linestyle("-")
    for line in ax.lines[1::2]:
        line.set(linestyle="--", markerfacecolor="white")
    ax.legend()
    ax.set(xticks=range(4, 21, 4))
    return ax
