"""One proof for every kind of layer: its way back is the derivative of its way forward.

LAYERS is the table: a new kind of layer is one line in it. The witnesses are a complex step, a random
direction, SymPy symbols and 50 digits; each looks at the error before the layer and at each gradient alone.
"""

from typing import Callable, NamedTuple

import mpmath
import numpy as np
import pytest
import sympy

from bplib.activations import Activation, identity, sigmoid, softplus, tanh
from bplib.differences import complex_step, directional_derivative, relative_error
from bplib.layers import Chain, Dense, Parallel, Residual

PRECISE = Activation("tanh", np.vectorize(mpmath.tanh, otypes=[object]),
                     np.vectorize(lambda z, a: 1 - a**2, otypes=[object]))
SYMBOLIC = Activation("tanh", np.vectorize(sympy.tanh, otypes=[object]), lambda z, a: 1 - a**2)


class Kind(NamedTuple):
    """make(array, sigma) -> the layer, with array(rows, columns) drawn for it; it takes `n` weighted inputs."""

    n: int
    make: Callable


def dense(array, n_in, n_out, sigma):
    return Dense(array(n_out, n_in), array(n_out, 1), sigma)


LAYERS = {
    "Dense": Kind(3, lambda array, sigma: dense(array, 3, 2, sigma)),
    "Dense on the input": Kind(2, lambda array, sigma: dense(array, 2, 3, identity)),
    "Chain of one": Kind(2, lambda array, sigma: Chain(dense(array, 2, 3, sigma))),
    "Chain": Kind(3, lambda array, sigma: Chain(dense(array, 3, 2, sigma), dense(array, 2, 2, sigma))),
    "Residual": Kind(2, lambda array, sigma: Residual(dense(array, 2, 3, sigma), dense(array, 3, 2, sigma))),
    "Parallel": Kind(2, lambda array, sigma: Parallel(dense(array, 2, 2, sigma), dense(array, 2, 1, identity))),
    "Residual of Parallel": Kind(3, lambda array, sigma: Residual(
        Parallel(dense(array, 3, 1, sigma), Residual(dense(array, 3, 3, sigma))), dense(array, 4, 3, identity))),
    "Chain of Residuals": Kind(2, lambda array, sigma: Chain(
        Residual(dense(array, 2, 2, sigma)), Residual(dense(array, 2, 2, identity)), dense(array, 2, 1, sigma))),
}
EACH = pytest.mark.parametrize("kind", LAYERS.values(), ids=LAYERS)


def floats(rng):
    return lambda *shape: rng.normal(size=shape)


def example(kind, sigma=tanh, examples=3, seed=0):
    """The layer, an input z and an error δ behind it."""
    rng = np.random.default_rng(seed)
    layer = kind.make(floats(rng), sigma)
    z = rng.normal(size=(kind.n, examples))
    return layer, z, rng.normal(size=layer.forward(z)[0].shape)


def way_back(layer, z, delta):
    """[δ before the layer, and the gradient of each of its parameters]."""
    back, gradients = layer.vjp(layer.forward(z)[1], delta)
    return [back, *gradients]


def scalar(layer, z, delta, place):
    """Σ δ ⊙ F(z) as a function of the vector of one quantity: z (place 0), or parameter number `place`."""
    quantities = [z, *layer.parameters]

    def f(theta):
        given = [*quantities[:place], theta.reshape(quantities[place].shape), *quantities[place + 1:]]
        return (delta * layer.with_parameters(given[1:]).forward(given[0])[0]).sum()

    return f, quantities[place].ravel()


@EACH
@pytest.mark.parametrize("sigma", (sigmoid, tanh, softplus), ids=lambda sigma: sigma.name)
@pytest.mark.parametrize("examples", (1, 4))
def test_complex_step_of_every_entry(kind, sigma, examples):
    layer, z, delta = example(kind, sigma, examples)
    for place, got in enumerate(way_back(layer, z, delta)):
        f, theta = scalar(layer, z, delta, place)
        assert relative_error(got.ravel(), complex_step(f, theta)) < 1e-13


@EACH
@pytest.mark.parametrize("seed", range(5))
def test_a_random_direction(kind, seed):
    layer, z, delta = example(kind, seed=seed)
    for place, got in enumerate(way_back(layer, z, delta)):
        f, theta = scalar(layer, z, delta, place)
        v = np.random.default_rng(seed + 100).normal(size=theta.shape)
        slope = directional_derivative(f, theta, v)
        assert abs(got.ravel() @ v - slope) < 1e-8 * np.linalg.norm(got) * np.linalg.norm(v)


@EACH
def test_on_symbols(kind):
    names = iter(sympy.numbered_symbols("s"))

    def array(*shape):
        return np.array([next(names) for _ in range(np.prod(shape))], dtype=object).reshape(shape)

    layer, z = kind.make(array, SYMBOLIC), array(kind.n, 1)
    delta = array(*layer.forward(z)[0].shape)
    for place, got in enumerate(way_back(layer, z, delta)):
        f, theta = scalar(layer, z, delta, place)
        total = f(theta)
        for entry, symbol in zip(got.ravel(), theta):
            assert sympy.expand(entry - total.diff(symbol)) == 0


@EACH
def test_50_digits(kind):
    rng, h = np.random.default_rng(1), mpmath.mpf("1e-20")

    def array(*shape):
        return np.array([mpmath.mpf(value) for value in rng.normal(size=shape).flat]).reshape(shape)

    with mpmath.workdps(50):
        layer, z = kind.make(array, PRECISE), array(kind.n, 2)
        delta = array(*layer.forward(z)[0].shape)
        for place, got in enumerate(way_back(layer, z, delta)):
            f, theta = scalar(layer, z, delta, place)
            for i, entry in enumerate(got.ravel()):
                step = np.array([h if j == i else mpmath.mpf(0) for j in range(theta.size)])
                difference = (f(theta + step) - f(theta - step)) / (2 * h)          # its own error is of order h²
                assert abs(entry - difference) < mpmath.mpf("1e-28") * max(abs(got.ravel()))


@EACH
def test_gradients_alone_are_those_of_the_way_back(kind):
    layer, z, delta = example(kind)
    cache = layer.forward(z)[1]
    alone, (_, together) = layer.gradients(cache, delta), layer.vjp(cache, delta)
    assert len(alone) == len(together) == len(layer.parameters)
    for one, other, parameter in zip(alone, together, layer.parameters):
        np.testing.assert_array_equal(one, other)
        assert one.shape == parameter.shape


@EACH
def test_no_layer_remembers_its_last_input(kind):
    layer, z, delta = example(kind)
    want, cache = way_back(layer, z, delta), layer.forward(z)[1]
    layer.forward(2 * z)
    back, gradients = layer.vjp(cache, delta)
    for one, other in zip([back, *gradients], want):
        np.testing.assert_array_equal(one, other)


@EACH
def test_nothing_that_is_handed_in_is_changed(kind):
    layer, z, delta = example(kind)
    before = [array.copy() for array in (z, delta, *layer.parameters)]
    way_back(layer, z, delta)
    for array, copy in zip((z, delta, *layer.parameters), before):
        np.testing.assert_array_equal(array, copy)


@EACH
def test_the_same_layer_with_other_parameters(kind):
    layer, z, _ = example(kind)
    other = layer.with_parameters([2 * array for array in layer.parameters])
    assert type(other) is type(layer) and other.widths == layer.widths
    for one, two in zip(layer.parameters, other.parameters):
        np.testing.assert_array_equal(2 * one, two)
    again = other.with_parameters(layer.parameters)
    np.testing.assert_array_equal(again.forward(z)[0], layer.forward(z)[0])


@EACH
def test_its_widths_are_those_of_the_arrays(kind):
    layer, z, delta = example(kind)
    assert layer.widths == (len(z), len(delta))
