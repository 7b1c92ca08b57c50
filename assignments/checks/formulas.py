"""Compare a SymPy expression with the right one, as a formula and by numbers."""

from typing import NamedTuple

import numpy as np
from sympy import Expr, KroneckerDelta, Piecewise, Symbol, simplify, sympify
from sympy.tensor.indexed import Indexed

from bplib import symbolic
from bplib.four_equations import bp1, bp2
from bplib.network import forward, random_network
from bplib.symbolic import (a, b, C, delta, difference, Equation, evaluate, LayerSymbol, m, n,
                            Partial, sigma, sigma_prime, w, y, z)
from bplib.words import word
from checks.answers import value_of
from checks.arrays import Wrong, kind_of
from checks.compare import Named, factor_between, factor_name, same_as

grad_a = LayerSymbol("grad_a")                   # stands for ∂C/∂a where numbers are put in
GIVEN = {value for value in vars(symbolic).values() if isinstance(value, Symbol)}
WORDS = {"delta": "δ", "sigma_prime": "σ′", "sigma": "σ", "grad_a": "∂C/∂a"}


class World(NamedTuple):
    """What every symbol stands for in one random network, and numbers that may become a factor."""

    values: dict
    counts: dict


class Formula(NamedTuple):
    """One asked formula.

    right    the right expression
    worlds   the networks to put in
    at       the layers to put in: ({l: 2}, {l: 3})
    over     ranges of the free indices: ((j, 1, n[l]),)
    uses     names of the symbols that an answer may contain, such as "w delta z sigma_prime"
    itself   the quantity that is asked for, which no answer may contain
    wrong    {sentence: expression}
    """

    right: Expr
    worlds: tuple
    at: tuple
    over: tuple
    uses: str
    itself: tuple
    wrong: dict


def world(sizes, activation, rng, examples=1, quadratic=False, functions=()):
    """A random network with one batch; its cost is quadratic, or one of which only ∂C/∂a is known.

    functions  (σ, σ′) of one number
    """
    net = random_network(sizes, (activation,) * (len(sizes) - 1), rng)
    trace, L = forward(net, rng.normal(size=(sizes[0], examples))), len(sizes)
    target = rng.uniform(0.1, 0.9, size=(sizes[-1], examples))
    gradient = (trace.a[L] - target) / examples if quadratic else rng.normal(size=target.shape)
    slope = {l: net[l].activation.prime(trace.z[l], trace.a[l]) for l in trace.z}
    errors = {L: bp1(gradient, slope[L])}
    for l in range(L - 1, 1, -1):
        errors[l] = bp2(net[l + 1].w, errors[l + 1], slope[l])
    values = {n: dict(enumerate(sizes, start=1)), m: examples, y: target, grad_a: {L: gradient},
              w: {l: net[l].w for l in errors}, b: {l: net[l].b for l in errors},
              z: dict(trace.z), a: dict(trace.a), delta: errors}
    counts = {"m": examples} if examples > 1 else {}
    return World(values | dict(zip((sigma, sigma_prime), functions)), counts)


def formula_part(points, title, name, formula):
    """A part of a question: the expression `name` is that formula."""
    return points, title, lambda names: judge_formula(names, name, formula)


def judge_formula(names, name, formula):
    """Raise Wrong unless the student's expression `name` is equal to the right one."""
    answer = _read(name, value_of(names, name))
    right_one = by_name(formula.right)
    _expect_symbols(name, answer, formula)
    if _equal_as_formulas(answer, right_one):
        return
    got, problem = _numbers(answer, formula)
    right, _ = _numbers(right_one, formula)
    if all(map(_agree, got, right)):
        return
    for sentence, wrong in formula.wrong.items():
        if all(map(_agree, got, _numbers(by_name(wrong), formula)[0])):
            raise Named("{name}: {sentence}", name=name, sentence=sentence)
    if all(result is None for result in got):
        raise Wrong("{name} has no value: {problem}.", name=name, problem=problem)
    if factor := _factor(got, right, formula.worlds[0].counts):
        raise Wrong("{name} is {factor} times the right one.", name=name, factor=factor)
    raise Wrong("{name} is not the right formula: with the numbers of random networks it has other "
                "values.{hint}{where}", name=name, hint=_hint(answer, right_one), where=_where(got))


def by_name(expr):
    """The same expression with ∂C/∂a and ∂C/∂z as symbols that have values."""
    def replaced(partial):
        of, by = partial.args
        base = {"a": grad_a, "z": delta}.get(str(getattr(by, "base", "")))
        if of != C or base is None:
            raise Wrong("{partial} is a derivative that is not worked out yet.", partial=partial)
        return base[by.indices]

    return expr.replace(lambda node: isinstance(node, Partial), replaced)


def _read(name, answer):
    """The student's answer as an expression."""
    if isinstance(answer, Equation) or getattr(answer, "is_Equality", False):
        answer = answer.rhs
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        answer = sympify(answer)
    if not isinstance(answer, Expr):
        raise Wrong("{name} must be a SymPy expression; it is of type {kind}.",
                    name=name, kind=kind_of(answer))
    if answer.has(Piecewise):                            # a case distinction j = k, as [j = k]
        answer = answer.rewrite(KroneckerDelta)
    return by_name(answer)


def _bases(expr):
    """{(name, layer)} of the indexed symbols, and the names of σ and σ′."""
    found = {(str(entry.base.label), entry.indices[0] if entry.base != y else None)
             for entry in expr.atoms(Indexed)}
    return {pair for pair in found if pair[0] != "n"} | {
        (type(node).__name__, None) for node in expr.atoms(sigma, sigma_prime)}


def _expect_symbols(name, answer, formula):
    """Raise Wrong for an index not bound, a symbol not given, or the asked quantity itself."""
    labels = {entry.base.label for entry in answer.atoms(Indexed)}
    letters = {symbol for symbol in answer.free_symbols if isinstance(symbol, Symbol)} - labels
    bound = {index for index, *_ in formula.over} | formula.right.free_symbols | {m}
    bound = bound.union(*formula.at)
    _expect_given_symbols(name, letters - bound - GIVEN, bound)
    if unknown := sorted(map(str, letters - bound)):
        raise Wrong("{name} contains {symbols}. The question does not define this; "
                    "if it is an index, is it missing in a sum?",
                    name=name, symbols=", ".join(unknown))
    used = {base for base, _ in _bases(answer)}
    if strange := sorted(used - set(formula.uses.split())):
        raise Wrong("{name} contains {strange}; the question asks for a formula in {uses}.",
                    name=name, strange=_words(strange), uses=_words(formula.uses.split()))
    if any((str(entry.base.label), *entry.indices[:1]) in formula.itself
           for entry in answer.atoms(Indexed)):
        raise Wrong("{name} contains the quantity that is asked for.", name=name)


def _expect_given_symbols(name, letters, bound):
    """Raise Wrong for a symbol with the name of a given one: it looks the same, and is another."""
    if doubles := sorted(set(map(str, letters)) & set(map(str, GIVEN))):
        raise Wrong("{name} has a symbol of your own named {symbols}; use the one of "
                    "bplib.symbolic.", name=name, symbols=", ".join(doubles))
    if doubles := sorted(set(map(str, letters)) & set(map(str, bound))):
        raise Wrong("{name} has a symbol of your own named {symbols}; use the one that is given.",
                    name=name, symbols=", ".join(doubles))


def _words(names):
    return ", ".join(WORDS.get(name, name) for name in names)


def _equal_as_formulas(answer, right):
    """True if SymPy finds no difference. Slow or strange expressions are left to the numbers."""
    try:
        return answer == right or difference(answer, right) == 0
    except Exception:
        return False


def _numbers(expr, formula):
    """The values of an expression at all places, None where it has none; and the last reason."""
    results, problem = [], ""
    for values, _ in formula.worlds:
        for at in formula.at:
            try:
                value = evaluate(expr, values, at=at, over=formula.over)
                results.append(np.array(value, dtype=float))
            except (ArithmeticError, TypeError, ValueError) as error:
                results.append(None)
                problem = str(error)
    if not any(result is not None for result in results):
        simpler = simplify(expr.doit())
        if simpler != expr:
            return _numbers(simpler, formula)
    return results, problem


def _agree(one, other):
    if one is None or other is None:
        return one is other
    return same_as(one, other)


def _factor(got, right, counts):
    """The one factor between all values, in words."""
    pairs = [(one, other) for one, other in zip(got, right)
             if one is not None and other is not None]
    factors = [factor_between(one, other) for one, other in pairs]
    if None in factors or not factors or max(factors) - min(factors) > 1e-9 * abs(factors[0]):
        return None
    return factor_name(factors[0], counts)


def _hint(answer, right):
    """Sentences on which symbols are missing and which are too many."""
    missing, extra = _bases(right) - _bases(answer), _bases(answer) - _bases(right)
    lacks = word(" It lacks {symbols}.").format(symbols=_of_layers(missing)) if missing else ""
    if not extra:
        return lacks
    too_many = word(" The right one does not contain {symbols}.")
    return lacks + too_many.format(symbols=_of_layers(extra))


def _of_layers(pairs):
    """The symbols of [(name, layer or None)] in words."""
    return ", ".join(sorted(
        WORDS.get(name, name) if layer is None else
        word("{symbol} of layer {layer}").format(symbol=WORDS.get(name, name), layer=layer)
        for name, layer in pairs))


def _where(got):
    if any(result is None for result in got):
        return word(" Where two layers have different widths, some index runs out of its range.")
    return ""
