"""Formulas in LaTeX as MathML, which a browser shows without a script and without a network."""

import re

from bs4 import BeautifulSoup
from latex2mathml.converter import convert

FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
AS_IT_IS = ("pre", "code", "script", "style", "math")


def as_mathml(page):
    """HTML with every $…$ and $$…$$ outside code replaced; what cannot be read stays as it is."""
    soup = BeautifulSoup(page, "html.parser")
    for text in soup.find_all(string=FORMULA):
        if not any(parent.name in AS_IT_IS for parent in text.parents):
            shown = FORMULA.sub(mathml, text.output_ready())
            text.replace_with(BeautifulSoup(shown, "html.parser"))
    return str(soup)


def mathml(found):
    """The MathML of one formula."""
    display = found["display"] is not None
    text = found["display"] or found["inline"]
    latex = BeautifulSoup(text, "html.parser").get_text()       # &lt; is < in a formula
    try:
        return convert(latex.strip(), display="block" if display else "inline")
    except Exception:       # a student may write anything; the converter has no error for all of it
        return found[0]
