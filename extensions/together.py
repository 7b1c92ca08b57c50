"""No line begins with the full stop behind a formula, or ends with the bracket before it.

A formula is a box of its own in the line, and before and behind a box a line may break. It is put
into one element with the signs that touch it, in which no line breaks (_assets/book.css).
"""

import re

from docutils import nodes

# "$x$)." and "$n$-th" and "$C$'s"
BEHIND = re.compile(r"(?:[.,;:!?)\]}%…’”/]|[-'’]\w+)+")
BEFORE = re.compile(r"[(\[{“‘]+$")


def bind(app, doctree, docname):
    for formula in list(doctree.findall(nodes.math)):
        outer = alone(formula)
        line, place = outer.parent, outer.parent.index(outer)
        before, behind = taken(line, place - 1, BEFORE.search), taken(line, place + 1, BEHIND.match)
        if before or behind:
            line.replace(outer, nodes.inline("", "", *before, outer, *behind,
                                             classes=["together"]))


def alone(node):
    """The outermost element of a line, a link for example, that holds only this node."""
    while len(node.parent) == 1 and isinstance(node.parent.parent, nodes.TextElement):
        node = node.parent
    return node


def taken(line, place, find):
    """The signs at the end of the text at this place that touches the formula, as a list of one.

    They are taken away there.
    """
    text = line[place] if 0 <= place < len(line) else None
    found = find(text.astext()) if isinstance(text, nodes.Text) else None
    if not found:
        return []
    line.replace(text, nodes.Text(text[:found.start()] + text[found.end():]))
    return [nodes.Text(found[0])]


def setup(app):
    app.connect("doctree-resolved", bind)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
