"""The style sheet of the formulas: of MathJax's letters those that the pages show, and no others.

A page that waits for a font moves when it comes, so the sheet holds the fonts too. They are small:
of two thousand letters in 22 fonts the book shows about two hundred.
"""

import logging
import re
from base64 import b64encode

from fonts import cut_down
from one_style import pages_of
from typeset import FONTS, SHEET, mathjax

SHOWN = re.compile(r'<mjx-c class="(mjx-c[0-9A-F]+)(?: TEX-([\w-]+))?"')
LETTER = re.compile(r"mjx-c\.(mjx-c[0-9A-F]+)(?:\.TEX-([\w-]+))?::before \{\n(?: .*\n)*\}\s*")
FACE = re.compile(r"(@font-face[^{]*\{\n *font-family: (\w[\w-]*);\n)"
                  r" *src: url\(\"./([\w-]+\.woff)\"\).*\n\}\s*")
CONTENT = re.compile(r'content: "(.+)";')
# What brackets and bars of any size are put together from, in the order of MathJax.
PIECES = ("MJXTEX-S1", "MJXTEX-S4", "MJXTEX", "MJXTEX-A")
ZERO = "MJXZERO"        # a font of no height, for lines without one; its one sign occurs nowhere


def sheet(style, shown):
    """The style sheet of MathJax, with the letters `shown`: pairs of a name and a font, or ""."""
    letters = {ZERO: {"\uEFFC"}}        # browsers refuse a font without a sign

    def keep(rule):
        if (rule[1], rule[2] or "") not in shown:
            return ""
        font = f"MJXTEX-{rule[2]}" if rule[2] else "MJXTEX"
        letters.setdefault(font, set()).update(characters(rule[0]))
        return rule[0]

    pieces = characters(LETTER.sub("", style))
    style = LETTER.sub(keep, style)
    for font in PIECES:
        letters.setdefault(font, set()).update(pieces)
    return FACE.sub(lambda face: embedded(face, letters.get(face[2])), style)


def characters(style):
    """The characters that rules of a style sheet show."""
    codes = "".join(CONTENT.findall(style))
    return set(re.sub(r"\\([0-9A-F]+) ?", lambda code: chr(int(code[1], 16)), codes))


def embedded(face, characters):
    """The rule of a font that holds these letters of it; an empty text if it has to hold none."""
    if characters is None:
        return ""
    code = b64encode(cut_down(FONTS / face[3], characters)).decode()
    return f'{face[1]}  src: url("data:font/woff;base64,{code}") format("woff");\n}}\n\n'


def write_sheet(app, exception):
    """The style sheet of all formulas, before one_style.py joins the sheets."""
    if exception or app.builder.name != "html":
        return
    shown = {letter for text in pages_of(app).values() for letter in SHOWN.findall(text)}
    style = sheet(mathjax().call("sheet"), shown)
    (app.outdir / "_static" / SHEET).write_text(style, encoding="utf-8")


def setup(app):
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    app.connect("build-finished", write_sheet, priority=800)
    app.add_css_file(SHEET)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
