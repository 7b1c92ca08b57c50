"""Figures of cells stand in the page itself, in its colours (drawing.py); other images stay files.

A figure is one image for screen readers, with the text of its cell. Its file, which a link offers,
is in the book too.
"""

import posixpath
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from drawing import Drawings

BY_MATPLOTLIB = "<dc:title>Matplotlib"


def visit_image(translator, node):
    source = Path(translator.builder.srcdir, node["uri"])
    text = source.read_text(encoding="utf-8") if source.suffix == ".svg" else ""
    if BY_MATPLOTLIB not in text:
        HTML5Translator.visit_image(translator, node)
        return
    page = translator.__dict__.setdefault("drawings", Drawings())
    builder = translator.builder
    file = posixpath.join(builder.imgpath, quote(builder.images[node["uri"]]))
    translator.body.append(
        f'<div class="drawing"><div role="img" aria-label="{escape(node.get("alt", ""))}">'
        f'{"".join(page.sizes(text))}</div>'
        f'<a class="file" href="{file}" download>save the figure</a></div>\n')


def depart_image(translator, node):
    """All is written."""


def setup(app):
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
