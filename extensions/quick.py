"""The text first: no page waits for a script to show its text, and nothing later moves the text."""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def defer_scripts(app, pagename, templatename, context, doctree):
    for script in context.get("script_files", ()):
        name = str(getattr(script, "filename", None) or "")
        # documentation_options.js sets a constant that lines of script in the page use at once.
        if name.endswith(".js") and "documentation_options" not in name:
            script.attributes["defer"] = "defer"


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
    return {"parallel_read_safe": True, "parallel_write_safe": True}
