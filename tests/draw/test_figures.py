"""The colours of the figures, as they are stored in the notebooks: words and lines stand out from the white ground."""

import re
from pathlib import Path

import light
import matplotlib as mpl
import nbformat
import pytest
from matplotlib.colors import to_rgb

from bplib import draw

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("chapters/**/*.ipynb"))
TEXT, LINE = 4.5, 3.0               # WCAG 2.2, 1.4.3 and 1.4.11
GRID = "#dddddd"                    # helps the eye and says nothing

WORDS = re.compile(r'<g id="text_\d+">.*?<g style="fill: (#[0-9a-f]{6})', re.DOTALL)
LINES = re.compile(r'<path [^>]*style="fill: none; stroke: (#[0-9a-f]{6})')


def contrast(colour, ground="white"):
    """The contrast of two colours, 1 to 21."""
    return light.contrast(*(light.luminance(to_rgb(name)) for name in (colour, ground)))


def test_contrast():
    assert contrast("black") == pytest.approx(21) and contrast("white") == 1
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("role", draw.COLOURS)
def test_a_word_in_the_colour_of_a_role_can_be_read(role):
    assert contrast(draw.COLOURS[role]) >= TEXT


def test_lines_that_follow_one_another():
    with mpl.rc_context():
        draw.use_style()
        assert min(contrast(colour) for colour in mpl.rcParams["axes.prop_cycle"].by_key()["color"]) >= LINE


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_figures_of_a_notebook(notebook):
    for cell in nbformat.read(ROOT / notebook, as_version=4).cells:
        for output in cell.get("outputs", ()):
            svg = "".join(output.get("data", {}).get("image/svg+xml", ""))
            # White words stand on dark cells of a heat map; draw.heat_map chooses them (test_draw.py).
            pale = {colour for colour in WORDS.findall(svg) if colour != "#ffffff" and contrast(colour) < TEXT}
            faint = {colour for colour in LINES.findall(svg) if colour not in (GRID, "#ffffff") and contrast(colour) < LINE}
            assert not pale and not faint, f"words {pale}, lines {faint} in the figure of\n{cell.source}"
