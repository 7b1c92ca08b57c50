"""The code that trains is the code that is proved.

`backprop`, unchanged, runs on SymPy symbols with σ and the cost unknown functions; every entry of its
gradient must be the derivative that SymPy takes of the cost. The cost is written out here by index, from
the definitions alone, so the forward pass is proved with it.
"""

from importlib import import_module
from typing import Callable, NamedTuple

import numpy as np
import pytest
import sympy

from bplib.activations import Activation
from bplib.backprop import backprop, cost_of, cost_of_weighted_input
from bplib.costs import Cost, quadratic
from bplib.network import Layer, Network, forward
from bplib.symbolic import sigma, sigma_prime


def entrywise(f):
    return np.vectorize(f, otypes=[object])


def derivative(f):
    """f′ as SymPy itself writes it: a Derivative, or a Subs of one where the argument is not a symbol."""
    t = sympy.Dummy("t")
    return lambda u, *rest: f(t, *rest).diff(t).subs(t, u)


def book_sigma(l):
    """The book's σ in every layer."""
    return Activation("sigma", entrywise(sigma), lambda z, a: entrywise(sigma_prime)(z))


def plain_sigma(l):
    """Another unknown function in every layer, so that no layer can use the σ′ of a neighbour."""
    f = sympy.Function(f"sigma_{l}")
    return Activation(f.__name__, entrywise(f), lambda z, a: entrywise(derivative(f))(z))


class SymbolicCost(NamedTuple):
    """C = 1/m Σ_x Σ_j c(a_j, y_j): bplib's Cost, and c itself."""

    cost: Cost
    c: Callable


unknown = sympy.Function("c")
QUADRATIC = SymbolicCost(quadratic, lambda a, y: (a - y) ** 2 / 2)
UNKNOWN = SymbolicCost(Cost("unknown", lambda a, y: entrywise(unknown)(a, y).sum() / a.shape[1],
                            lambda a, y: entrywise(derivative(unknown))(a, y) / a.shape[1],
                            False, lambda y: None), unknown)


def symbols(name, rows, columns=None):
    """An object array of symbols such as w^3_{12}, or one column of symbols such as b^3_{1}."""
    return np.array([[sympy.Symbol(f"{name}_{{{j}{k}}}") for k in ([""] if columns is None else range(1, columns + 1))]
                     for j in range(1, rows + 1)], dtype=object)


def symbolic_network(sizes, activation):
    return Network(Layer(symbols(f"w^{l}", n_out, n_in), symbols(f"b^{l}", n_out), activation(l))
                   for l, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), start=2))


def cost_by_definition(net, x, y, c):
    """z^l_j = Σ_k w^l_jk a^{l−1}_k + b^l_j, a^l_j = σ(z^l_j), C = 1/m Σ c(a^L_j, y_j), index by index."""
    total, m = 0, x.shape[1]
    for column in range(m):
        a = list(x[:, column])
        for w, b, activation in net.layers:
            z = [b[j, 0] + sum(w[j, k] * a[k] for k in range(w.shape[1])) for j in range(w.shape[0])]
            a = [activation.f(z_j).item() for z_j in z]
        total += sum(c(a_j, y_j) for a_j, y_j in zip(a, y[:, column]))
    return total / m


def prove(sizes, m, activation, symbolic_cost):
    """Raise AssertionError unless every gradient entry is exactly the derivative of the cost."""
    net = symbolic_network(sizes, activation)
    x, y = symbols("x", sizes[0], m), symbols("y", sizes[-1], m)
    expect_derivatives(net, x, y, symbolic_cost.cost, cost_by_definition(net, x, y, symbolic_cost.c))


def expect_derivatives(net, x, y, cost, C):
    """Raise AssertionError unless backprop gives the derivatives of the formula C, entry by entry."""
    for parameters, derivatives in zip(net.parameters, backprop(net, x, y, cost).arrays, strict=True):
        assert parameters.shape == derivatives.shape
        for parameter, got in zip(parameters.flat, derivatives.flat):
            want = C.diff(parameter)
            if sympy.expand(got - want) != 0:
                raise AssertionError(f"∂C/∂{parameter} is wrong in {'-'.join(map(str, net.sizes))} with m = {x.shape[1]}\n"
                                     f"  backprop:   {abbreviate(got, net, x)}\n"
                                     f"  derivative: {abbreviate(want, net, x)}")


def abbreviate(expr, net, x):
    """The same expression in the symbols z^l_{jx} and a^l_{jx}, neuron j and example x, so that it can be read."""
    names = {}
    trace = forward(net, x)
    for kind, values in (("z", trace.z), ("a", trace.a)):
        for l in range(2, net.L + 1):
            names |= dict(zip(values[l].flat, symbols(f"{kind}^{l}", *values[l].shape).flat))
    return expr.xreplace(names)


SIZES = ((1, 1), (2, 1), (1, 2), (3, 2), (1, 1, 1, 1), (2, 3, 2), (2, 2, 2), (3, 1, 2), (2, 2, 2, 2))


@pytest.mark.parametrize("m", (1, 2))
@pytest.mark.parametrize("symbolic_cost", (QUADRATIC, UNKNOWN), ids=("quadratic", "unknown cost"))
@pytest.mark.parametrize("activation", (book_sigma, plain_sigma))
@pytest.mark.parametrize("sizes", SIZES, ids=lambda sizes: "-".join(map(str, sizes)))
def test_backprop_is_the_derivative_of_the_cost(sizes, activation, symbolic_cost, m):
    prove(sizes, m, activation, symbolic_cost)


@pytest.mark.parametrize("symbolic_cost", (QUADRATIC, UNKNOWN), ids=("quadratic", "unknown cost"))
def test_the_printed_cost_is_the_defined_one(symbolic_cost):
    net, x, y = symbolic_network((2, 3, 2), plain_sigma), symbols("x", 2, 2), symbols("y", 2, 2)
    printed = cost_of(net, x, y, symbolic_cost.cost)
    assert sympy.expand(printed - cost_by_definition(net, x, y, symbolic_cost.c)) == 0


@pytest.mark.parametrize("l", (2, 3, 4))
def test_delta_is_the_derivative_by_the_weighted_input(l):
    net, x, y = symbolic_network((2, 2, 3, 2), plain_sigma), symbols("x", 2, 2), symbols("y", 2, 2)
    delta, z = backprop(net, x, y, quadratic).delta[l], symbols(f"z^{l}", net.sizes[l - 1], 2)
    C = cost_of_weighted_input(net, l, y, quadratic)(z.ravel())
    values = dict(zip(z.flat, forward(net, x).z[l].flat))
    for got, z_j in zip(delta.flat, z.flat):
        assert sympy.expand(got - C.diff(z_j).subs(values, simultaneous=True).doit()) == 0, f"δ at {z_j}"


# Where each equation is called: `bplib.backprop` is the function, so the module is found by its name.
CALLED_IN = {name: import_module(module) for module, names in
             {"bplib.backprop": ("bp1",), "bplib.layers.dense": ("bp2", "bp3", "bp4")}.items() for name in names}

# name: (equation, its wrong version, the first parameter to come out wrong)
MUTATIONS = {
    "sigma' dropped in BP1": ("bp1", lambda grad_a, sigma_prime: grad_a, "w^2_{11}"),
    "sign of BP1 turned": ("bp1", lambda grad_a, sigma_prime: -grad_a * sigma_prime, "w^2_{11}"),
    "transpose dropped in BP2": ("bp2", lambda w, delta, sigma_prime: (w @ delta) * sigma_prime, "w^2_{11}"),
    "sigma' dropped in BP2": ("bp2", lambda w, delta, sigma_prime: w.T @ delta, "w^2_{11}"),
    "mean for sum in BP3": ("bp3", lambda delta: delta.mean(axis=1, keepdims=True), "b^2_{1}"),
    "sum over the neurons in BP3": ("bp3", lambda delta: delta.sum(axis=0)[:, None], "b^2_{1}"),
    "BP4 halved": ("bp4", lambda a_prev, delta: delta @ a_prev.T / 2, "w^2_{11}"),
    "BP4 turned round": ("bp4", lambda a_prev, delta: a_prev @ delta.T, "w^2_{12}"),
}


def what_the_flagship_says(sizes=(2, 2, 2, 2), activation=book_sigma, symbolic_cost=QUADRATIC):
    with pytest.raises(AssertionError) as failure:
        prove(sizes, 2, activation, symbolic_cost)
    message = str(failure.value)
    print(message)
    return message


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_flagship_sees_a_wrong_equation(mutation, monkeypatch):
    name, wrong, parameter = MUTATIONS[mutation]
    monkeypatch.setattr(CALLED_IN[name], name, wrong)
    message = what_the_flagship_says()
    assert message.startswith(f"∂C/∂{parameter} is wrong in 2-2-2-2 with m = 2")
    assert "backprop:  " in message and "derivative:" in message and "sigma_prime" in message


def test_the_flagship_sees_a_forgotten_1_over_m():
    forgotten = QUADRATIC._replace(cost=quadratic._replace(grad=lambda a, y: a - y))
    assert "∂C/∂w^2_{11} is wrong" in what_the_flagship_says(symbolic_cost=forgotten)


def test_the_flagship_sees_sigma_prime_taken_at_a():
    def activation(l):
        return book_sigma(l)._replace(prime=lambda z, a: entrywise(sigma_prime)(a))

    assert "sigma_prime(a^4_{11})" in what_the_flagship_says(activation=activation)


def test_the_flagship_sees_the_sigma_prime_of_the_next_layer():
    def activation(l):
        return plain_sigma(l)._replace(prime=plain_sigma(l + 1).prime)

    assert "∂C/∂w^2_{11} is wrong" in what_the_flagship_says(activation=activation)
