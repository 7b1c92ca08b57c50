r"""Formulas on the page: colours by role, and what each symbol is.

A weight, an activation, an error and the cost have the same colour in a formula as in a figure
(bplib.draw.style.COLOURS; the page's own shades are in _assets/book.css), and a page with formulas
has the legend of these colours beside it. Every formula knows the rows of the notation page that
explain its signs (meanings.py); _assets/symbols.js shows them, and the first formula of a page with
a sign is marked. A letter that means something else on a page is neither coloured there nor
explained.
"""

import json
import re
from html import escape

from docutils import nodes

from meanings import EXPLAINED, NOTATION, row_of
from typeset import displayed, numbered, typeset, write

ROLES = {r"\delta": "backward", "w": "weight", "b": "weight", "a": "forward", "x": "forward",
         "z": "forward", r"\hat{y}": "forward", "C": "cost"}
# A letter with a hat, a command with a text or a name in braces, a command, or a letter alone.
TOKEN = re.compile(r"\\hat\{[A-Za-z]\}"
                   r"|\\(?:text|mathrm|mathbf|mathbb|operatorname|tag|begin|end)\*?\s*\{[^{}]*\}"
                   r"|\\[A-Za-z]+|\\.|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")


def coloured(latex, without=()):
    r"""The formula with \class{role}{…} around each sign with a role, but those in `without`.

    What is underlined, as bplib.symbolic.Derivation does with what is new in a row, has the class
    `changed` instead: a page can tint it (_assets/derivation.css). Other readers have no \class.
    """
    def colour(match):
        role = None if match[0] in without else ROLES.get(match[0])
        return rf"\class{{{role}}}{{{match[0]}}}" if role else match[0]

    return TOKEN.sub(colour, latex).replace(r"\underline{", r"\class{changed}{")


def rows_in(latex, without=()):
    """The rows of the notation page for the signs in a formula, in the order of their first use."""
    found = (row_of(match[0], latex[match.end():]) for match in TOKEN.finditer(latex)
             if match[0] not in without)
    return list(dict.fromkeys(filter(None, found)))


def _second(translator):
    """The letters that mean something else on this page."""
    return translator.builder.env.second_meanings.get(translator.builder.current_docname, ())


def _rows(translator, node):
    """The numbers of the rows for the signs of a formula.

    Headings, links and the notation page explain none.
    """
    if translator.builder.current_docname == NOTATION:
        return []
    if _inside(node, (nodes.title, nodes.reference)):
        return []
    rows = rows_in(node.astext(), _second(translator))
    return [EXPLAINED.index(row) for row in rows]


def _new(translator, rows):
    """Whether this page shows one of these rows for the first time."""
    seen = translator.__dict__.setdefault("explained_symbols", set())
    new = not seen.issuperset(rows)
    seen.update(rows)
    return new


def _inside(node, kinds):
    return node is not None and (isinstance(node, kinds) or _inside(node.parent, kinds))


def visit_math(translator, node):
    rows = _rows(translator, node)
    new = _new(translator, rows)
    if new:
        tag = translator.starttag(node, "span", "", CLASS="symbol", tabindex="0")
        translator.body.append(tag)
    latex = coloured(node.astext(), _second(translator))
    write(translator, node, latex, display=False, rows=rows)
    if new:
        translator.body.append("</span>")
    raise nodes.SkipNode


def visit_math_block(translator, node):
    latex = coloured(numbered(translator, node, displayed(node)), _second(translator))
    write(translator, node, latex, display=True, rows=_rows(translator, node))
    raise nodes.SkipNode


def in_html(cell):
    """A cell of the notation page, its formulas set."""
    def piece(kind, text):
        if kind == "math":
            return f'<span class="math">{typeset(coloured(text), False)}</span>'
        return f"<code>{escape(text)}</code>" if kind == "literal" else escape(text)

    return "".join(piece(*part) for part in cell)


def explanation(row):
    """A line of the explanation: the symbol, what it is, and below that its shape and its name."""
    symbol, meaning, *others = row.items()
    small = "; ".join(f"{head[:1].lower()}{head[1:]} {in_html(cell)}"
                      for head, cell in others if cell)
    small = f"<small>{small}</small>" if small else ""
    return f"<span>{in_html(symbol[1])}</span><span>{in_html(meaning[1])}{small}</span>"


def write_signs(app, exception):
    """SIGNS: the explanation of each row, by its number, for _assets/symbols.js."""
    if exception is None and app.builder.name == "html":
        signs = [explanation(app.env.symbol_rows[row]) for row in EXPLAINED]
        text = f"const SIGNS = {json.dumps(signs, ensure_ascii=False)}\n"
        (app.outdir / "_static" / "signs.js").write_text(text, encoding="utf-8")


def add_legend(app, pagename, templatename, context, doctree):
    """Tell _templates/legend.html whether the page has formulas."""
    context["has_formulas"] = doctree is not None and any(
        doctree.findall(lambda node: isinstance(node, (nodes.math, nodes.math_block))))


def setup(app):
    app.add_js_file("signs.js")
    app.connect("html-page-context", add_legend)
    app.connect("build-finished", write_signs)
    app.add_html_math_renderer("typeset", (visit_math, None), (visit_math_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
