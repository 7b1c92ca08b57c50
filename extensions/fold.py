"""Code folds to one line, "code, 12 lines", above what it has made.

A cell with an output folds: what it shows, the page shows. One without stays open: it defines, sets
or checks something. The tag `hide-input` folds it all the same, `show-input` keeps a cell open; so
does a solution, which is folded itself. In the page all code is open. _assets/code.js folds it, and
a line in the head of the page (_templates/layout.html) before the first paint: without scripts, and
on paper, a reader sees all.
"""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx_exercise.nodes import solution_node

SWITCH = ('<div class="switch pst-js-only epub-left-out">'
          '<button class="all-code" type="button" aria-pressed="false">'
          'Show all code</button></div>')


class Fold(nodes.General, nodes.Element):
    """A cell's code, that can be folded."""


def visit_fold(translator, node):
    lines = node["lines"]
    label = f"code, {lines} line{'s' * (lines > 1)}"
    translator.body.append(f'<details class="code-fold" open><summary>{label}</summary>\n')


def depart_fold(translator, node):
    translator.body.append("</details>\n")


def fold_code(app, doctree, docname):
    cells = [cell for cell in doctree.findall(nodes.container)
             if cell.get("nb_element") == "cell_code"]
    for cell in filter(folds, cells):
        source = next(part for part in cell.findall(nodes.container)
                      if part.get("nb_element") == "cell_code_source")
        hidden = source.parent if isinstance(source.parent, HideCodeCellNode) else source
        fold = Fold(lines=source.astext().strip("\n").count("\n") + 1)
        hidden.parent.replace(hidden, fold)
        fold += source
    if next(doctree.findall(Fold), None) is not None:
        title = next(doctree.findall(nodes.title))
        title.parent.insert(1, nodes.raw("", SWITCH, format="html"))


def folds(cell):
    """Whether the code of a cell, if the page shows it, is to be folded."""
    parts = {part.get("nb_element") for part in cell.findall(nodes.container)}
    if "cell_code_source" not in parts or "tag_show-input" in cell["classes"]:
        return False
    if "tag_hide-input" in cell["classes"]:
        return True
    return "cell_code_output" in parts and not inside(cell, solution_node)


def inside(node, kind):
    while node is not None and not isinstance(node, kind):
        node = node.parent
    return node is not None


def setup(app):
    app.add_node(Fold, html=(visit_fold, depart_fold))
    app.connect("doctree-resolved", fold_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
