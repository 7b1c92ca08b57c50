"""No question whose answers are typed: a cell computes what is right and what is wrong.

That exactly one choice is right is seen when the cell runs. Here it is seen that the values it
compares come from names and calls: a number that stands there as it is proves nothing.
"""

import ast
import json

from sphinx.errors import ExtensionError

KINDS = ("ask", "ask_number", "ask_formula")
RUN = ("by_bank", "by_function")        # they run the wrong version that gives the value


def faults(cell):
    """What is wrong with a cell of a notebook, as texts."""
    tags = set(cell.get("metadata", {}).get("tags", []))
    source = "".join(cell["source"])
    call = question(source) if cell["cell_type"] == "code" else None
    if (call is not None) != ("question" in tags):
        return ["the tag `question` belongs to a cell that ends with ask, ask_number or "
                "ask_formula, and to no other"]
    if call is None:
        return []
    found = [] if "remove-input" in tags else ["it shows its answer: it needs remove-input"]
    for option in options(call):
        if not isinstance(option, ast.Tuple) and _called(option) not in RUN:
            found.append(f"an option is a tuple, or by_bank or by_function: {ast.unparse(option)}")
    for value in compared(call):
        if not any(isinstance(node, (ast.Name, ast.Attribute)) for node in ast.walk(value)):
            found.append(f"no cell computes {ast.unparse(value)}")
    return found


def question(source):
    """The call with which a cell ends, if it is a question."""
    try:
        last = (ast.parse(source).body or [None])[-1]
    except SyntaxError:                              # a line of %magic
        return None
    call = last.value if isinstance(last, ast.Expr) else None
    is_one = isinstance(call, ast.Call) and getattr(call.func, "id", "") in KINDS
    return call if is_one else None


def compared(call):
    """The expressions that a question compares: its truth, if that is no True, and its options."""
    truth = call.args[2]
    if not (isinstance(truth, ast.Constant) and truth.value is True):
        yield truth
    for option in options(call):
        if isinstance(option, ast.Tuple):
            yield option.elts[-2]


def options(call):
    """What stands there as an option; of a typed answer, as a wrong one."""
    return call.args[3 if call.func.id == "ask" else 4:]


def _called(option):
    return getattr(getattr(option, "func", None), "id", "")


def check(app, docname, source):
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    cells = json.loads(source[0])["cells"]
    found = [f"{docname}, cell {number}: {fault}"
             for number, cell in enumerate(cells) for fault in faults(cell)]
    if found:
        raise ExtensionError("\n".join(found))


def setup(app):
    app.connect("source-read", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
