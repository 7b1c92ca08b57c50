"""The colours of figures and formulas: roles can be told apart by everybody, on the light and on the dark page."""

import itertools
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from agg import closed  # noqa: F401
from colour_vision import VISIONS, difference, seen
from figures import FIGURES
from light import contrast, luminance
from matplotlib.colors import to_hex, to_rgb

from bplib import draw
from bplib.draw.style import COLOURS, GREYS, SERIES

ASSETS = Path(__file__).parents[2] / "_assets"
STYLE = "".join((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in ("type", "figures"))
ROLES = "forward", "backward", "weight", "cost"
SERIES_NAMES = [f"series-{i}" for i in range(1, len(SERIES) + 1)]
GROUNDS = {"light": "#ffffff", "dark": "#14181e"}       # of the theme's pages
ENOUGH = 15                                             # CIEDE2000
TEXT, LINE = 4.5, 3.0                                   # contrast: WCAG 2.2, 1.4.3 and 1.4.11


def variables(theme):
    """{name: colour} of the style sheets for a theme."""
    rules = re.findall(r'^html(?:\[data-theme="(\w+)"\])? \{(.*?)^\}', STYLE, re.DOTALL | re.MULTILINE)
    return {name: colour for where, rule in rules if where in ("", theme)
            for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule)}


def apart(one, other):
    """The difference of two colours for those who see it least."""
    return min(float(difference(seen(to_rgb(one), vision), seen(to_rgb(other), vision))) for vision in VISIONS)


def stands_out(colour, theme):
    return contrast(luminance(to_rgb(colour)), luminance(to_rgb(GROUNDS[theme])))


@pytest.mark.parametrize("one, other, known", [         # Sharma, Wu and Dalal 2005
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082), ((50, 0, 0), (50, -1, 2), 2.3669)])
def test_the_measure_of_difference(one, other, known):
    assert difference(np.array(one, float), np.array(other, float)) == pytest.approx(known, abs=1e-4)


def test_red_and_green_are_alike_without_one_kind_of_cones():
    assert apart("#c00000", "#505000") < 10 < float(difference(seen(to_rgb("#c00000")), seen(to_rgb("#505000"))))
    assert apart("#0000ff", "#ffff00") > 50


def test_the_page_has_the_colours_of_the_figures():
    light = variables("light")
    assert {name: light[name] for name in COLOURS} == COLOURS
    assert tuple(light[name] for name in SERIES_NAMES) == SERIES
    assert all(light[name] == GREYS[name] for name in GREYS if name != "ground")
    assert {*COLOURS, *SERIES_NAMES, *GREYS} - {"ground"} <= variables("dark").keys()


@pytest.mark.parametrize("theme", GROUNDS)
def test_roles_and_text_can_be_told_apart(theme):
    colours = variables(theme)
    close = {pair: apart(*(colours[name] for name in pair)) for pair in itertools.combinations((*ROLES, "ink"), 2)}
    assert min(close.values()) >= ENOUGH, close
    assert apart(colours["cost"], colours["cross-entropy"]) >= ENOUGH


@pytest.mark.parametrize("theme", GROUNDS)
def test_nothing_else_has_the_colour_of_a_role(theme):
    colours = variables(theme)
    for role, name in itertools.product(ROLES, SERIES_NAMES):
        assert float(difference(seen(to_rgb(colours[role])), seen(to_rgb(colours[name])))) >= ENOUGH, (role, name)


@pytest.mark.parametrize("theme", GROUNDS)
def test_words_and_lines_stand_out(theme):
    colours = variables(theme)
    assert {name: stands_out(colours[name], theme) for name in COLOURS if stands_out(colours[name], theme) < TEXT} == {}
    assert min(stands_out(colours[name], theme) for name in (*SERIES_NAMES, "line")) >= LINE
    assert contrast(*(luminance(to_rgb(colours[name])) for name in ("caught", "missed"))) >= LINE


def sign(line):
    """What a line has beside its colour."""
    hollow = to_hex(line.get_markerfacecolor()) == GREYS["ground"]
    return line._unscaled_dash_pattern, line.get_marker(), hollow, line.get_linewidth() > 4


@pytest.mark.parametrize("name", FIGURES)
def test_lines_with_a_name_have_a_second_sign(name):
    with plt.rc_context():
        draw.use_style()
        FIGURES[name]()
        for ax in filter(lambda ax: ax.get_legend(), plt.gcf().axes):
            named = [line for line in ax.lines if not line.get_label().startswith("_")]
            for one, other in itertools.combinations(named, 2):
                assert sign(one) != sign(other) or apart(*(to_hex(line.get_color()) for line in (one, other))) >= ENOUGH
