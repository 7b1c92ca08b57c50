"""The chapter on wrong versions: their training, their angles to the gradient, and what one
direction misses.
"""

import re

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

from bplib.draw.sizes import drawn_anew, legend_above, names_inside
from bplib.draw.style import COLOURS, SERIES
from bplib.words import word

LIKE_THE_WORDS = {"mathtext.fontset": "dejavusans"}         # formulas look like the words


def typeset(name):
    """The name of a wrong version with its formulas set as formulas: n_L, 10^4, 1/m, y - x."""
    return re.sub(r"\b(\w+[_^]\w+|1/m|[a-z] - [a-z])\b", r"$\1$", name)


def angles(degrees, lower, labels):
    """One dot a wrong version: its angle to the gradient, and by colour whether the cost is lower.

    degrees, labels  one for each version, from below
    lower            for each version, whether the cost is lower after 20 steps
    """
    with plt.rc_context(LIKE_THE_WORDS):
        ax = plt.subplots(figsize=(6.8, 0.27 * len(labels) + 0.9))[1]
        small = drawn_anew(ax, height=0.34 * len(labels) + 1.6)
        for each in ax, names_inside(small, labels):
            _draw_angles(each, degrees, lower)
        ax.set(yticks=range(len(labels)), yticklabels=labels)
        ax.legend(loc="lower right")
        small.legend()
        legend_above(small)
    return ax


def _draw_angles(ax, degrees, lower):
    looks = ((True, SERIES[0], "o", word("cost lower after 20 steps")),
             (False, SERIES[1], "s", word("cost not lower")))
    for of_these, colour, dot, label in looks:
        places = [(angle, row) for row, (angle, here) in enumerate(zip(degrees, lower))
                  if here == of_these]
        ax.plot(*zip(*places), dot, color=colour, label=label)
    ax.axvline(90, color=COLOURS["quiet"], linewidth=1, label=word("90°: W1 is 0"))
    ax.set(xticks=range(0, 181, 30), xlabel=word("angle to the gradient, in degrees"))


def training(labels, early, late, right, steps):
    """Two dots a wrong version: the cost after few and after many steps, as a part of the start.

    labels, early, late  one for each version, from below
    right, steps         (after few, after many): the costs of the right gradient, vertical lines
    """
    with plt.rc_context(LIKE_THE_WORDS):
        ax = plt.subplots(figsize=(6.8, 0.29 * len(labels) + 1.1))[1]
        small = drawn_anew(ax, height=0.34 * len(labels) + 2.1)
        for each in ax, names_inside(small, labels):
            _draw_training(each, range(len(labels)), early, late, right, steps)
        ax.set(yticks=range(len(labels)), yticklabels=labels)
        ax.legend(loc="lower left", bbox_to_anchor=(-0.55, 1), ncols=2)
        small.legend()
        legend_above(small)
    return ax


def _draw_training(ax, rows, early, late, right, steps):
    ax.hlines(rows, early, late, color=COLOURS["quiet"], linewidth=0.8)
    looks = (("quiet", "white", "--"), ("cost", COLOURS["cost"], "-"))
    for values, at, number, (role, face, line) in zip((early, late), right, steps, looks):
        label = f"{number:,} {word('steps')}"
        ax.plot(values, rows, "o", color=COLOURS[role], markerfacecolor=face, label=label)
        ax.axvline(at, color=COLOURS[role], linestyle=line, linewidth=1,
                   label=f"{word('right gradient')}, {label}")
    ax.set(xscale="log", xlabel=word("cost, divided by the cost at the start"))


def misses(tolerances, versions, counted):
    """The probability to miss against the tolerance, on logarithmic axes.

    versions  {label: (long formula, first term)}, values at `tolerances`
    counted   (tolerances, {label: (shares, standard deviations)}): dots, with bars of two
              standard deviations
    """
    with plt.rc_context(LIKE_THE_WORDS):
        ax = plt.subplots(figsize=(6.4, 4.8))[1]
        for (label, (formula, first_term)), colour, dot in zip(versions.items(), SERIES, "os^"):
            shares, deviations = counted[1][label]
            ax.loglog(tolerances, formula, "-", color=colour, label=label)
            ax.loglog(tolerances, first_term, ":", color=colour)
            ax.errorbar(counted[0], shares, 2 * deviations, fmt=dot, color=colour)
        keys = [Line2D([], [], color=COLOURS["quiet"], linestyle=line, marker=dot, label=label)
                for line, dot, label in (("-", "", word("long formula")),
                                         (":", "", word("first term")),
                                         ("", "o", word("counted")))]
        ax.legend(handles=[*ax.get_legend_handles_labels()[0], *keys], loc="lower right")
        ax.set(xlabel=rf"{word('tolerance')} $\varepsilon$", ylabel=word("probability to miss"),
               ylim=(2e-5, 3))
    return ax
