"""Every text inside a figure goes through `word`, so that an edition can replace it."""

import importlib
import inspect
import pkgutil
import re

import matplotlib.pyplot as plt
import pytest
from agg import closed, in_the_style_of_the_book  # noqa: F401
from figures import FIGURES

from bplib import draw, words

NO_FIGURE = {"curves.tangent", "descent.bowl", "style.signed",
             "style.shades", "style.use_style", "style.show", "motion.moving", "nodes.draw_node",
             "nodes.draw_arrow", "misconceptions.typeset", "sizes.in_two_sizes", "sizes.on_a_phone",
             "sizes.drawn_anew", "sizes.names_inside", "sizes.fit_a_phone", "sizes.legend_above",
             "sizes.as_svg"}
# The names of equations and of the package, and units; a large or small number, such as 1e−6.
OF_ANY_LANGUAGE = re.compile(r"BP[1-4]|bplib|\b1 [hd]\b|\d+e[-+−]?\d+")


def texts():
    """Every text of the figures that are open, numbers at the axes among them."""
    for number in plt.get_fignums():
        plt.figure(number).canvas.draw()
        yield from (text.get_text() for text in plt.figure(number).findobj(plt.Text))


class Foreign:
    """A language in which the first text is #0, the next one #1, and so on."""

    def __init__(self):
        self.met = {}

    def gettext(self, text):
        return f"#{self.met.setdefault(text, len(self.met))}"


def letters(text):
    """What is left of a text without its formulas and what every edition writes alike."""
    return re.findall(r"[^\W\d_]+", OF_ANY_LANGUAGE.sub("", "".join(text.split("$")[::2])))


def test_every_figure_is_looked_at():
    drawn = set()
    for module in pkgutil.iter_modules(draw.__path__):
        loaded = importlib.import_module(f"bplib.draw.{module.name}")
        drawn |= {f"{module.name}.{name}" for name, value in vars(loaded).items() if name[0] != "_"
                  and inspect.isfunction(value) and value.__module__ == loaded.__name__}
    assert set(FIGURES) == drawn - NO_FIGURE


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_holds_no_word_of_its_own(name, monkeypatch):
    """In another language, what stands in a figure is a text of that language, or no word."""
    language = Foreign()
    monkeypatch.delenv("BOOK_STRICT_WORDS", raising=False)
    monkeypatch.setattr(words, "_catalogue", lambda name: language)
    FIGURES[name]()
    seen = list(texts())
    assert {text: letters(text) for text in seen if letters(text)} == {}
    for place in language.met.values():
        assert any(f"#{place}" in text for text in seen)


def test_a_word_that_is_typed_is_found(monkeypatch):
    monkeypatch.delenv("BOOK_STRICT_WORDS", raising=False)
    draw.curves([0, 1], {"": [0, 1]}, xlabel="step $t$", ylabel="$a^{l}$ (BP2)")
    assert [letters(text) for text in texts() if letters(text)] == [["step"]]
