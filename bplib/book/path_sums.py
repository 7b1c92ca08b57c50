"""The statements (47) to (53): a small change on its way to the cost, and the sum over all paths.

They are measured on changes that the code itself makes: one weight moves by an imaginary step so
small that its square is 0, and the imaginary parts of activations and cost are their changes.
"""

import numpy as np
from sympy import Integer, Product, Symbol, symbols

from bplib.backprop import backprop
from bplib.book.examples import random_example
from bplib.book.statement import Statement
from bplib.costs import quadratic
from bplib.differences import COMPLEX_STEP, relative_error
from bplib.instruments import path_sums
from bplib.symbolic import C, Equation, L, LayerSymbol, Partial, a, evaluate, j, k, l, n, q, w
from bplib.symbolic.path_sums import Change, InOrder, PathSum, i, multiply_out, r

PATHS = "tests/book/test_path_sums.py::test_every_weight_of_one_network_and_every_path_is_needed"
CHANGED = "what a small change of each weight changes in {}, by the code, and the formula"

start = Partial(a[l, j], w[l, j, k])             # how fast the first activation follows the weight
edge = Partial(a[i + 1, r[i + 1]], a[i, r[i]])   # one step of the way, from layer i to layer i + 1
on = Partial(a[l + 1, q], a[l, j])               # the first step, to neuron q
end = Partial(C, a[L, r[L]])                     # how fast the cost follows the last activation
path_sum = PathSum(end, edge, l, L)              # all paths from neuron r_l, without the start
part = Symbol(r"\Delta_{\text{path}} C")         # the part of ΔC that comes along one path

# What the code computes, under names that `evaluate` knows: the arrays of
# path_sums.Derivatives, ∂C/∂w by backprop, and the changes of weights, activations and cost.
END, EDGE, START = map(LayerSymbol, ("end", "edge", "start"))
GRADIENT, CHANGE_W, CHANGE_A, CHANGE_C = *map(LayerSymbol, ("gradient", "dw", "da")), Symbol("dC")


def _derivative(of, by):
    """∂u/∂v by its name in the code."""
    if of == C:
        return (END if by.base == a else GRADIENT)[by.indices]
    (layer, neuron), (before, *others) = of.indices, by.indices
    if by.base == a and before == layer - 1:
        return EDGE[layer, neuron, others[0]]
    if by.base == w and (before, others[0]) == (layer, neuron):
        return START[by.indices]
    raise ValueError(f"the code computes no ∂{of}/∂{by}")


def _change(of):
    """Δu by its name in the code."""
    return CHANGE_C if of == C else (CHANGE_A if of.base == a else CHANGE_W)[of.indices]


def _unfolded(end, edge, first, last):
    """A PathSum between two numbered layers as a plain sum; its first neuron is j."""
    paths = PathSum(end, edge, first, last)
    if first == last:
        return paths.doit().xreplace({r[first]: j})
    return paths.unfold((j, *symbols(f"r_{first + 1}:{last + 1}", integer=True, positive=True)))


def _in_numbers(formula, layer):
    """The formula for l = `layer`, made of what `evaluate` knows."""
    numbered = formula.xreplace({l: Integer(layer), L: Integer(random_example().net.L)})
    product = multiply_out(numbered.replace(PathSum, _unfolded))
    return product.replace(Partial, _derivative).replace(Change, _change)


def _derivatives_of_the_code(example):
    found = path_sums.derivatives(*example.task)
    return {n: example.values[n], END: {example.net.L: found.end}, EDGE: found.edge,
            START: found.start, GRADIENT: example.gradient.w}


def _ways(sizes, layer, path_by_path):
    """((l, j, k), path) for every weight of layer l and, if asked, each of its paths; else None."""
    for row, column in np.ndindex(sizes[layer - 1], sizes[layer - 2]):
        for path in path_sums.paths(sizes, layer, row + 1) if path_by_path else [None]:
            yield (layer, row + 1, column + 1), path


def _changes(example, weight, path):
    """What changes in the code with the weight (l, j, k), as `evaluate` takes it.

    path  (r_l, …, r_L): only these neurons change, all others are held; None: whatever changes
    """
    (first, neuron, before), (net, x, y) = weight, example[:3]
    bent = net.with_parameters([array.astype(complex) for array in net.parameters])
    bent[first].w[neuron - 1, before - 1] += 1j * COMPLEX_STEP
    z, change = x, {}
    for layer in range(2, net.L + 1):
        z = bent.steps[layer].forward(z)[0]
        if path and layer >= first:
            z.imag *= np.arange(1, len(z) + 1)[:, None] == path[layer - first]
        change[layer] = bent[layer].activation.f(z).imag
    cost = quadratic.value(bent.output.f(z), y).imag
    passed = np.array([0] * (first - 1) + list(path or ()), dtype=float)
    return {CHANGE_W: {first: bent[first].w.imag}, CHANGE_A: change, CHANGE_C: cost, part: cost,
            r: passed[:, None]}


def along(layers, path_by_path=False):
    """A `measure`: both sides, for every weight of these layers, with the changes of the code."""
    def measure(equation):
        example, errors = random_example(), []
        values = _derivatives_of_the_code(example)
        for layer in layers:
            sides = [_in_numbers(side, layer) for side in (equation.lhs, equation.rhs)]
            over = [(q, 1, n[layer + 1])] if any(q in side.free_symbols for side in sides) else []
            for weight, path in _ways(example.net.sizes, layer, path_by_path):
                here = values | _changes(example, weight, path)
                at = dict(zip((j, k), weight[1:]))
                errors.append(relative_error(*(evaluate(side, here, at, over) for side in sides)))
        return max(errors)

    return measure


EQ47 = Statement(
    "47", Equation(Change(C), InOrder(Partial(C, w[l, j, k]), Change(w[l, j, k])), sign="≈"),
    "A small change of one weight",
    "The cost changes by its derivative times the change of the weight, to first order.",
    code=backprop,
    measure=along(layers=(2, 3, 4)),
    compared=f"{CHANGED.format('the cost')} with the gradient by backprop")

EQ48 = Statement(
    "48", Equation(Change(a[l, j]), InOrder(start, Change(w[l, j, k])), sign="≈"),
    "The change reaches one neuron",
    "A weight first changes the activation of the neuron that it leads to.",
    code=path_sums.derivatives, tests=(PATHS,),
    measure=along(layers=(2, 3, 4)),
    compared=f"{CHANGED.format('its neuron')} with the derivatives of the code")

EQ49 = Statement(
    "49", Equation(Change(a[l + 1, q]), InOrder(on, Change(a[l, j])), sign="≈"),
    "The change goes on to the next layer",
    "The change of one activation reaches each neuron of the next layer.",
    code=path_sums.derivatives, tests=(PATHS,),
    measure=along(layers=(2, 3)),
    compared=f"{CHANGED.format('two layers')} with the derivatives of the code")

EQ50 = Statement(
    "50", Equation(Change(a[l + 1, q]), InOrder(on, start, Change(w[l, j, k])), sign="≈"),
    "Two derivatives multiplied",
    "How fast a neuron of the next layer follows the weight is a product of two derivatives.",
    code=path_sums.derivatives, tests=(PATHS,),
    measure=along(layers=(2, 3)),
    compared=f"{CHANGED.format('the next layer')} with the derivatives of the code")

EQ51 = Statement(
    "51", Equation(part, InOrder(end, Product(edge, (i, l, L - 1)), start, Change(w[l, j, k])),
                   sign="≈"),
    "The product along one path",
    "Along one path the cost changes by the product of all derivatives on it, times the change of "
    "the weight.",
    code=path_sums.factors, tests=(PATHS,),
    measure=along(layers=(2, 3, 4), path_by_path=True),
    compared=f"{CHANGED.format('the cost, when all neurons beside one path are held')} with the "
             "derivatives of the code")

EQ52 = Statement(
    "52", Equation(Change(C), InOrder(path_sum, start, Change(w[l, j, k])), sign="≈"),
    "The sum over all paths",
    "The change takes all paths at once, and what comes along them adds up.",
    code=path_sums.path_products, tests=(PATHS,),
    measure=along(layers=(2, 3, 4)),
    compared=f"{CHANGED.format('the cost')} with the derivatives of the code")

EQ53 = Statement(
    "53", Equation(Partial(C, w[l, j, k]), InOrder(path_sum, start)),
    "The gradient as a sum over paths",
    "Backpropagation computes this sum without visiting the paths one by one.",
    code=path_sums.path_products, tests=(PATHS,),
    measure=along(layers=(2, 3, 4)),
    compared="the formula with the derivatives of the code, for every weight of a random network, "
             "and the gradient by backprop")
