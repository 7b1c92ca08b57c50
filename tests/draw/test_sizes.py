"""A figure in two sizes: the small one is no wider than a phone, and its letters are no smaller than 11 pixels."""

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from agg import closed  # noqa: F401
from figures import FIGURES

from bplib import draw
from bplib.draw.sizes import PHONE, in_two_sizes, on_a_phone

INCH, PIXEL = 72, 0.75              # points
SMALLEST = 11                       # pixels, for a letter
SCALE = re.compile(r"scale\(([\d.]+)")
USE, HREF = "{http://www.w3.org/2000/svg}use", "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(autouse=True)
def style():
    with plt.rc_context():
        draw.use_style()
        yield


def small(svg):
    root = ElementTree.fromstring(svg)
    phone = root.find(".//*[@id='phone']")
    return root if phone is None else ElementTree.fromstring(phone.text)


def letters(root, scale=1.0):
    """The sizes of all letters in pixels: matplotlib draws them as paths of 100 points."""
    for element in root:
        if element.tag == USE and not element.get("x"):
            yield 100 * scale * float((SCALE.findall(element.get("transform", "")) or [1])[0]) / PIXEL
        inner = SCALE.findall(element.get("transform", ""))
        yield from letters(element, scale * float(inner[0]) if inner else scale)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fits_a_phone(name):
    FIGURES[name]()
    phone = small(in_two_sizes(plt.gcf()))
    assert float(phone.get("width")[:-2]) <= PHONE * INCH
    assert min(letters(phone), default=SMALLEST) >= SMALLEST


def panels(columns, rows=1, **shared):
    return plt.subplots(rows, columns, figsize=(8, 3), **shared)


def test_panels_stand_below_one_another():
    figure, axes = panels(3)
    svg = in_two_sizes(figure)
    width, height = (float(small(svg).get(side)[:-2]) for side in ("width", "height"))
    assert height > 2 * width and figure.get_size_inches().tolist() == [8, 3]      # the figure itself is as it was
    assert len(plt.get_fignums()) == 1


def test_a_figure_says_how_it_stands_on_a_phone():
    figure, axes = panels(4, rows=2)
    for i, ax in enumerate(axes.flat):
        ax.set_title(f"{i}")
    on_a_phone(axes.flat, columns=2, height=1.5, by_column=True)
    svg = in_two_sizes(figure)
    titles = re.findall(r"<!-- (\d) -->", svg[svg.index("phone"):])
    places = re.findall(r"<!-- \d -->\s*<g[^>]*translate\(([\d.]+) ([\d.]+)\)", svg[svg.index("phone"):])
    by_row = sorted(zip(((round(float(y)), float(x)) for x, y in places), titles))
    assert [title for _, title in by_row] == ["0", "4", "1", "5", "2", "6", "3", "7"]


def test_a_panel_gets_the_labels_that_it_has_left_to_its_neighbour():
    figure, (left, right) = panels(2, sharey=True)
    left.set_ylabel("cost")
    svg = in_two_sizes(figure)
    large, phone = svg[:svg.index("phone")], svg[svg.index("phone"):]
    assert large.count("<!-- cost -->") == 1 and phone.count("<!-- cost -->") == 2


def test_a_legend_stands_above_its_panel():
    ax = draw.curves([0, 1], {"one": [0, 1], "two": [1, 0]}, xlabel="", ylabel="")
    phone = small(in_two_sizes(ax.figure))
    places = {group.get("id"): group for group in phone.iter() if group.get("id")}

    def heights(group):
        return [float(y) for path in group.iter() if path.get("d") and not path.get("transform")
                for y in re.findall(r"[ML] \S+ (\S+)", path.get("d"))]

    assert max(heights(places["legend_1"])) <= min(heights(places["patch_2"])) + 1
    assert ax.get_legend()._loc == 0                                                # the figure itself is as it was


def test_two_sizes_are_the_same_bytes_again():
    one, other = (in_two_sizes(draw.curves([1, 2], {"a": [1, 2], "b": [2, 1]}, xlabel="$x^2$", ylabel="y").figure) for _ in range(2))
    assert one == other
