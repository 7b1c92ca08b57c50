"""Sums with Kronecker's delta, for symbolic ranges.

SymPy turns Σ_p f(p) [j = p] into "f(j) if 1 ≤ j ≤ n, else 0". The book's indices are always in
range; `collapse` tells SymPy so and the case distinction goes away.
"""

from sympy import Add, Integer, Mul, Product, Q, Sum, refine

from bplib.expect import brief
from bplib.symbolic.formulas import expect_formula, expect_ranges


def collapse(expr, *ranges):
    """Carry out the sums in which Kronecker's delta leaves one term.

    ranges  (j, 1, n[l]), …: which free indices lie in which range. It is an assumption, stated.

    Raises TypeError for an expr that is no formula, or a range of another form.
    """
    result = expect_formula("expr", expr).doit()
    for index, first, last in expect_ranges("ranges", ranges):
        result = refine(result, Q.ge(index, first) & Q.le(index, last))
    return result


def pull_out(expr):
    """Move factors that do not depend on the summation index out of each sum.

    Raises TypeError for an expr that is no formula.
    """
    expr = expect_formula("expr", expr)
    return expr.replace(lambda node: isinstance(node, Sum) and len(node.limits) == 1, _pull_out)


def _pull_out(total):
    constant, rest = Mul.make_args(total.function), []
    outside = [factor for factor in constant if total.limits[0][0] not in factor.free_symbols]
    rest = [factor for factor in constant if factor not in outside]
    return Mul(*outside) * Sum(Mul(*rest), total.limits[0])


def difference(one, other):
    """one − other, with both sums in the same form: 0 if they are the same formula.

    The names of bound indices do not matter: Σ_j a_j − Σ_k a_k is 0. Raises TypeError for what is
    no formula.
    """
    one, other = expect_formula("one", one), expect_formula("other", other)
    found = _difference(one, other)
    if found != 0 and _difference(one.as_dummy(), other.as_dummy()) == 0:
        return Integer(0)
    return found


def _difference(one, other):
    return Add(pull_out(one), -pull_out(other)).doit()


def split_last(expr, upto):
    """Σ or Π up to the index `upto` + 1, as that up to `upto` and one more term or factor.

    Raises TypeError unless expr is a Sum or Product over one index, ValueError for another end.
    """
    upto = expect_formula("upto", upto)
    if not isinstance(expr, (Sum, Product)) or len(expr.limits) != 1:
        raise TypeError(f"expr must be a Sum or a Product over one index; got {brief(expr)}")
    (index, first, last), = expr.limits
    if last != upto + 1:
        raise ValueError(f"expr must end at {upto + 1}; got {last}")
    last_one = expr.function.xreplace({index: last})
    rest = expr.func(expr.function, (index, first, upto))
    return rest + last_one if isinstance(expr, Sum) else rest * last_one
