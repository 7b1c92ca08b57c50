"""Runs a cell of a page, after those above it that it needs, and compares what it shows.

This is the Python of the page: worker.js calls `answer`. Nothing here knows of a browser.
"""

import ast
import builtins
import contextlib
import io
import json
import symtable
import traceback

from absent import NeedsPackage
from bplib.symbolic import Derivation, Equation
from bplib.symbolic.follow import equal
from sympy import Expr
from sympy.matrices.expressions.matexpr import MatrixExpr
from sympy.matrices.matrixbase import MatrixBase

FORMULA = Expr, MatrixBase, MatrixExpr


def run(printed, sources, index, stored):
    """What cell `index` shows, for the page: a dictionary of texts.

    printed  the code of each cell as the book has it; sources: as the reader has it now
    stored   what the book shows below this cell: the LaTeX, Markdown or text of each output
    """
    shown, text, problem = values(sources, index)
    answer = {"problem": problem, "text": text, "outputs": [described(one) for one in shown]}
    if not problem:
        if [as_stored(one) for one in shown] == stored:
            answer["verdict"] = "same"
        else:
            answer["verdict"] = compared(shown, values(printed, index)[0])
    return answer


def answer(task):
    """`run` for the page, with its arguments and its answer as JSON."""
    return json.dumps(run(**json.loads(task)))


def all_of(pages):
    """The problem of each cell that shows a formula, "" where it shows what is stored, as JSON.

    pages  a JSON file: {page: [{"code": …, "stored": …}]}
    """
    found = {}
    with open(pages, encoding="utf-8") as file:
        for page, cells in json.load(file).items():
            code = [cell["code"] for cell in cells]
            answers = {number: run(code, code, number, cell["stored"])
                       for number, cell in enumerate(cells) if cell["stored"]}
            found[page] = {number: answer["problem"] or
                           ("" if answer["verdict"] == "same" else "its value is another one")
                           for number, answer in answers.items()}
    return json.dumps(found)


def values(sources, index):
    """(the objects that a cell displays, what it prints, what went wrong or an empty text)."""
    shown, text, namespace = [], io.StringIO(), {"__name__": "__main__"}
    namespace["display"] = lambda *objects: shown.extend(objects)
    missing = {}                                    # names that cells above have not made, and why
    *above, last = needed(sources, index)
    for number in above:
        with contextlib.redirect_stdout(io.StringIO()):
            problem = executed(sources[number], namespace, missing)
        if isinstance(problem, NeedsPackage):
            missing |= dict.fromkeys(names(sources[number])[1] - namespace.keys(), problem)
        elif problem:
            return [], "", f"In a cell above, {in_words(problem)}"
    shown.clear()
    with contextlib.redirect_stdout(text):
        problem = executed(sources[last], namespace, missing)
    return shown, text.getvalue(), in_words(problem) if problem else ""


def executed(source, namespace, missing):
    """Run the code of a cell and display the value of its last line; the exception, or None."""
    try:
        tree = ast.parse(source, "<cell>")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), namespace)
        if last:
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
            if value is not None and not source.rstrip().endswith(";"):
                namespace["display"](value)
    except NameError as problem:
        return missing.get(problem.name, problem)
    except BaseException as problem:
        return problem
    return None


def in_words(problem):
    """The last line of a traceback, with the line of the cell in which it began."""
    if isinstance(problem, NeedsPackage):
        return f"this needs {problem}, which does not run in the page"
    lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__)
             if frame.filename == "<cell>"] or [getattr(problem, "lineno", None)]
    last = traceback.format_exception_only(problem)[-1].strip()
    return f"line {lines[-1]}: {last}" if lines[-1] else last


def needed(sources, index):
    """The numbers of the cells that cell `index` needs, in their order, and its own."""
    wanted, chosen = names(sources[index])[0], [index]
    for number in reversed(range(index)):
        reads, binds = names(sources[number])
        if "*" in binds or binds & wanted:
            chosen.insert(0, number)
            wanted = wanted | reads
    return chosen


def names(source):
    """(names that the code of a cell reads, names that it binds or changes); "*" for all."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
        table = symtable.symtable(source, "<cell>", "exec")
    except SyntaxError:                             # a %magic, or what a reader is writing
        return set(), set()
    reads, binds = set(globals_of(table)), set()
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            binds.add(symbol.get_name())
    for node in nodes:
        if isinstance(node, ast.alias) and node.name == "*":
            binds.add("*")
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            binds.add(owner(node))                  # a[0] = …, a.b = …
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            binds.add(owner(node.value.func))       # a.append(…)
    return reads - vars(builtins).keys(), binds - {None}


def globals_of(table):
    """The names of a cell that its code, and that of the functions in it, reads."""
    for symbol in table.get_symbols():
        if symbol.is_global() or table.get_type() == "module" and symbol.is_referenced():
            yield symbol.get_name()
    for inner in table.get_children():
        yield from globals_of(inner)


def owner(node):
    """The name at the beginning of a.b[c].d; None for a name alone."""
    inner = node
    while isinstance(inner, (ast.Subscript, ast.Attribute)):
        inner = inner.value
    return inner.id if isinstance(inner, ast.Name) and inner is not node else None


def compared(shown, printed):
    """"equal" if the two show the same formulas in another form, else "different"."""
    alike = len(shown) == len(printed) and all(map(is_equal, shown, printed))
    return "equal" if alike else "different"


def is_equal(one, other):
    one, other = (getattr(side, "equation", side) for side in (one, other))     # of a Statement
    if isinstance(one, Equation) and isinstance(other, Equation):
        return (one.sign == other.sign and is_equal(one.lhs, other.lhs)
                and is_equal(one.rhs, other.rhs))
    if isinstance(one, FORMULA) and isinstance(other, FORMULA):
        return one == other or equal(one, other)
    return as_stored(one) == as_stored(other)


def as_stored(one):
    """An output as a notebook stores it: its LaTeX, its Markdown, or its text."""
    for name in ("_repr_latex_", "_repr_markdown_"):
        if text := getattr(one, name, lambda: None)():
            return text
    return repr(one)


def described(one):
    """An output for the page: {"formula": LaTeX}, {"rows": …} of a derivation, or {"text": …}.

    Each cell of a row is a list of parts, of which every second one is LaTeX.
    """
    if isinstance(one, Derivation):
        lines = one._repr_markdown_().split("\n")[2:]
        return {"rows": [[cell.strip().split("$") for cell in line.split("|")[1:-1]]
                         for line in lines]}
    if latex := getattr(one, "_repr_latex_", str)():
        return {"formula": latex.strip("$ ")}
    return {"text": as_stored(one)}
