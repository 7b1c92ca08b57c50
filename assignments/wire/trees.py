"""Formulas as trees: [name of the class, *arguments], and a parser that knows these classes alone.

A tree holds texts, lists and the values true and false. It is read without sympify, so no text in
it is ever taken as Python. A power that would fill the memory is refused before it is computed.
"""

import sympy
from sympy import Basic, Function, IndexedBase, S, Symbol
from sympy.core.function import AppliedUndef
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.tensor.indexed import Indexed

from bplib.symbolic import Equation, LayerSymbol, Partial, sigma, sigma_prime
from bplib.symbolic.notation import LayerEntry
from wire.frames import Malformed

NODES, DEPTH, LETTERS, BITS = 20_000, 100, 200, 4000
CONSTANTS = {"Exp1": S.Exp1, "Pi": S.Pi, "ImaginaryUnit": S.ImaginaryUnit, "NaN": S.NaN,
             "Infinity": S.Infinity, "NegativeInfinity": S.NegativeInfinity,
             "ComplexInfinity": S.ComplexInfinity, "BooleanTrue": S.true, "BooleanFalse": S.false}
NAMES = ("Add Mul Sum Product KroneckerDelta Piecewise Equality Unequality StrictLessThan LessThan "
         "StrictGreaterThan GreaterThan And Or Not Tuple Derivative exp log sin cos tan sinh cosh "
         "tanh coth sech csch asin acos atan asinh acosh atanh Abs sign Max Min Heaviside re im "
         "conjugate floor ceiling")
CLASSES = {name: getattr(sympy, name) for name in NAMES.split()} | {
    "ExprCondPair": ExprCondPair, "Partial": Partial, "sigma": sigma, "sigma_prime": sigma_prime,
    "LayerEntry": LayerEntry, "Indexed": Indexed}
BASES = {"LayerSymbol": LayerSymbol, "IndexedBase": IndexedBase}
ASSUMPTIONS = {"commutative", "complex", "real", "integer", "rational", "positive", "negative",
               "nonnegative", "nonpositive", "nonzero", "zero", "finite", "extended_real", "even",
               "odd", "prime"}


def to_tree(value):
    """The tree of a formula; TypeError if it has none."""
    name = type(value).__name__
    if isinstance(value, Equation):
        return ["Equation", to_tree(sympy.sympify(value.lhs)), to_tree(sympy.sympify(value.rhs))]
    if not isinstance(value, Basic):
        raise TypeError(f"a formula must be made of SymPy expressions; got {name}")
    if value.is_Rational:
        return ["Rational", hex(value.p), hex(value.q)]
    if value.is_Float:
        return ["Float", float(value).hex()]
    if isinstance(value, Symbol):
        given = {key: known for key, known in value._assumptions_orig.items()
                 if key in ASSUMPTIONS and isinstance(known, bool)}
        return ["Symbol", str(value), *sum(map(list, given.items()), [])]
    if isinstance(value, IndexedBase):
        return [name if name in BASES else "IndexedBase", str(value.label)]
    if name in CONSTANTS and CONSTANTS[name] is value:
        return [name]
    if isinstance(value, AppliedUndef):
        return ["apply", str(value.func), *map(to_tree, value.args)]
    if name == "Pow" or CLASSES.get(name) is type(value):
        return [name, *map(to_tree, value.args)]
    raise TypeError(f"a formula must be made of what this protocol knows; got {name}")


def from_tree(tree):
    """The formula of a tree; Malformed if it is none, or too large."""
    return _read(tree, 0, [NODES])


def _read(tree, depth, left):
    left[0] -= 1
    if depth > DEPTH or left[0] < 0:
        raise Malformed("a formula must not be that deep or that long")
    if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
        raise Malformed("a formula must be a list that begins with a name")
    name, *rest = tree
    if name in LEAVES:
        return LEAVES[name](*rest)
    if name in CONSTANTS and not rest:
        return CONSTANTS[name]
    if name == "apply":
        return Function(_text(rest[0]))(*[_read(one, depth + 1, left) for one in rest[1:]])
    arguments = [_read(one, depth + 1, left) for one in rest]
    if name == "Pow":
        return _power(*arguments)
    if name == "Equation":
        return Equation(*arguments)
    if name not in CLASSES:
        raise Malformed(f"a formula must be made of known classes; got {name[:40]}")
    return CLASSES[name](*arguments)


def _power(base, exponent):
    if base.is_Rational and exponent.is_Rational and base not in (0, 1, -1):
        bits = max(base.p.bit_length(), base.q.bit_length())
        if bits * abs(exponent) > BITS:
            raise Malformed(f"a power of numbers must have at most {BITS} bits")
    return base ** exponent


def _text(text):
    if not isinstance(text, str) or len(text) > LETTERS:
        raise Malformed(f"a name must be a text of at most {LETTERS} letters")
    return text


def _symbol(name, *given):
    assumptions = dict(zip(given[::2], given[1::2]))
    if not set(assumptions) <= ASSUMPTIONS:
        raise Malformed("a symbol must have known assumptions")
    return Symbol(_text(name), **{key: value is True for key, value in assumptions.items()})


LEAVES = {
    "Rational": lambda p, q: sympy.Rational(int(_text(p), 16), int(_text(q), 16)),
    "Float": lambda text: sympy.Float(float.fromhex(_text(text))),
    "Symbol": _symbol,
    "LayerSymbol": lambda name: LayerSymbol(_text(name)),
    "IndexedBase": lambda name: IndexedBase(_text(name)),
}
