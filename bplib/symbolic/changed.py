"""What a formula has that the one before had not, and its LaTeX with these parts marked."""

from sympy import (Add, Dummy, KroneckerDelta, MatAdd, MatMul, Mul, Pow, Tuple,
                   preorder_traversal)
from sympy.matrices.expressions.matexpr import MatrixExpr
from sympy.tensor.indexed import Indexed

from bplib.symbolic.display import BookPrinter
from bplib.symbolic.mathjax import expect_mathjax
from bplib.symbolic.notation import Partial


def changed(old, new):
    """The smallest parts of `new` that `old` does not hold, so that they cover what has changed.

    If `new` is `old` with a factor in another place, it is this factor.
    """
    held = set(preorder_traversal(old))
    if new in held:
        return set()
    kinds = {part.func for part in held} | {Add, Mul, MatAdd, MatMul}
    return _moved(old, new, held) or _changed(new, held, kinds)


def _changed(new, held, kinds):
    if new in held or any(_is_in(new, part) for part in held):
        return set()
    parts = _parts(new) if new.func in kinds else ()
    return set().union(*(_changed(part, held, kinds) for part in parts)) or {new}


def _is_in(expr, whole):
    """Whether a product has, but for a sign, only factors of another, or a sum only its terms."""
    parts = set(expr.args) - {-1}
    return expr.func in (Add, Mul) and expr.func == whole.func and parts <= set(whole.args)


def _parts(expr):
    """What may be marked inside: an index or a number alone is too small to be seen."""
    if isinstance(expr, (Indexed, Partial, KroneckerDelta)):
        return ()
    if isinstance(expr, MatrixExpr) and not any(isinstance(part, MatrixExpr) for part in expr.args):
        return ()
    return [part for part in expr.args if not isinstance(part, Tuple) and not part.is_number]


def _moved(old, new, held):
    """The factor that has moved to another place, alone in a set; an empty set if none has."""
    factors = [factor for product in preorder_traversal(new) if isinstance(product, Mul)
               for factor in product.args if factor in held and not factor.is_number]
    return next(({factor} for factor in factors
                 if _without(old, factor) == _without(new, factor) != 0), set())


def _without(expr, factor):
    return expr.replace(lambda part: isinstance(part, Mul) and factor in part.args,
                        lambda product: Mul(*(one for one in product.args if one != factor)))


class MarkingPrinter(BookPrinter):
    """The book's printer; it underlines some parts of a formula.

    parts  {what is printed: the part that is marked}
    """

    def __init__(self, parts):
        super().__init__({"order": "none"})
        self.parts, self.seen, self.inside = parts, set(), False

    def _print(self, expr, **kwargs):
        if self.inside or expr not in self.parts:
            return super()._print(expr, **kwargs)
        self.seen.add(self.parts[expr])
        self.inside = True
        latex = super()._print(expr, **kwargs)
        self.inside = False
        return rf"\underline{{{latex}}}"


def with_marks(expr, marked):
    """The LaTeX of a formula; the parts that are in `marked` are underlined, which the page tints.

    A part that is not printed by itself is marked with what holds it.
    """
    while True:
        parts = {printed: part for part in marked for printed in _as_printed(expr, part)}
        printer = MarkingPrinter(parts)
        latex = printer.doprint(expr)
        hidden = marked - printer.seen
        if not hidden or expr in marked:
            return expect_mathjax(latex)
        marked = printer.seen | {_holder(expr, part) for part in hidden}


def _as_printed(expr, part):
    """A part, and what is printed where a minus or a fraction bar stands for the rest of it."""
    if isinstance(part, (Mul, Pow)):
        elsewhere = expr.xreplace({part: Dummy()})
        rest = -part if isinstance(part, Mul) else 1 / part
        if not elsewhere.has(rest):
            return part, rest
    return part,


def _holder(expr, part):
    return next((node for node in preorder_traversal(expr) if part in node.args), expr)
