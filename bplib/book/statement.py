"""A statement of the book: an equation, what it says, the code that computes it, its tests, and its
measurement.
"""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace

from IPython.display import Markdown

from bplib.expect import unchecked
from bplib.symbolic import Equation
from bplib.words import word

# Where a test stands that several statements name.
MEASURED = "tests/book/test_statements.py::test_the_printed_equation_and_the_code_agree"
DERIVED = "tests/symbolic/test_derivations.py::test_derived_is_stated"
FLAGSHIP = "tests/symbolic/test_flagship.py::test_backprop_is_the_derivative_of_the_cost"


@dataclass(frozen=True)
class Statement:
    """One labelled equation; in a notebook it prints itself with its tag.

    tag        the name readers know it by, such as BP2
    equation   the SymPy object, without a tag
    title      what it is about, in a few words
    meaning    what it says, in one sentence
    code       the function of bplib that computes it, or the Cost or Activation that has it
    measure    measure(equation) = the relative error between the printed equation and the code,
               measured now; a wrong equation must make it exceed the tolerance
    compared   what `measure` compares, as the card says it after "Compared: "
    tests      the tests that fail if it is wrong, as path::function; that of all statements is
               added
    tolerance  what the measured error stays below: rounding, or the error of an equation that
               says ≈
    """

    tag: str
    equation: Equation
    title: str
    meaning: str
    code: object
    measure: Callable
    compared: str
    tests: tuple = ()
    tolerance: float = 1e-13

    @property
    def lhs(self):
        return self.equation.lhs

    @property
    def rhs(self):
        return self.equation.rhs

    def replace(self, old, new):
        """The equation, without its tag, with `old` replaced by `new` on the right.

        See Equation.replace.
        """
        return self.equation.replace(old, new)

    @property
    def label(self):
        """eq- and the tag, as the anchor of a page: eq-bp3-batch."""
        return "eq-" + re.sub(r"[^a-z0-9]+", "-", self.tag.lower()).strip("-")

    @property
    def all_tests(self):
        return (*self.tests, MEASURED)

    @property
    def error(self):
        """The relative error between the printed equation and the code, measured now."""
        return self.measure(self.equation)

    def _repr_latex_(self):
        return replace(self.equation, tag=self.tag)._repr_latex_()

    def __repr__(self):
        return repr(replace(self.equation, tag=self.tag))

    def card(self):
        """The end of a chapter: the statement, its meaning, and where it is derived, computed and
        checked. On the page its parts are tabs (_assets/cards.js), elsewhere a list.
        """
        tests = "\n  ".join(f"- `{test}`" for test in self.all_tests)
        return Markdown("\n\n".join([
            f"**[{self.tag}](#{self.label}): {word(self.title)}.** {word(self.meaning)}",
            f"{word('Formula')}\n: {self.equation._repr_latex_()}",
            f"{word('Code')}\n: {link(self.code)}\n\n  ```python\n{source(self.code)}\n  ```",
            f"{word('Numbers')}\n: {word('Compared')}: {word(self.compared)}, "
            f"{word('to')} {number(self.tolerance)}.",
            f"{word('Tests')}\n: {tests}",
        ]))


def name_of(code):
    """The dotted name of a function, Cost or Activation of bplib.

    For example bplib.four_equations.bp2.
    """
    if not inspect.isroutine(code):
        return f"{type(code).__module__}.{code.name}"
    return f"{unchecked(code).__module__}.{unchecked(code).__qualname__}"


def source(code):
    """The lines of the module that define the code, without its docstring, indented by two."""
    module, _, name = name_of(code).rpartition(".")
    text = inspect.getsource(sys.modules[module])
    node = next(node for node in ast.parse(text).body if name in names_of(node))
    lines = text.splitlines()[node.lineno - 1:node.end_lineno]
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
        doc, start = node.body[0], node.lineno
        del lines[doc.lineno - start:doc.end_lineno - start + 1]
    return textwrap.indent("\n".join(lines), "  ")


def names_of(node):
    """The names that a statement of a module defines."""
    return [getattr(target, "id", getattr(target, "name", None))
            for target in getattr(node, "targets", [node])]


def link(code):
    """A link to the place where the source of the code is printed."""
    return f"[`{name_of(code)}`](#{name_of(code)})"


def number(tolerance):
    """1e-13, with a minus sign at which no page breaks the line."""
    return f"{tolerance:g}".replace("-", "\N{NON-BREAKING HYPHEN}")
