"""The SVG of a figure in a page: the colours of the page, every id once, nothing lost."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from agg import closed, in_the_style_of_the_book  # noqa: F401

sys.path.insert(0, str(Path(__file__).parents[2] / "extensions"))

from drawing import Drawings, path, rounded, style  # noqa: E402

from bplib import draw
from bplib.draw.sizes import in_two_sizes
from bplib.draw.style import COLOURS, GREYS, SERIES

ID = re.compile(r' id="([^"]+)"')
TARGET = re.compile(r'(?:href="|url\()#([^")]+)')


def figure(colour=COLOURS["weight"]):
    return in_two_sizes(draw.curves([0, 1], {"one $w^2$": [0, 1]}, xlabel="x", ylabel="y", colours=[colour]).figure)


def test_both_sizes_are_written():
    large, small = Drawings().sizes(figure())
    assert large.startswith('<svg class="large" viewBox="0 0 ') and small.startswith('<svg class="small"')
    assert all(svg.count("<svg") == svg.count("</svg>") == 1 for svg in (large, small))
    widths = [int(re.search(r'width="(\d+)"', svg)[1]) for svg in (large, small)]
    assert widths[1] <= 358 < widths[0]                     # the column of a page on a phone of 390 pixels


def test_colours_are_those_of_the_page():
    for name, colour in COLOURS.items():
        assert style(f"stroke: {colour}; fill: none", ()) == f"stroke:var(--{name});fill:none"
    assert style(f"fill: {SERIES[1]}", ()) == "fill:var(--series-2)"
    large, _ = Drawings().sizes(figure())
    assert "stroke:var(--weight)" in large and "fill:var(--ink)" in large and "stroke:var(--grid)" in large
    assert not re.search("#[0-9a-f]{6}", large)             # and no ground: that of the page is seen


def test_what_stands_on_an_image_keeps_black_and_white():
    ax = draw.heat_map(np.array([[-1.0, 1.0]]), "weight", xlabel="j", ylabel="k", numbers="{:.0f}")
    drawing, = Drawings().sizes(in_two_sizes(ax.figure))
    assert "fill:#ffffff" in drawing and "fill:var(--ink)" in drawing and "data:image/png;base64," in drawing
    assert GREYS["ground"] not in "".join(Drawings().sizes(figure()))


def test_ids_are_there_once_and_lead_somewhere():
    page = Drawings()
    text = "".join(svg for colour in SERIES[:3] for svg in page.sizes(figure(colour)))
    assert len(ID.findall(text)) == len(set(ID.findall(text))) > 10
    assert set(TARGET.findall(text)) == set(ID.findall(text))


def test_a_letter_is_defined_before_it_is_used_and_only_there():
    text = "".join(Drawings().sizes(figure()))
    for name in set(TARGET.findall(re.sub(r"url\([^)]*\)", "", text))):
        assert text.index(f'id="{name}"') < text.index(f'href="#{name}"')
    inside = "".join(re.findall(r"<defs>.*?</defs>", text))
    assert [name for name in ID.findall(text) if f'id="{name}"' not in inside] == []


def test_the_same_drawings_are_the_same_bytes():
    one, other = (Drawings().sizes(figure()) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("long, short", [
    ("M 0 267.59952 \nL 469.19952 267.59952 \nL 469.19952 0 \nz\n", "M 0 267.6 L 469.2 267.6 469.2 0 z"),
    ("M 1 1 \nQ 2 2 3.004 3 \nQ 4 4 5 -0.504 \n", "M 1 1 Q 2 2 3 3 4 4 5 -.5"),
    ("M 0 1 \nM 2 3 \n", "M 0 1 M 2 3")])
def test_a_path_says_the_same_in_fewer_letters(long, short):
    assert path(long) == short


def test_small_numbers_keep_their_digits():
    assert rounded("scale(0.015625)") == "scale(.01562)" and rounded("translate(0.0 -0.126)") == "translate(0 -.13)"
