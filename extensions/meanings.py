r"""What a sign in a formula means, in the words of the notation page.

A sign is explained by the row that fits what follows it: $C$ alone is the cost, $C_i$ that of one
example. The last table of the notation page says where a letter means something else: it links to
these pages, and there the letter is not explained.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError

NOTATION = "chapters/reference/notation"
SECOND_MEANINGS = "letters-with-more-than-one-meaning"

# {sign: [(what follows it, the row of the notation page)]}; what no row fits is not explained.
ROWS = {
    r"\nabla": [(r"_\{?a\}*\s*C", r"\nabla_a C"), (r"\s*C(?![\^_])", r"\nabla C")],
    "C": [(r"_\{?i\b", "C_i"), (r"_\{?B", "C_B"), (r"\^\{?\(", "C^{(l)}"), (r"(?![\^_])", "C")],
    "n": [(r"_(?!\{?\\text)", "n_l")],
    "m": [(r"(?!\}?_)", "m")],
} | {sign: [("", row)] for sign, row in (
    (r"\delta", r"\delta^l_j"), ("w", r"w^l_{jk}"), ("b", "b^l_j"), ("a", "a^l_j"), ("z", "z^l_j"),
    ("y", "y_j"), (r"\sigma", r"\sigma, \sigma'"), (r"\odot", r"\odot"), ("L", r"l = 1, \dots, L"),
    *((sign, sign) for sign in (r"\eta", r"\theta", r"\lambda", r"\kappa", r"\beta")))}

# The rows in a fixed order: a formula on a page has their numbers.
EXPLAINED = list(dict.fromkeys(row for choices in ROWS.values() for _, row in choices))


def row_of(sign, rest):
    """The row that says what a sign is, before the `rest` of its formula; None if none does."""
    return next((row for follows, row in ROWS.get(sign, ()) if re.match(follows, rest)), None)


def read_notation(app, env):
    """Keep {row: {heading: [(kind, text)]}} and {page: letters that mean something else there}.

    The kind of a piece of a cell is the class of its node: math, literal or another.
    """
    tree = env.get_doctree(NOTATION)
    rows, second = {}, {}
    for row in tree.findall(nodes.row):
        symbol = row.children[0]
        if SECOND_MEANINGS in row.parent.parent.parent.parent["ids"]:
            letters = {part.strip() for math in symbol.findall(nodes.math)
                       for part in math.astext().split(",")}
            for page in linked(row.children[-1]):
                second.setdefault(page, set()).update(letters)
        else:
            heads = [head.astext() for head in next(row.parent.parent.findall(nodes.row))]
            words = {head: pieces(cell) for head, cell in zip(heads, row.children)}
            rows |= {math.astext(): words for math in symbol.findall(nodes.math)}
    if missing := sorted(set(EXPLAINED) - rows.keys()):
        raise ExtensionError(f"{NOTATION} must have a row for each of extensions/meanings.py; "
                             f"not found: {missing}")
    env.symbol_rows, env.second_meanings = rows, second


def linked(cell):
    """The pages that a cell of the notation page links to."""
    return [link["reftarget"] for link in cell.findall(addnodes.pending_xref)
            if link["refdomain"] == "doc"]


def pieces(cell):
    """[(kind, text)] of a cell."""
    return [(type(part.parent).__name__, part.astext()) for part in cell.findall(nodes.Text)]


def setup(app):
    app.connect("env-updated", read_notation)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
