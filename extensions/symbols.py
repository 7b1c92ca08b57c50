r"""Formulas on the page: colours by role, and what a symbol is at its first use.

A weight, an activation, an error and the cost have the same colour in a formula as in a figure
(bplib.draw.style.COLOURS; the page's own shades are in _assets/book.css). The first formula of a
page in which a symbol occurs says what the symbol is (meanings.py). A letter that means something
else on a page is neither coloured there nor explained.
"""

import re

from docutils import nodes

from meanings import NOTATION, row_of
from typeset import displayed, numbered, write

ROLES = {r"\delta": "backward", "w": "weight", "b": "weight", "a": "forward", "x": "forward",
         "z": "forward", r"\hat{y}": "forward", "C": "cost"}
# A letter with a hat, a command with a text or a name in braces, a command, or a letter alone.
TOKEN = re.compile(r"\\hat\{[A-Za-z]\}"
                   r"|\\(?:text|mathrm|mathbf|mathbb|operatorname|tag|begin|end)\*?\s*\{[^{}]*\}"
                   r"|\\[A-Za-z]+|\\.|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")


def coloured(latex, without=()):
    r"""The formula with \class{role}{…} around each sign with a role, but those in `without`."""
    def colour(match):
        role = None if match[0] in without else ROLES.get(match[0])
        return rf"\class{{{role}}}{{{match[0]}}}" if role else match[0]

    return TOKEN.sub(colour, latex)


def rows_in(latex, without=()):
    """The rows of the notation page for the signs in a formula, in the order of their first use."""
    found = (row_of(match[0], latex[match.end():]) for match in TOKEN.finditer(latex)
             if match[0] not in without)
    return list(dict.fromkeys(filter(None, found)))


def _second(translator):
    """The letters that mean something else on this page."""
    return translator.builder.env.second_meanings.get(translator.builder.current_docname, ())


def _new_rows(translator, node):
    """The rows that this page has not shown yet.

    Headings, links and the notation page explain none.
    """
    here = translator.builder.current_docname
    if here == NOTATION or _inside(node, (nodes.title, nodes.reference)):
        return []
    seen = translator.__dict__.setdefault("explained_symbols", set())
    new = [row for row in rows_in(node.astext(), _second(translator)) if row not in seen]
    seen.update(new)
    return new


def _inside(node, kinds):
    return node is not None and (isinstance(node, kinds) or _inside(node.parent, kinds))


def visit_math(translator, node):
    new = _new_rows(translator, node)
    if new:
        meanings = "<br>".join(translator.builder.env.symbol_rows[row] for row in new)
        tip = {"data-bs-toggle": "tooltip", "data-bs-html": "true", "data-bs-title": meanings}
        translator.body.append(translator.starttag(node, "span", "", CLASS="symbol", tabindex="0",
                                                   **tip))
    write(translator, node, coloured(node.astext(), _second(translator)), display=False)
    if new:
        translator.body.append("</span>")
    raise nodes.SkipNode


def visit_math_block(translator, node):
    latex = numbered(translator, node, displayed(node))
    write(translator, node, coloured(latex, _second(translator)), display=True)
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("typeset", (visit_math, None), (visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
