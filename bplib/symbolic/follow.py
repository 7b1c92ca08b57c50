"""Does a row of a derivation follow from the rows above it?

Two formulas are equal if they are the same, or their difference is 0, after transformations which
keep the value. So what is found to follow does; what is not found may be true all the same. Sums
with Kronecker's delta are carried out here in another way than in `collapse`, which made the rows.
"""

from sympy import (Add, Dummy, KroneckerDelta, Mul, Sum, Tuple, ZeroMatrix, combsimp, diff, expand,
                   simplify)
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.matrices.expressions.matexpr import MatrixExpr
from sympy.matrices.matrixbase import MatrixBase

from bplib.symbolic.collapse import difference, pull_out
from bplib.symbolic.notation import Partial, i, j, k, p, q, r
from bplib.symbolic.path_sums import multiply_out

# An equation with one of these holds for every neuron, or for every example.
ANY = {i, j, k, p, q, r}


def equal(one, other, above=(), within=()):
    """Whether the two are shown to be the same formula.

    above   equations: a name that stands on their left may be written out
    within  (j, 1, n[l]), …: which free indices lie in which range
    """
    names = [(name, right) for left, right in above
             for name in dict.fromkeys((left, multiply_out(left)))]
    pairs = [(one, other), (written_out(one, names), written_out(other, names))]
    if isinstance(one, (MatrixBase, MatrixExpr)):
        return any(a.shape == b.shape and (a - b).doit() == ZeroMatrix(*a.shape) for a, b in pairs)
    pairs = [[renamed(side) for side in pair] for pair in pairs]
    terms = [[_alike(in_terms(side, within)) for side in pair] for pair in pairs]
    return (any(_alike(a) == _alike(b) for a, b in pairs + terms)
            or any(difference(a, b) == 0 for a, b in terms)
            or any(simplify(combsimp(a - b)) == 0 for a, b in terms))


def renamed(expr):
    """The same with ordinary products, and with an index of its own in each sum and product."""
    return multiply_out(expr).replace(
        lambda part: isinstance(part, ExprWithLimits),
        lambda part: part.xreplace({index: Dummy(index.name, **index.assumptions0)
                                    for index in part.variables}))


def _alike(expr):
    """The same with indices of sums that have the same names in the same sums."""
    return Tuple(expr).as_dummy()[0]


def derivative(left, known):
    """For ∂u/∂v, with u in {left side: right side}: the derivative. None for another left side.

    None too where v does not stand in the formula of u, and where a name in it depends on v as
    well: then the formula alone does not say what the derivative is.
    """
    of, by = left.args if isinstance(left, Partial) else (None, None)
    if of not in known:
        return None
    others = [(name, right) for name, right in known.items() if not _is_case(name, by, ANY, {})]
    full, value = written_out(known[of], others), diff(known[of], by)
    if value == 0 or full != known[of] and _alike(diff(full, by)) != _alike(value):
        return None
    return value


def in_terms(expr, within):
    """A sum of terms, each sum with a bracket [j = p] carried out, factors outside of the sums."""
    return pull_out(expand(expr).replace(
        lambda part: isinstance(part, Sum), lambda total: _without_brackets(total, within)))


def _without_brackets(total, within):
    (index, *ends), *outer = total.limits
    free = [one for one, *range_ in within if range_ == ends]
    terms = [_picked(term, index, free) for term in Add.make_args(expand(total.function))]
    summed = [term if found else Sum(term, (index, *ends)) for term, found in terms]
    return Add(*(Sum(term, *outer) if outer else term for term in summed))


def _picked(term, index, free):
    """(the one term of the sum over `index` that is not 0, True), or (term, False)."""
    taken = {limits[0] for inner in term.atoms(Sum) for limits in inner.limits}
    for bracket in Mul.make_args(term):
        for one in free if isinstance(bracket, KroneckerDelta) else ():
            if set(bracket.args) == {index, one} and one not in taken:
                return (term / bracket).xreplace({index: one}), True
    return term, False


def written_out(expr, names, rounds=8):
    """The formula with the right side in place of each name, again where a right side has names."""
    for _ in range(rounds):
        before, expr = expr, _written_out(expr, names)
        if expr == before:
            break
    return expr


def _written_out(expr, names):
    for left, right in names:
        inside = {index for part in left.atoms(ExprWithLimits) for index in part.variables}
        found = {}
        if _is_case(left, expr, ANY | inside, found):
            return renamed(right).xreplace(found)
    if not expr.args or isinstance(expr, Partial):      # ∂u/∂v is one name
        return expr
    return expr.func(*(_written_out(part, names) for part in expr.args))


def _is_case(pattern, expr, indices, found):
    """Whether the formula is the pattern with something in the place of its indices: `found`."""
    if pattern in indices:
        return found.setdefault(pattern, expr) == expr
    if not pattern.args:
        return pattern == expr
    return (pattern.func == expr.func and len(pattern.args) == len(expr.args)
            and all(_is_case(*pair, indices, found) for pair in zip(pattern.args, expr.args)))
