"""Sums with Kronecker's delta, for symbolic ranges.

SymPy turns Σ_p f(p) [j = p] into "f(j) if 1 ≤ j ≤ n, else 0". The book's indices are always in
range; `collapse` tells SymPy so and the case distinction goes away.
"""

from sympy import Add, Mul, Q, Sum, refine


def collapse(expr, *ranges):
    """Carry out the sums in which Kronecker's delta leaves one term.

    ranges  (j, 1, n[l]), …: which free indices lie in which range. It is an assumption, stated.
    """
    result = expr.doit()
    for index, first, last in ranges:
        result = refine(result, Q.ge(index, first) & Q.le(index, last))
    return result


def pull_out(expr):
    """Move factors that do not depend on the summation index out of each sum."""
    return expr.replace(lambda node: isinstance(node, Sum) and len(node.limits) == 1, _pull_out)


def _pull_out(total):
    constant, rest = Mul.make_args(total.function), []
    outside = [factor for factor in constant if total.limits[0][0] not in factor.free_symbols]
    rest = [factor for factor in constant if factor not in outside]
    return Mul(*outside) * Sum(Mul(*rest), total.limits[0])


def difference(one, other):
    """one − other, with both sums in the same form: 0 if they are the same formula."""
    return Add(pull_out(one), -pull_out(other)).doit()


def split_last(expr, upto):
    """Σ or Π up to the index `upto` + 1, as that up to `upto` and one more term or factor."""
    (index, first, last), = expr.limits
    if last != upto + 1:
        raise ValueError(f"expr must end at {upto + 1}; got {last}")
    last_one = expr.function.xreplace({index: last})
    rest = expr.func(expr.function, (index, first, upto))
    return rest + last_one if isinstance(expr, Sum) else rest * last_one
