"""Formulas in LaTeX as MathML, which a browser shows without a script and without a network."""

import html
import re
from xml.etree.ElementTree import tostring

from bs4 import BeautifulSoup
from latex2mathml.converter import convert_to_element

FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
AS_IT_IS = ("pre", "code", "script", "style", "math")
MOST, LONGEST = 2000, 10_000        # formulas of a page, and characters of one
# What a formula is made of; a link is none of it, and no attribute holds a script.
ELEMENTS = {"math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow",
            "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext",
            "mtr", "munder", "munderover", "menclose", "mmultiscripts", "mprescripts", "none"}
ATTRIBUTES = {"xmlns", "display", "displaystyle", "scriptlevel", "mathvariant", "mathcolor",
              "mathsize", "stretchy", "fence", "form", "separator", "accent", "accentunder",
              "movablelimits", "minsize", "maxsize", "lspace", "rspace", "linethickness", "width",
              "height", "depth", "voffset", "columnalign", "columnlines", "columnspacing",
              "rowlines", "rowspacing", "notation"}


def as_mathml(page):
    """HTML with every $…$ and $$…$$ outside code replaced; what cannot be read stays as it is."""
    soup, left = BeautifulSoup(page, "html.parser"), [MOST]
    for text in soup.find_all(string=FORMULA):
        if not any(parent.name in AS_IT_IS for parent in text.parents):
            shown = FORMULA.sub(lambda found: mathml(found, left), text.output_ready())
            text.replace_with(BeautifulSoup(shown, "html.parser"))
    return str(soup)


def mathml(found, left):
    """The MathML of one formula, while some are `left`."""
    left[0] -= 1
    display = "inline" if found["display"] is None else "block"
    text = found["display"] or found["inline"]
    if left[0] < 0 or len(text) > LONGEST:
        return found[0]
    latex = BeautifulSoup(text, "html.parser").get_text()       # &lt; is < in a formula
    try:
        return written(convert_to_element(latex.strip(), display=display))
    except Exception:       # a student may write anything; the converter has no error for all of it
        return found[0]


def written(tree):
    """A formula as text. (The converter's own `convert` lets through the tags in a \\text.)"""
    for element in tree.iter():
        if element.tag not in ELEMENTS:
            raise ValueError(f"a formula must be made of {sorted(ELEMENTS)}; got {element.tag}")
        element.text, element.tail = html.unescape(element.text or ""), None
        for name in set(element.attrib) - ATTRIBUTES:
            del element.attrib[name]
    return tostring(tree, encoding="unicode")
