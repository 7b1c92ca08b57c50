"""Exercises and solutions: no two ids alike on a page, and a solution whose whole title opens it.

sphinx-exercise gives the text of each the same id, and makes the number in the title of a solution
a link to the exercise, which stands right above: who clicks there wants the solution.
"""

from docutils import nodes
from sphinx_exercise.nodes import solution_node


def mend(app, doctree, docname):
    for section in doctree.findall(nodes.section):
        if section["ids"] in (["exercise-content"], ["solution-content"]):
            section["ids"] = []
    for solution in doctree.findall(solution_node):
        title = solution.children[0]
        title.children = [nodes.Text(part.astext()) for part in title.children]


def setup(app):
    app.connect("doctree-resolved", mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
