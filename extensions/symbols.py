r"""Formulas on the page: colours by role, and what a symbol is at its first use.

A weight, an activation, an error and the cost have the same colour in a formula as in a figure
(bplib.draw.style.COLOURS; the page's own shades are in _assets/book.css). The first formula of a
page in which a symbol occurs says what the symbol is (meanings.py). A letter that means something
else on a page is neither coloured there nor explained.
"""

import re

from docutils import nodes
from sphinx.ext import mathjax

from meanings import NOTATION, row_of

ROLES = {r"\delta": "backward", "w": "weight", "b": "weight", "a": "forward", "x": "forward",
         "z": "forward", r"\hat{y}": "forward", "C": "cost"}
# A letter with a hat, a command with a text or a name in braces, a command, or a letter alone.
TOKEN = re.compile(r"\\hat\{[A-Za-z]\}"
                   r"|\\(?:text|mathrm|mathbf|mathbb|operatorname|tag|begin|end)\*?\s*\{[^{}]*\}"
                   r"|\\[A-Za-z]+|\\.|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
SCRIPT = re.compile(r"[\^_](?:\{(?:[^{}]|\{[^{}]*\})*\}|.)")
SCRIPTS = re.compile(rf"(?:{SCRIPT.pattern})+")


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


GROUP = r"(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[0-9A-Za-z])"
FRACTION = re.compile(rf"\\frac\s*{GROUP}\s*{GROUP}")
RELATION = re.compile(r"\\(?:le|ge|ne|approx|to|in|times|cdot|odot|sim)(?![A-Za-z])")
NAME = re.compile(r"\\(tanh|log|ln|exp|sin|cos|max|min|det)(?![A-Za-z])")


def room(latex):
    """About the width that the formula will take, in em, fitted to the formulas of the book's text.

    Of a fraction the longer part counts. A script above and one below stand over each other. A
    relation, and the sign of a product, has space on both sides.
    """
    while (simpler := FRACTION.sub(lambda part: max(part[1], part[2], key=room), latex)) != latex:
        latex = simpler
    latex = NAME.sub(r"\1", RELATION.sub("=", latex))
    signs = re.sub(r"\\(?:left|right|big|text|mathrm|[,!])|\s", "", latex)
    signs = re.sub(r"\\(?:sum|dots|cdots)(?![A-Za-z])", "xx", signs)
    signs = re.sub(r"\\[A-Za-z]+", "x", signs)
    scripts = [max(len(re.sub(r"[{}^_]", "", part)) for part in SCRIPT.findall(both))
               for both in SCRIPTS.findall(signs)]
    base = re.sub(r"[{}\\]", "", SCRIPTS.sub("", signs))
    relations = len(re.findall(r"[=+<>-]", base))
    narrow = len(re.findall(r"[(),./|'0-9\[\]ijlt]", base))
    wide = len(base) - relations - narrow
    return 0.81 * wide + 0.56 * narrow + 1.54 * relations + 0.5 * sum(scripts)


ROW_END = re.compile(r"\\\\(?:\[\w+\])?|\\cr(?![A-Za-z])")
TALL = re.compile(r"\\(?:frac|sum)(?![A-Za-z])")


def height(latex):
    """About the height that a formula on a line of its own will take, in em.

    A row with a fraction or a sum is tall. The fractions of a matrix are small, and the rows of a
    list stand apart.
    """
    rows = ROW_END.split(latex)
    if re.search(r"\\begin\{(?:matrix|cases)\}", latex):
        plain, tall = 1.3, 2.1
    else:
        plain, tall = (1.5, 3.8) if len(rows) == 1 else (2.3, 4.7)
    return sum(tall if TALL.search(row) else plain for row in rows)


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
    try:
        text = coloured(node.astext(), _second(translator))
        mathjax.html_visit_math(translator, nodes.math("", text))
    finally:
        # the start tag, and then the text
        _keep_free(translator, len(translator.body) - 2, room(node.astext()))
        if new:
            translator.body.append("</span>")


def visit_math_block(translator, node):
    block = nodes.math_block("", coloured(node.astext(), _second(translator)),
                             **node.attributes)
    opened = len(translator.body)
    try:
        mathjax.html_visit_displaymath(translator, block)
    finally:
        _keep_free(translator, opened, height(node.astext()))


def _keep_free(translator, place, size):
    """Write the size of a formula, in em, into its start tag, which has this place in the page."""
    tag = translator.body[place]
    translator.body[place] = tag.replace(">", f' style="--room: {size:.1f}em">', 1)


def setup(app):
    app.add_node(nodes.math, override=True, html=(visit_math, None))
    app.add_node(nodes.math_block, override=True, html=(visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
