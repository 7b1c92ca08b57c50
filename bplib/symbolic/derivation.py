"""A derivation in one view: its rows below one another, each with its reason.

The rows are the formulas that the cells have computed. Each must follow from those above it, or be
marked as given, and what it has that the row before had not is marked.
"""

from dataclasses import replace
from typing import NamedTuple

from sympy.printing.str import sstr

from bplib.expect import brief
from bplib.symbolic.changed import changed, with_marks
from bplib.symbolic.display import Equation, to_latex
from bplib.symbolic.follow import derivative, equal
from bplib.symbolic.formulas import expect_formula, expect_ranges
from bplib.symbolic.notation import Partial
from bplib.words import word


class Given(NamedTuple):
    """A row that does not follow from those above: a definition, an assumption, a known rule."""

    equation: object
    reason: str


class Row(NamedTuple):
    """One row as it is shown.

    new_left  whether its left side is another than that of the row above
    marked    the parts of its right side that are marked
    """

    equation: Equation
    reason: str
    given: bool
    new_left: bool
    marked: set


class Derivation:
    """Equations below one another, with one column of = and the reason of each on its right.

    rows    (equation, reason) for what follows from the rows above; Given(equation, reason) for
            what does not. A formula in place of the equation goes on with the left side above. A
            reason is Markdown
    within  (j, 1, n[l]), …: which free indices lie in which range

    A row follows if SymPy shows that its right side is equal to the last one above with the same
    left side; for ∂u/∂v, with an equation u = … above, to the derivative; or to the left side
    itself. The equations above are used for this, those with an index of a neuron or an example
    (i, j, k, p, q, r) for each of them, and none with another sign than =. Raises ValueError for a
    row that is not shown to follow, and TypeError for what is no equation or no reason.
    """

    def __init__(self, *rows, within=()):
        self.rows, within = [], expect_ranges("within", within)
        for number, row in enumerate(rows, start=1):
            equation, reason = _expect_row(f"row {number}", row, self.rows)
            given, above = isinstance(row, Given), [row.equation for row in self.rows]
            if not given:
                _expect_to_follow(f"row {number}", equation, above, within)
            new_left = not above or equation.lhs != above[-1].lhs
            self.rows.append(Row(equation, reason, given, new_left,
                                 _marked(equation, above, given)))
        if len(rows) < 2:
            raise ValueError(f"a derivation must have two rows or more; got {len(rows)}")

    def _repr_markdown_(self):
        titles = word("Left side"), word("Right side"), word("Reason")
        lines = ["| " + " | ".join(titles) + " |", "| ---: | :--- | :--- |"]
        return "\n".join([*lines, *map(_line, self.rows)])

    def __repr__(self):
        return "\n".join(f"{row.equation!r}   {row.reason}" for row in self.rows)


def _expect_row(name, row, rows):
    """(Equation, reason); a formula alone has the left side of the row above."""
    if not isinstance(row, tuple) or len(row) != 2:
        raise TypeError(f"{name} must be (equation, reason) or Given(equation, reason); "
                        f"got {brief(row)}")
    equation, reason = row
    equation = getattr(equation, "equation", equation)          # of a Statement
    if not isinstance(equation, Equation):
        if not rows:
            raise TypeError(f"{name} must be an Equation: no left side stands above it; "
                            f"got {brief(equation)}")
        equation = Equation(rows[-1].equation.lhs, expect_formula(name, equation))
    equation = replace(equation, rhs=expect_formula(name, equation.rhs))    # 0 as a formula
    if not isinstance(reason, str):
        raise TypeError(f"the reason of {name} must be a string; got {brief(reason)}")
    if not reason.strip() or set(reason) & {"|", "\n"}:
        raise ValueError(f"the reason of {name} must be one line of text without a |; "
                         f"got {brief(reason)}")
    return equation, reason


def _marked(equation, above, given):
    """What is new since the last right side with this left side; for ∂u/∂v since that of u."""
    known = {one.lhs: one.rhs for one in above}
    before = known.get(equation.lhs)
    if before is None and isinstance(equation.lhs, Partial) and not given:
        before = known[equation.lhs.args[0]]
    return set() if before is None else changed(before, equation.rhs)


def _expect_to_follow(name, equation, above, within):
    last = next((one for one in reversed(above) if one.lhs == equation.lhs), None)
    if equation.sign != (last.sign if last else "="):
        raise ValueError(f"{name} has another sign than the row before, so it must be Given; "
                         f"got {equation.sign}")
    known = {one.lhs: one.rhs for one in above if one.lhs != equation.lhs and one.sign == "="}
    start = last.rhs if last else derivative(equation.lhs, known)
    if start is None:
        start = equation.lhs
    if equation.rhs in (equation.lhs, last.rhs if last else None):
        raise ValueError(f"{name} must change something; got {sstr(equation.rhs)} again")
    if not equal(start, equation.rhs, known.items(), within):
        raise ValueError(f"{name} must follow from the rows above, or be Given; it is not shown "
                         f"that {sstr(start)} is {sstr(equation.rhs)}")


def _line(row):
    """A line of the table; a | would end a cell."""
    equation = row.equation
    left = f"$\\displaystyle {to_latex(equation.lhs)}$" if row.new_left else ""
    right = with_marks(equation.rhs, row.marked)
    right = f"$\\displaystyle {{}} {equation.sign_in_latex} {right}$"
    left, right = (cell.replace("|", r"\vert ") for cell in (left, right))
    return f"| {left} | {right} | {word('Given') + ': ' if row.given else ''}{row.reason} |"
