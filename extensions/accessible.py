"""What the HTML writers leave out for those who read with other means than their eyes."""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


def visit_citation(translator, node):
    """An entry of the bibliography: an item of its list, with a role that is still in use."""
    HTML5Translator.visit_citation(translator, node)
    translator.body[-1] = translator.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app):
    app.add_node(nodes.citation, override=True,
                 html=(visit_citation, HTML5Translator.depart_citation))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
