"""The text first: no page waits for a script to show its text, and nothing later moves the text."""

import re
from pathlib import Path

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

SIZE_IN_POINTS = re.compile(r'<svg[^>]*? (?:width|height)="([\d.]+)pt"'
                            r'[^>]*? (?:width|height)="([\d.]+)pt"')


def defer_scripts(app, pagename, templatename, context, doctree):
    for script in context.get("script_files", ()):
        name = str(getattr(script, "filename", None) or "")
        # documentation_options.js sets a constant that lines of script in the page use at once.
        if name.endswith(".js") and "documentation_options" not in name:
            script.attributes["defer"] = "defer"


def visit_image(translator, node):
    """The image with its size in pixels: the browser keeps its place free and loads it later."""
    # the writer puts the published address in the place of this one
    source = Path(translator.builder.srcdir, node["uri"])
    HTML5Translator.visit_image(translator, node)
    if source.suffix == ".svg" and source.is_file():
        head = source.read_text(encoding="utf-8")[:2000]
        if found := SIZE_IN_POINTS.search(head):
            first, second = (round(float(points) * 4 / 3) for points in found.groups())
            height_first = found[0].index("height=") < found[0].index("width=")
            width, height = (second, first) if height_first else (first, second)
            tag = f'<img loading="lazy" width="{width}" height="{height}" '
            translator.body[-1] = translator.body[-1].replace("<img ", tag, 1)


def visit_literal_block(translator, node):
    """The code in an element with its size in letters.

    book.css keeps this place free and leaves the letters for later.
    """
    opened, lines = len(translator.body), node.astext().strip("\n").split("\n")
    size = f"--lines: {len(lines)}; --columns: {max(map(len, lines))}"
    try:
        HTML5Translator.visit_literal_block(translator, node)
    finally:
        block = translator.body[opened]
        code = block.replace("<pre>", f'<pre><code style="{size}">')
        translator.body[opened] = code.replace("</pre>", "</code></pre>")


def setup(app):
    app.connect("html-page-context", defer_scripts, priority=900)
    app.add_node(nodes.literal_block, override=True,
                 html=(visit_literal_block, HTML5Translator.depart_literal_block))
    app.add_node(nodes.image, override=True, html=(visit_image, HTML5Translator.depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
