"""The font of the text: Source Serif 4, cut down to the letters that the pages show.

It stands in the style sheet itself, like the fonts of the formulas (letters.py): a page that waits
for a font moves when it comes. What the font does not have, the reader's system shows.
"""

from base64 import b64encode
from html import unescape

from fontpkg_source_serif_4 import ROOT

from fonts import cut_down
from one_style import pages_of

SHEET = "serif.css"
FAMILY = "BookSerif"        # the licence keeps the name "Source" for the font as it was
FILES = {"normal": "SourceSerif4[opsz,wght].ttf", "italic": "SourceSerif4-Italic[opsz,wght].ttf"}
FACES = (("normal", 400), ("normal", 600), ("italic", 400))
SIZE = 18                   # pixels, for which the letters are drawn
RULE = """\
@font-face {{
  font-family: {family};
  font-style: {style};
  font-weight: {weight};
  src: url("data:font/woff;base64,{code}") format("woff");
}}
"""


def face(style, weight, characters):
    """The rule of one font."""
    font = cut_down(ROOT / "files" / FILES[style], characters, opsz=SIZE, wght=weight)
    return RULE.format(family=FAMILY, style=style, weight=weight, code=b64encode(font).decode())


def write_sheet(app, exception):
    """The fonts of the text, before one_style.py joins the sheets."""
    if exception or app.builder.name != "html":
        return
    characters = set(unescape("".join(pages_of(app).values()))) | {"‐"}   # it stands for U+2011 too
    sheet = "".join(face(*each, sorted(characters)) for each in FACES)
    (app.outdir / "_static" / SHEET).write_text(sheet, encoding="utf-8")


def setup(app):
    app.connect("build-finished", write_sheet, priority=800)
    app.add_css_file(SHEET)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
