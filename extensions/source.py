"""The source of bplib on pages of its own, whole, with an anchor for every public name.

    ```{source} bplib/layers      prints every module of the folder; those that the content names
                                  come first, the others by name
    ```{names} bplib/layers       lists their public names, each a link to its source

A module is cut before each public name. The part of a name begins with the comments and decorators
above it and ends where the next part begins: what is private stands where the file has it. A
docstring stands as plain text between the code above and below it: it is written for `help`, and
equations in Unicode are no reStructuredText.
"""

import ast
import inspect
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[1]
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


class Part(NamedTuple):
    """What stands in a module from one public name to the next.

    names   those that its first statement defines; () for what comes before the first name
    kind    function, class or data, as Sphinx calls it
    above   the code down to the docstring, or all of it
    doc     the docstring, without its quotes and indentation; "" if there is none
    below   the code after the docstring
    """

    names: tuple
    kind: str
    above: str
    doc: str
    below: str


def modules(folder, first=()):
    """{dotted name: path} of the modules of a folder.

    Its __init__.py comes first, then those named in `first`, then the others by name.
    """
    rank = {name: place for place, name in enumerate(("__init__", *first))}
    paths = sorted((ROOT / folder).glob("*.py"),
                   key=lambda path: (rank.get(path.stem, len(rank)), path.stem))
    if unknown := set(first) - {path.stem for path in paths}:
        raise ValueError(f"{folder} must have the modules that are to come first; "
                         f"not found: {', '.join(sorted(unknown))}")
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return {name.removesuffix(".__init__"): path for name, path in zip(dotted, paths)}


def parts(text):
    """The Parts of a module with this text; put together they are the text."""
    tree, lines = ast.parse(text), text.splitlines()
    imported = {alias.asname or alias.name for node in tree.body
                if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    named = [(node, tuple(name for name in _names(node)
                          if name[0] != "_" and name not in imported)) for node in tree.body]
    found = [(_start(node, lines), node, names) for node, names in named if names]
    begins = [(0, tree, ()), *found]
    ends = [start for start, *_ in found] + [len(lines)]
    return [_part(node, names, lines, start, end)
            for (start, node, names), end in zip(begins, ends)]


def _names(node):
    """The names that a statement of a module defines."""
    if isinstance(node, DEFINITIONS):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return [name.id for target in targets for name in ast.walk(target)
            if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)]


def _start(node, lines):
    """The first line of a statement, with its decorators and the comments right above it."""
    decorators = getattr(node, "decorator_list", ())
    start = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start


def _part(node, names, lines, start, end):
    kind = {ast.FunctionDef: "function", ast.ClassDef: "class"}.get(type(node), "data")
    has_doc = isinstance(node, (*DEFINITIONS, ast.Module))
    doc = ast.get_docstring(node, clean=False) if has_doc else None
    if doc is None:
        return Part(names, kind, "\n".join(lines[start:end]), "", "")
    quoted = node.body[0]
    return Part(names, kind, "\n".join(lines[start:quoted.lineno - 1]), inspect.cleandoc(doc),
                "\n".join(lines[quoted.end_lineno:end]))


class Docstring(nodes.General, nodes.FixedTextElement):
    """Plain text, in which spaces and the ends of lines count."""


def visit_docstring(translator, node):
    translator.body.append(translator.starttag(node, "pre", "", CLASS="docstring"))


def depart_docstring(translator, node):
    translator.body.append("</pre>\n")


def _code(text):
    text = text.strip("\n")
    return [nodes.literal_block(text, text, language="python")] if text else []


def _printed(part):
    doc = [Docstring(part.doc, part.doc)] if part.doc else []
    pieces = [*_code(part.above), *doc, *_code(part.below)]
    return [nodes.container("", *pieces, classes=["source"])] if pieces else []


def _section(title, ids, content):
    return nodes.section("", nodes.title("", "", nodes.literal(title, title)), *content, ids=ids)


class Source(SphinxDirective):
    """```{source} FOLDER: its modules as sections, with a section for each public name."""

    required_arguments = 1
    has_content = True

    def run(self):
        return [self.module(name, path)
                for name, path in modules(self.arguments[0], self.content).items()]

    def module(self, module, path):
        self.env.note_dependency(str(path))
        python, (head, *named) = self.env.get_domain("py"), parts(path.read_text(encoding="utf-8"))
        python.note_module(module, module, "", "", False)
        python.note_object(module, "module", module, location=self.get_location())
        sections = []
        for part in named:
            ids = [f"{module}.{name}" for name in part.names]
            for anchor in ids:
                python.note_object(anchor, part.kind, anchor, location=self.get_location())
            sections.append(_section(", ".join(part.names), ids, _printed(part)))
        return _section(module, [module], [*_printed(head), *sections])


class Names(SphinxDirective):
    """```{names} FOLDER: a list of its modules with their public names."""

    required_arguments = 1
    has_content = True

    def run(self):
        listed = nodes.bullet_list()
        for module, path in modules(self.arguments[0], self.content).items():
            self.env.note_dependency(str(path))
            text = path.read_text(encoding="utf-8")
            names = [name for part in parts(text) for name in part.names]
            line = nodes.paragraph("", "", self.link(module, "mod", module))
            for name in names:
                line += [nodes.Text(": " if name == names[0] else ", "),
                         self.link(f"{module}.{name}", "obj", name)]
            listed += nodes.list_item("", line)
        return [listed]

    def link(self, target, role, text):
        return pending_xref("", nodes.literal(text, text), refdomain="py", reftype=role,
                            reftarget=target, refexplicit=True, refdoc=self.env.docname)


def setup(app):
    app.add_node(Docstring, html=(visit_docstring, depart_docstring))
    app.add_directive("source", Source)
    app.add_directive("names", Names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
