"""Bad input at every public door: the message names the argument, what was expected, and what came."""

from types import SimpleNamespace

import numpy as np
import pytest
from sympy import Function, Rational, Sum, Symbol

from bplib import costs, data, differences, draw, expect, gradients, initialise, optimise, train
from bplib.activations import get_activation, tanh
from bplib.backprop import backprop, cost_function, cost_of, cost_of_weighted_input
from bplib.costs import binary_cross_entropy, categorical_cross_entropy, quadratic
from bplib.four_equations import bp1, bp2, bp3, bp4
from bplib.layers import Chain, Dense, Parallel, Residual
from bplib.network import Layer, Network, build, forward, to_vector, with_vector
from bplib.optimise import schedules
from bplib.symbolic import C, Equation, LayerSymbol, a, b, delta, i, j, k, l, n, split_last, w, z
from strategies import case

NET, X, Y, COST = case((3, 4, 2), ("tanh", "identity"), m=5)
THETA = to_vector(NET.parameters)
SIGMOID_OUTPUT = case((3, 4, 2), ("tanh", "sigmoid"), m=5).net
ONE_HOT = np.eye(2)[:, [0, 1, 1, 0, 1]]
DATA = data.Examples(X, Y)
MOMENTUM = optimise.momentum(0.1)
RATE, RNG = optimise.gradient_descent(0.1), np.random.default_rng(0)


def spoilt(array, value, place):
    other = array.copy()
    other[place] = value
    return other


def ones(*shape):
    return np.ones(shape)


def fit(net=NET, x=X, y=Y, cost=COST, optimiser=RATE, epochs=1, batch_size=2, rng=RNG, **options):
    return train.fit(net, x, y, cost, optimiser, epochs=epochs, batch_size=batch_size, rng=rng, **options)


def steps_of(rate):
    """Four steps of gradient descent with this schedule."""
    optimiser = optimise.gradient_descent(rate)
    state = optimiser.init([])
    for _ in range(4):
        state = optimiser.update([ones(2)], [ones(2)], state)


def dense(n_in, n_out):
    return Dense(ones(n_out, n_in), ones(n_out, 1))


def transposed(net, x, y, cost):
    """A gradient function whose arrays have the wrong shapes."""
    return SimpleNamespace(arrays=[array.T for array in backprop(net, x, y, cost).arrays])


def without_biases(net, x, y, cost):
    return SimpleNamespace(arrays=backprop(net, x, y, cost).arrays[::2])


def square(theta):
    return (theta**2).sum()


# what is wrong: (call, exception, message)
WRONG = {
    # x
    "x is a list": (lambda: forward(NET, X.tolist()), TypeError,
                    r"^x must be a NumPy array of shape \(3, m\); got list$"),
    "x is 1-D": (lambda: forward(NET, ones(3)), ValueError, r"^x must have shape \(3, m\); got \(3,\)$"),
    "x is 3-D": (lambda: forward(NET, ones(3, 5, 1)), ValueError, r"^x must have shape \(3, m\); got \(3, 5, 1\)$"),
    "x has examples as rows": (lambda: forward(NET, X.T), ValueError, r"^x must have shape \(3, m\); got \(5, 3\)$"),
    "x has no columns": (lambda: forward(NET, ones(3, 0)), ValueError, r"^x must not be empty; got shape \(3, 0\)$"),
    "x holds integers": (lambda: forward(NET, np.ones((3, 5), int)), TypeError,
                         r"^x must hold floats \(write x.astype\(float\)\); got dtype int64$"),
    "x holds booleans": (lambda: forward(NET, X > 0), TypeError, r"^x must hold floats .*; got dtype bool$"),
    "x holds strings": (lambda: forward(NET, X.astype(str)), TypeError, r"^x must hold floats .*; got dtype <U"),
    "x holds string objects": (lambda: forward(NET, X.astype(str).astype(object)), TypeError,
                               r"^x must hold floats .*; got dtype object$"),
    "x holds None": (lambda: forward(NET, np.full((3, 5), None)), TypeError, r"^x must hold floats .*dtype object$"),
    "x holds nan": (lambda: forward(NET, spoilt(X, np.nan, (1, 3))), ValueError,
                    r"^x must be finite; got nan at index \(1, 3\)$"),
    "x holds inf": (lambda: backprop(NET, spoilt(X, -np.inf, (2, 0)), Y, COST), ValueError,
                    r"^x must be finite; got -inf at index \(2, 0\)$"),
    # y
    "y is (m, 1)": (lambda: backprop(case((3, 1), ("tanh",)).net, X, ones(5, 1), COST), ValueError,
                    r"^y must have shape \(1, 5\); got \(5, 1\)$"),
    "y is 1-D": (lambda: backprop(NET, X, ones(5), COST), ValueError, r"^y must have shape \(2, 5\); got \(5,\)$"),
    "y has another m": (lambda: cost_of(NET, X, ones(2, 4), COST), ValueError,
                        r"^y must have shape \(2, 5\); got \(2, 4\)$"),
    "y holds integers": (lambda: backprop(NET, X, ONE_HOT.astype(int), COST), TypeError,
                         r"^y must hold floats \(write y.astype\(float\)\); got dtype int64$"),
    "y holds nan": (lambda: cost_function(NET, X, spoilt(Y, np.nan, (0, 4)), COST), ValueError,
                    r"^y must be finite; got nan at index \(0, 4\)$"),
    "y is no probability": (lambda: backprop(NET, X, 2 * ONE_HOT, binary_cross_entropy), ValueError,
                            r"^y must lie between 0 and 1 for binary_cross_entropy; got values from 0 to 2$"),
    "y is negative": (lambda: backprop(NET, X, ONE_HOT - 0.25, binary_cross_entropy), ValueError,
                      r"^y must lie between 0 and 1 .*; got values from -0.25 to 0.75$"),
    "y is no distribution": (lambda: backprop(NET, X, spoilt(ONE_HOT, 1, (0, 2)), categorical_cross_entropy),
                             ValueError, r"^y must be a distribution in every column .*column 2 sums to 2, "
                                         r"the smallest entry is 0$"),
    "y sums to 1 with a negative entry": (
        lambda: backprop(NET, X, spoilt(spoilt(ONE_HOT, 1.5, (0, 0)), -0.5, (1, 0)), categorical_cross_entropy),
        ValueError, r"^y must be a distribution .* sums to 1, the smallest entry is -0.5$"),
    # the cost
    "cost is a name": (lambda: backprop(NET, X, Y, "quadratic"), TypeError,
                       r"^cost must be a Cost, such as bplib.costs.quadratic; got 'quadratic'$"),
    "sigmoid before a cost on logits": (
        lambda: backprop(SIGMOID_OUTPUT, X, ONE_HOT, binary_cross_entropy), ValueError,
        r"^cost binary_cross_entropy takes logits: the activation of layer L must be identity; got sigmoid$"),
    "sigmoid before softmax, in fit": (
        lambda: fit(SIGMOID_OUTPUT, y=ONE_HOT, cost=categorical_cross_entropy), ValueError,
        r"^cost categorical_cross_entropy takes logits: .* got sigmoid$"),
    "value of 1-D a": (lambda: quadratic.value(ones(3), ones(3)), ValueError,
                       r"^a must have shape \(n_L, m\); got \(3,\)$"),
    "grad of another shape": (lambda: quadratic.grad(ones(1, 3), ones(3, 1)), ValueError,
                              r"^y must have shape \(1, 3\); got \(3, 1\)$"),
    "a cost of a list": (lambda: binary_cross_entropy.value([[0.0]], ones(1, 1)), TypeError,
                         r"^z must be a NumPy array of shape \(n_L, m\); got list$"),
    "logits of another shape": (lambda: categorical_cross_entropy.grad(ones(2, 3), ones(2, 1)), ValueError,
                                r"^y must have shape \(2, 3\); got \(2, 1\)$"),
    # the four equations
    "bp1 of 1-D arrays": (lambda: bp1(ones(3), ones(3)), ValueError,
                          r"^grad_a must have shape \(n_L, m\); got \(3,\)$"),
    "bp1 of different shapes": (lambda: bp1(ones(3, 1), ones(1, 3)), ValueError,
                                r"^sigma_prime must have shape \(3, 1\); got \(1, 3\)$"),
    "bp2 of 1-D w": (lambda: bp2(ones(3), ones(3, 1), ones(3, 1)), ValueError,
                     r"^w_next must have shape \(n_\{l\+1\}, n_l\); got \(3,\)$"),
    "bp2 of another delta": (lambda: bp2(ones(2, 3), ones(3, 1), ones(3, 1)), ValueError,
                             r"^delta_next must have shape \(2, m\); got \(3, 1\)$"),
    "bp2 of another slope": (lambda: bp2(ones(2, 3), ones(2, 5), ones(3, 1)), ValueError,
                             r"^sigma_prime must have shape \(3, 5\); got \(3, 1\)$"),
    "bp3 of 1-D delta": (lambda: bp3(ones(3)), ValueError, r"^delta must have shape \(n_l, m\); got \(3,\)$"),
    "bp4 of 1-D delta": (lambda: bp4(ones(3, 5), ones(5)), ValueError,
                         r"^delta must have shape \(n_l, m\); got \(5,\)$"),
    "bp4 of another m": (lambda: bp4(ones(3, 4), ones(2, 5)), ValueError,
                         r"^a_prev must have shape \(n_\{l-1\}, 5\); got \(3, 4\)$"),
    # the network
    "no layers": (lambda: Network([]), ValueError, r"^layers must hold at least one Layer \(layer 2\); got none$"),
    "a layer is a pair": (lambda: Network([(ones(2, 3), ones(2, 1))]), TypeError,
                          r"^layers must hold Layer\(w, b, activation\); got tuple$"),
    "widths do not meet": (lambda: Network([Layer(ones(4, 3), ones(4, 1), tanh), Layer(ones(2, 5), ones(2, 1), tanh)]),
                           ValueError, r"^w\[3\] must have shape \(n_3, 4\); got \(2, 5\)$"),
    "b is 1-D": (lambda: Network([Layer(ones(4, 3), ones(4), tanh)]), ValueError,
                 r"^b\[2\] must have shape \(4, 1\); got \(4,\)$"),
    "w holds integers": (lambda: Network([Layer(np.ones((4, 3), int), ones(4, 1), tanh)]), TypeError,
                         r"^w\[2\] must hold floats \(write w\[2\].astype\(float\)\); got dtype int64$"),
    "unknown activation in a Layer": (lambda: Network([Layer(ones(4, 3), ones(4, 1), "tan")]), ValueError,
                                      r"^activation must be one of sigmoid, tanh, relu, .*; got 'tan'$"),
    "unknown activation": (lambda: get_activation("Sigmoid"), ValueError,
                           r"^activation must be one of sigmoid, .*identity; got 'Sigmoid'$"),
    "activation is a function": (lambda: get_activation(np.tanh), TypeError,
                                 r"^activation must be an Activation or a name; got ufunc$"),
    "build with one width": (lambda: build((3,), (), RNG, initialise.he), ValueError,
                             r"^sizes must name at least an input and an output width; got \(3,\)$"),
    "build with a width of 0": (lambda: build((3, 0, 2), ("tanh", "tanh"), RNG, initialise.he), ValueError,
                                r"^sizes: n_2 must be at least 1; got 0$"),
    "build with a broken width": (lambda: build((3, 2.0), ("tanh",), RNG, initialise.he), TypeError,
                                  r"^sizes: n_2 must be an integer; got 2.0$"),
    "build with too few activations": (lambda: build((3, 4, 2), ("tanh",), RNG, initialise.he), ValueError,
                                       r"^activations must name one for each of the layers 2 to 3, 2 in all; got 1$"),
    "build with one name": (lambda: build((3, 4, 2), "tanh", RNG, initialise.he), TypeError,
                            r"^activations must be a sequence with one entry .*; got the single 'tanh'$"),
    "build with a seed": (lambda: build((3, 2), ("tanh",), 0, initialise.he), TypeError,
                          r"^rng must be a numpy.random.Generator \(numpy.random.default_rng\(seed\)\); got int$"),
    "build with the name of a scheme": (lambda: build((3, 2), ("tanh",), RNG, "he"), TypeError,
                                        r"^scheme must be a function such as bplib.initialise.xavier; got 'he'$"),
    "theta is too short": (lambda: with_vector(NET, ones(25)), ValueError,
                           r"^theta must have shape \(26,\); got \(25,\)$"),
    "theta is a column": (lambda: with_vector(NET, ones(26, 1)), ValueError,
                          r"^theta must have shape \(26,\); got \(26, 1\)$"),
    "theta is a list": (lambda: with_vector(NET, [0.0] * 26), TypeError,
                        r"^theta must be a NumPy array of shape \(26,\); got list$"),
    "a vector of a dict": (lambda: to_vector({2: ones(4, 3)}), TypeError,
                           r"^arrays must be a sequence of NumPy arrays, such as net.parameters; got dict$"),
    "a vector of one array": (lambda: to_vector(ones(4, 3)), TypeError, r"^arrays must be a sequence .*; got ndarray$"),
    "a vector of a network": (lambda: to_vector(NET), TypeError, r"^arrays must be a sequence .*; got Network\(3-4-2; tanh, identity\)$"),
    "a vector of dicts": (lambda: to_vector(({2: ones(4, 3)}, {2: ones(4, 1)})), TypeError,
                          r"^arrays\[0\] must be a NumPy array; got dict$"),
    "a vector with a list in it": (lambda: to_vector([ones(4, 3), [1.0]]), TypeError,
                                   r"^arrays\[1\] must be a NumPy array; got list$"),
    "a vector of nothing": (lambda: to_vector([]), ValueError, r"^arrays must hold at least one NumPy array; got none$"),
    # rng
    "xavier with a seed": (lambda: initialise.xavier(2, 3, 0), TypeError, r"^rng must be .*Generator .*; got int$"),
    "he without": (lambda: initialise.he(2, 3, None), TypeError, r"^rng must be .*Generator .*; got NoneType$"),
    "normal with RandomState": (lambda: initialise.normal(2, 3, np.random.RandomState(0)), TypeError,
                                r"^rng must be .*Generator .*; got RandomState$"),
    "digits with a seed": (lambda: data.digits(0), TypeError, r"^rng must be .*Generator .*; got int$"),
    "a direction with a seed": (lambda: differences.along_direction(square, ones(3), ones(3), 0), TypeError,
                                r"^rng must be .*Generator .*; got int$"),
    # fit
    "fit with a seed": (lambda: fit(rng=0), TypeError, r"^rng must be .*Generator .*; got int$"),
    "batch size 0": (lambda: fit(batch_size=0), ValueError, r"^batch_size must be from 1 to 5; got 0$"),
    "batch size above m": (lambda: fit(batch_size=6), ValueError, r"^batch_size must be from 1 to 5; got 6$"),
    "batch size is no integer": (lambda: fit(batch_size=2.0), TypeError, r"^batch_size must be an integer; got 2.0$"),
    "batch size is a bool": (lambda: fit(batch_size=True), TypeError, r"^batch_size must be an integer; got True$"),
    "no epochs": (lambda: fit(epochs=0), ValueError, r"^epochs must be at least 1; got 0$"),
    "no examples": (lambda: fit(x=ones(3, 0), y=ones(2, 0)), ValueError,
                    r"^x must not be empty; got shape \(3, 0\)$"),
    "fit with wrong widths": (lambda: fit(x=X.T), ValueError, r"^x must have shape \(3, m\); got \(5, 3\)$"),
    "fit with wrong targets": (lambda: fit(y=Y[:, :4]), ValueError, r"^y must have shape \(2, 5\); got \(2, 4\)$"),
    "fit on complex x": (lambda: fit(x=X + 0j), TypeError,
                         r"^x must hold real floats to train on; got dtype complex128$"),
    "fit on symbols": (lambda: fit(y=Y.astype(object)), TypeError, r"^y must hold real floats .* got dtype object$"),
    "fit on nan": (lambda: fit(y=spoilt(Y, np.nan, (1, 1))), ValueError,
                   r"^y must be finite; got nan at index \(1, 1\)$"),
    "validation of another width": (lambda: fit(validation=(ones(4, 5), Y)), ValueError,
                                    r"^validation x must have shape \(3, m\); got \(4, 5\)$"),
    "validation holds inf": (lambda: fit(validation=(X, spoilt(Y, np.inf, (0, 0)))), ValueError,
                             r"^validation y must be finite; got inf at index \(0, 0\)$"),
    "validation is three": (lambda: fit(validation=(X, Y, X)), ValueError,
                            r"^validation must be the pair \(x, y\); got 3 entries$"),
    "net holds nan": (lambda: fit(with_vector(NET, THETA * np.nan)), ValueError,
                      r"^net, x and y must have a finite cost before the first step; "
                      r"the largest entry is nan, in net.parameters$"),
    "patience of 0": (lambda: train.patience(0), ValueError, r"^epochs must be at least 1; got 0$"),
    "patience without validation": (lambda: fit(stop=train.patience(2)), ValueError,
                                    r"^stop=patience\(...\) needs validation=\(x, y\); got none$"),
    "accuracy of two shapes": (lambda: train.accuracy(ones(2, 5), ones(2, 4)), ValueError,
                               r"^y must have shape \(2, 5\); got \(2, 4\)$"),
    "accuracy of labels": (lambda: train.accuracy(ones(5), ones(5)), ValueError,
                           r"^a must have shape \(n_L, m\); got \(5,\)$"),
    # optimisers
    "rate 0": (lambda: optimise.gradient_descent(0), ValueError, r"^rate must be a finite number above 0; got 0$"),
    "rate below 0": (lambda: optimise.gradient_descent(-0.1), ValueError,
                     r"^rate must be a finite number above 0; got -0.1$"),
    "rate nan": (lambda: optimise.gradient_descent(np.nan), ValueError, r"^rate must be a finite .* above 0; got nan$"),
    "rate inf": (lambda: optimise.gradient_descent(np.inf), ValueError, r"^rate must be a finite .* above 0; got inf$"),
    "rate is a bool": (lambda: optimise.gradient_descent(True), TypeError, r"^rate must be a real number; got True$"),
    "rate is a string": (lambda: optimise.gradient_descent("0.1"), TypeError, r"^rate must be a real number; got '0.1'$"),
    "rate is complex": (lambda: optimise.gradient_descent(0.1j), TypeError, r"^rate must be a real number; got 0.1j$"),
    "a gradient is missing": (lambda: RATE.update([ones(2, 3), ones(2, 1)], [ones(2, 3)], RATE.init([])), ValueError,
                              r"^gradients must hold 2 arrays, one for each of parameters; got 1$"),
    "a gradient of another shape": (
        lambda: RATE.update([ones(2, 3), ones(2, 1)], [ones(2, 3), ones(1, 2)], RATE.init([])), ValueError,
        r"^gradients\[1\] must have the shape of parameters\[1\], \(2, 1\); got \(1, 2\)$"),
    "a state of other parameters": (
        lambda: MOMENTUM.update([ones(2, 3)], [ones(2, 3)], MOMENTUM.init([])), ValueError,
        r"^state must hold 1 arrays, one for each of parameters; got 0$"),
    "a state of other shapes": (
        lambda: MOMENTUM.update([ones(2, 3)], [ones(2, 3)], MOMENTUM.init([ones(1, 3)])), ValueError,
        r"^state\[0\] must have the shape of parameters\[0\], \(2, 3\); got \(1, 3\)$"),
    "parameters are numbers": (lambda: RATE.update([1.0], [1.0], RATE.init([])), TypeError,
                               r"^parameters\[0\] must be a NumPy array, to be changed in place; got float$"),
    "parameters are integers": (lambda: RATE.update([np.ones(2, int)], [ones(2)], RATE.init([])), TypeError,
                                r"^parameters\[0\] must hold real floats; got dtype int64$"),
    "parameters are complex": (lambda: MOMENTUM.update([ones(2) + 0j], [ones(2)], MOMENTUM.init([ones(2)])),
                               TypeError, r"^parameters\[0\] must hold real floats; got dtype complex128$"),
    "beta 1": (lambda: optimise.momentum(0.1, 1), ValueError, r"^beta must be a finite number below 1; got 1$"),
    "beta below 0": (lambda: optimise.nesterov(0.1, -0.5), ValueError, r"^beta must not be below 0; got -0.5$"),
    "beta is a list": (lambda: optimise.nesterov(0.1, [0.9]), TypeError, r"^beta must be a real number; got \[0.9\]$"),
    "rho 1": (lambda: optimise.rmsprop(0.1, 1.0), ValueError, r"^rho must be a finite number below 1; got 1.0$"),
    "rho below 0": (lambda: optimise.rmsprop(0.1, -1), ValueError, r"^rho must not be below 0; got -1$"),
    "beta1 1": (lambda: optimise.adam(0.1, 1.0), ValueError, r"^beta1 must be a finite number below 1; got 1.0$"),
    "beta2 nan": (lambda: optimise.adamw(0.1, 0.9, np.nan), ValueError, r"^beta2 must be .* below 1; got nan$"),
    "eps 0 in adagrad": (lambda: optimise.adagrad(0.1, 0), ValueError, r"^eps must be a finite number above 0; got 0$"),
    "eps 0 in rmsprop": (lambda: optimise.rmsprop(0.1, eps=0), ValueError, r"^eps must be a finite .* above 0; got 0$"),
    "eps below 0 in adam": (lambda: optimise.adam(0.1, eps=-1e-8), ValueError, r"^eps must be .* above 0; got -1e-08$"),
    "decay below 0": (lambda: optimise.adamw(0.1, decay=-0.1), ValueError, r"^decay must not be below 0; got -0.1$"),
    "decay inf": (lambda: optimise.adamw(0.1, decay=np.inf), ValueError, r"^decay must be a finite number; got inf$"),
    "rate 0 in adam": (lambda: optimise.adam(0), ValueError, r"^rate must be a finite number above 0; got 0$"),
    "limit 0": (lambda: optimise.clip_norm(RATE, 0), ValueError, r"^limit must be a finite number above 0; got 0$"),
    "clipping by a number alone": (
        lambda: optimise.clip_norm(5.0, RATE), TypeError,
        r"^optimiser must be an Optimiser, such as momentum\(0.1\); got 5.0$"),
    # schedules
    "a schedule of nan": (lambda: steps_of(lambda t: np.nan if t == 3 else 0.1), ValueError,
                          r"^rate\(3\) must be a finite number; got nan$"),
    "a schedule below 0": (lambda: steps_of(lambda t: 2 - t), ValueError, r"^rate\(3\) must not be below 0; got -1$"),
    "a complex schedule": (lambda: steps_of(lambda t: 0.1j), TypeError, r"^rate\(0\) must be a real number; got 0.1j$"),
    "a schedule of None": (lambda: steps_of(print), TypeError, r"^rate\(0\) must be a real number; got None$"),
    "a schedule of arrays": (lambda: steps_of(lambda t: ones(1)), TypeError,
                             r"^rate\(0\) must be a real number; got array\(\[1.\]\)$"),
    "a part below 0": (lambda: schedules.chain((0.1, 5), lambda t: -1.0)(7), ValueError,
                       r"^parts\[1\]\(2\) must not be below 0; got -1.0$"),
    "constant 0": (lambda: schedules.constant(0), ValueError, r"^rate must be a finite number above 0; got 0$"),
    "t below 0": (lambda: schedules.cosine(0.1, 5)(-1), ValueError, r"^t must be at least 0; got -1$"),
    "t is a float": (lambda: schedules.constant(0.1)(1.0), TypeError, r"^t must be an integer; got 1.0$"),
    "t is an array": (lambda: schedules.one_over_t(0.1, 5)(np.arange(3)), TypeError,
                      r"^t must be an integer; got array\(\[0, 1, 2\]\)$"),
    "factor 1": (lambda: schedules.step(0.1, 1, 5), ValueError,
                 r"^factor must be a finite number above 0 and below 1; got 1$"),
    "factor 0": (lambda: schedules.exponential(0.1, 0, 5), ValueError, r"^factor must be .* above 0 and .*; got 0$"),
    "steps 0": (lambda: schedules.cosine(0.1, 0), ValueError, r"^steps must be at least 1; got 0$"),
    "steps is a float": (lambda: schedules.one_over_t(0.1, 2.5), TypeError, r"^steps must be an integer; got 2.5$"),
    "warm-up of no steps": (lambda: schedules.warmup(0, 0.1), ValueError, r"^steps must be at least 1; got 0$"),
    "warm-up to a name": (lambda: schedules.warmup(5, "cosine"), TypeError,
                          r"^then must be a real number; got 'cosine'$"),
    "a chain of nothing": (lambda: schedules.chain(), ValueError,
                           r"^the last part must be a schedule without steps: it never ends$"),
    "a chain that ends": (lambda: schedules.chain((0.1, 5), (0.2, 5)), ValueError,
                          r"^the last part must be .*never ends$"),
    "a part without steps": (lambda: schedules.chain(0.1, 0.2), TypeError,
                             r"^parts\[0\] must be a pair \(schedule, steps\); got 0.1$"),
    "a part of 0 steps": (lambda: schedules.chain((0.1, 0), 0.2), ValueError,
                          r"^the steps of parts\[0\] must be at least 1; got 0$"),
    # checks
    "a check in float32": (lambda: differences.central_differences(square, np.ones(3, np.float32)), TypeError,
                           r"^theta must hold float64, or rounding hides the gradient; got dtype float32$"),
    "a check at a list": (lambda: differences.complex_step(square, [1.0]), TypeError,
                          r"^theta must be a NumPy array of shape \(n,\); got list$"),
    "a check at a matrix": (lambda: differences.complex_step(square, ones(2, 2)), ValueError,
                            r"^theta must have shape \(n,\); got \(2, 2\)$"),
    "a check at nan": (lambda: differences.central_differences(square, np.array([1.0, np.nan])), ValueError,
                       r"^theta must be finite; got nan at index \(1,\)$"),
    "a step of 0": (lambda: differences.central_differences(square, ones(3), 0), ValueError,
                    r"^h must be a finite number above 0; got 0$"),
    "a check of a vector": (lambda: differences.central_differences(lambda theta: theta**2, ones(3)), ValueError,
                            r"^f must return one number; got an array of shape \(3,\)$"),
    "a check of an array of one": (lambda: differences.complex_step(lambda theta: theta[:1], ones(3)), ValueError,
                                   r"^f must return one number; got an array of shape \(1,\)$"),
    "a check of nothing": (lambda: differences.central_differences(lambda theta: None, ones(3)), TypeError,
                           r"^f must return one number; got NoneType$"),
    "a check of a comparison": (lambda: differences.directional_derivative(lambda theta: theta[0] > 0, ones(3), ones(3)),
                                TypeError, r"^f must return one number; got bool"),
    "a direction in a vector": (lambda: differences.along_direction(lambda theta: theta, ones(3), ones(3), RNG), ValueError,
                                r"^f must return one number; got an array of shape \(3,\)$"),
    "a direction of another shape": (lambda: differences.directional_derivative(square, ones(3), ones(1, 3)), ValueError,
                                     r"^v must have shape \(3,\); got \(1, 3\)$"),
    "a gradient of another length": (lambda: differences.along_direction(square, ones(3), ones(2), RNG), ValueError,
                                     r"^gradient must have shape \(3,\); got \(2,\)$"),
    "errors of two shapes": (lambda: differences.relative_error(ones(3), ones(1, 3)), ValueError,
                             r"^b must have the shape of a, \(3,\); got \(1, 3\)$"),
    "a tolerance of nan": (lambda: differences.confirm("it", 1.0, 2.0, tolerance=np.nan), ValueError,
                           r"^tolerance must be a finite number above 0; got nan$"),
    # data
    "labels are floats": (lambda: data.one_hot([0.0, 1.0], 2), TypeError,
                          r"^labels must be a vector of integers; got shape \(2,\), dtype float64$"),
    "labels are a matrix": (lambda: data.one_hot([[0, 1]], 2), TypeError,
                            r"^labels must be a vector of integers; got shape \(1, 2\), dtype int64$"),
    "a label too large": (lambda: data.one_hot([0, 10], 10), ValueError, r"^labels must lie from 0 to 9; got 10$"),
    "a label below 0": (lambda: data.one_hot([0, -1], 10), ValueError, r"^labels must lie from 0 to 9; got -1$"),
    "classes is a float": (lambda: data.one_hot([0, 1], 2.0), TypeError, r"^classes must be an integer; got 2.0$"),
    "x has rows for labels": (lambda: data.split(ones(30, 2), np.arange(30) % 2, RNG), ValueError,
                              r"^x must have shape \(n_1, 30\); got \(30, 2\)$"),
    "one class": (lambda: data.split(ones(2, 30), np.zeros(30, int), RNG), ValueError,
                  r"^number of classes must be at least 2; got 1$"),
    "a gap in the labels": (lambda: data.split(ones(2, 30), 2 * (np.arange(30) % 2), RNG), ValueError,
                            r"^labels must lie from 0 to 1; got 2$"),
    # symbols
    "a weight with one lower index": (lambda: w[l, j], ValueError,
                                      r"^w must be written as w\[l\] or w\[l, j, k\]; got w\[l, j\]$"),
    "a weight with three": (lambda: w[l, j, k, i], ValueError,
                            r"^w must be written as w\[l\] or w\[l, j, k\]; got w\[l, j, k, i\]$"),
    "a bias of an example": (lambda: b[l, j, i], ValueError,
                             r"^b must be written as b\[l\] or b\[l, j\]; got b\[l, j, i\]$"),
    "an error with three lower indices": (
        lambda: delta[l, j, k, i], ValueError,
        r"^delta must be written as delta\[l\] or delta\[l, j\] or delta\[l, j, i\]; got delta\[l, j, k, i\]$"),
    "a quantity without a layer": (lambda: a[()], ValueError, r"^a must be written as a\[l\] or .*; got a\[\]$"),
    "an index that is no integer": (lambda: z[l, 0.5], TypeError,
                                    r"^each index of z must be an integer, or made of symbols of bplib.symbolic "
                                    r"such as l \+ 1 and j; got 0.5 in z\[l, 0.5\]$"),
    "an index that is a fraction": (lambda: z[l, Rational(1, 2)], TypeError, r"^each index of z .*; got 1/2 in z\["),
    "an index that is the cost": (lambda: z[l, C], TypeError, r"^each index of z .*; got C in z\[l, C\]$"),
    "a symbol of one's own as index": (lambda: w[l, Symbol("j"), k], TypeError,
                                       r"^each index of w .*; got j in w\[l, j, k\]$"),
    "a sum with such a symbol": (lambda: a[l, Symbol("s") + 1], TypeError, r"^each index of a .*; got s \+ 1 in a\["),
    "a name as index": (lambda: LayerSymbol("s")[l, "j"], TypeError, r"^each index of s .*; got 'j' in s\[l, j\]$"),
    "a slice as index": (lambda: w[2, 1, :], TypeError, r"^each index of w .*; got slice"),
    "a step that changes nothing": (lambda: Equation(a[l, j], a[l, k]).replace(a[l, j], 0), ValueError,
                                    r"^old must occur in the right-hand side; a\[l, j\] does not occur in a\[l, k\]$"),
    "another end of a sum": (lambda: split_last(Sum(a[l, k], (k, 1, n[l])), j), ValueError,
                             r"^expr must end at j \+ 1; got n\[l\]$"),
    # plots
    "titles are missing": (lambda: draw.images(ones(4, 3), (2, 2), ["one", "two"]), ValueError,
                           r"^titles must hold one for each of the 3 columns of x; got 2$"),
    "a path with steps as columns": (
        lambda: draw.contour_path(lambda x, y: x**2 + y**2 + 1, {"descent": ones(2, 7)}, (-1, 1), (-1, 1)), ValueError,
        r"^path descent must have shape \(steps, 2\); got \(2, 7\)$"),
    # layers made of layers
    "a chain of none": (lambda: Chain(), ValueError, r"^Chain must hold at least one layer; got none$"),
    "a chain of an array": (lambda: Chain(ones(2, 3)), TypeError,
                            r"^layers\[0\] of Chain must be a layer, such as bplib.layers.Dense; got ndarray, "
                            r"which has no forward$"),
    "a chain of a Layer": (lambda: Chain(Layer(ones(2, 3), ones(2, 1), tanh)), TypeError,
                           r"^layers\[0\] of Chain must be a layer, .*; got Layer, which has no forward$"),
    "a chain whose widths do not meet": (
        lambda: Chain(dense(3, 4), dense(5, 2)), ValueError,
        r"^layers\[1\] of Chain must take the 4 weighted inputs that layers\[0\] of Chain gives; it takes 5$"),
    "a residual of another width": (
        lambda: Residual(dense(3, 4), dense(4, 2)), ValueError,
        r"^Residual must give as many weighted inputs as it takes, to add the two; its layers take 3 and give 2$"),
    "parallel layers of other widths": (
        lambda: Parallel(dense(3, 4), dense(2, 4)), ValueError,
        r"^layers\[1\] of Parallel must take the 3 weighted inputs that layers\[0\] takes; Dense takes 2$"),
    "Dense with a 1-D b": (lambda: Dense(ones(4, 3), ones(4)), ValueError, r"^b must have shape \(4, 1\); got \(4,\)$"),
    "Dense of a list": (lambda: Dense([[1.0]], ones(1, 1)), TypeError,
                        r"^w must be a NumPy array of shape \(n_l, n_\{l-1\}\); got list$"),
    "Dense of integers": (lambda: Dense(np.ones((4, 3), int), ones(4, 1)), TypeError, r"^w must hold floats .*int64$"),
    "Dense after an unknown activation": (lambda: Dense(ones(4, 3), ones(4, 1), "tan"), ValueError,
                                          r"^activation must be one of sigmoid, .*; got 'tan'$"),
    "a network of layers that do not meet": (
        lambda: Network([dense(3, 4), Residual(dense(5, 5))]), ValueError,
        r"^layer 3 must take the 4 weighted inputs that layer 2 gives; it takes 5$"),
    "a Layer behind a residual of another width": (
        lambda: Network([Residual(dense(3, 3)), Layer(ones(2, 4), ones(2, 1), tanh)]), ValueError,
        r"^w\[3\] must have shape \(n_3, 3\); got \(2, 4\)$"),
    "an activation that would get lost": (
        lambda: Network([Layer(ones(3, 3), ones(3, 1), tanh), Residual(dense(3, 3))]), ValueError,
        r"^layer 2 must have the activation identity before layer 3, a Residual, which takes weighted inputs; got tanh$"),
    "a network of numbers": (lambda: Network([1.0]), TypeError,
                             r"^layer 2 must be a layer, such as bplib.layers.Dense; got float, which has no forward$"),
    # gradient functions
    "a gradient that is no function": (lambda: fit(gradient=NET), TypeError,
                                       r"^gradient must be a function such as bplib.backprop; got Network\("),
    "a gradient of other shapes": (
        lambda: fit(gradient=transposed), ValueError,
        r"^gradient transposed must return arrays of the shapes of net.parameters: array 0 must have shape \(4, 3\); "
        r"got \(3, 4\)$"),
    "a gradient of too few arrays": (
        lambda: fit(gradient=without_biases), ValueError,
        r"^gradient without_biases must return 4 arrays, one for each of net.parameters; got 2$"),
    "a decay below 0": (lambda: gradients.penalised(backprop, -0.1), ValueError, r"^decay must not be below 0; got -0.1$"),
    "a decay that is a list": (lambda: gradients.penalised(backprop, [0.1]), TypeError,
                               r"^decay must be a real number; got \[0.1\]$"),
    "no parts": (lambda: gradients.in_parts(backprop, 0), ValueError, r"^parts must be at least 1; got 0$"),
    "half a part": (lambda: gradients.in_parts(backprop, 1.5), TypeError, r"^parts must be an integer; got 1.5$"),
}


@pytest.mark.parametrize("name", WRONG)
def test_message(name):
    call, exception, message = WRONG[name]
    with pytest.raises(exception, match=message) as failure:
        call()
    assert failure.type is exception


@pytest.mark.parametrize("number", (0, 1, -1, 4, 2.5, "2"), ids=repr)
@pytest.mark.parametrize("name", ("net", "z", "delta", "w", "b"))
def test_a_layer_number_out_of_range(name, number):
    """L = 3: w, b, z and δ exist for the layers 2 and 3, and no number counts from the end."""
    gradient = backprop(NET, X, Y, COST)
    by_layer = {"net": NET, "z": forward(NET, X).z, "delta": gradient.delta, "w": gradient.w, "b": gradient.b}[name]
    with pytest.raises(ValueError, match=rf"^{name}\[l\] exists for l = 2 to 3; got l = {number!r}$"):
        by_layer[number]


@pytest.mark.parametrize("number", (0, -1, 4))
def test_an_activation_out_of_range(number):
    with pytest.raises(ValueError, match=rf"^a\[l\] exists for l = 1 to 3; got l = {number}$"):
        forward(NET, X).a[number]


@pytest.mark.parametrize("number", (0, 1, -1, 4))
def test_cost_of_weighted_input_of_no_layer(number):
    with pytest.raises(ValueError, match=rf"^net\[l\] exists for l = 2 to 3; got l = {number}$"):
        cost_of_weighted_input(NET, number, Y, COST)


@pytest.mark.parametrize("dtype", (np.float32, np.float64, np.complex128, object))
def test_shapes_are_checked_for_every_dtype(dtype):
    with pytest.raises(ValueError, match=r"^x must have shape \(3, m\); got \(4, 5\)$"):
        forward(NET, np.ones((4, 5), dtype))


def test_a_shape_that_is_no_string():
    with pytest.raises(TypeError, match=r'^the shape of w must be a string such as "n_l, m"; got \(3, 4\)$'):
        expect.shapes(w=(3, 4))


def test_words_name_the_limits():
    with pytest.raises(ValueError, match="^share must be a finite number above 0 and below 1; got 1$"):
        expect.expect_real("share", 1, above=0, below=1)
    with pytest.raises(ValueError, match="^share must be a finite number; got inf$"):
        expect.expect_real("share", np.inf)


def test_indices_may_be_formulas_of_integers():
    for entry in (w[2], w[l + 1, k, j], b[2, 1], delta[l, n[l]], z[l - 1, Function("tau")(j)], a[3, 1, np.int64(2)]):
        assert entry.base[entry.indices] == entry


def test_nothing_was_changed_by_all_this():
    np.testing.assert_array_equal(to_vector(NET.parameters), THETA)
    assert costs.COSTS["quadratic"] is COST
