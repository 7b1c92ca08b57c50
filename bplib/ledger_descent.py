"""The error of the labelled equations about gradient descent, measured anew at every call: see ledger_errors."""

from itertools import combinations

import numpy as np

from bplib import adaptive, backprop, check, costs, network, optim, schedules
from bplib.ledger_errors import random_case
from bplib.symbolic import m, p
from bplib.symbolic.equations import MINIBATCH_VARIANCE, M, spread


def momentum_step():
    """(M1) One step from a random place with a random velocity: v ← βv + g, θ ← θ − ηv."""
    rng = np.random.default_rng(20)
    theta, v, g = rng.normal(size=(3, 5))
    new_v = 0.9 * v + g
    by_formula = np.array([new_v, theta - 0.1 * new_v])
    _take_step(theta, v, g, 0.1, 0.9)
    return check.relative_error(np.array([v, theta]), by_formula)


def momentum_matrix(rate=0.3, beta=0.8, curvature=2.5, steps=20):
    """(M2) Twenty steps on a bowl against the power of the matrix."""
    theta, v = np.array([1.0]), np.array([0.0])
    matrix = np.array([[1 - rate * curvature, -rate * beta], [curvature, beta]])
    for _ in range(steps):
        _take_step(theta, v, curvature * theta, rate, beta)
    return check.relative_error(np.array([theta, v]).ravel(), np.linalg.matrix_power(matrix, steps)[:, 0])


def momentum_best(low=1.0, high=25.0):
    """(M3) At the best η and β both ends of the valley have a double root: here half the trace of the step's matrix,
    with determinant β, as measured on the code."""
    kappa = high / low
    rate, beta = (2 / (high**0.5 + low**0.5)) ** 2, ((kappa**0.5 - 1) / (kappa**0.5 + 1)) ** 2
    half_trace = [np.trace(_measured_matrix(rate, beta, curvature)) / 2 for curvature in (low, high)]
    determinant = [np.linalg.det(_measured_matrix(rate, beta, curvature)) for curvature in (low, high)]
    return max(check.relative_error(np.square(half_trace), np.array(determinant)),
               check.relative_error(np.array(half_trace), beta**0.5 * np.array([1, -1])))


def _take_step(theta, v, g, rate, beta):
    """One step of optim.momentum; theta and v are changed in place."""
    optim.momentum(rate, beta).update([theta], [g], optim.MomentumState(0, [v]))


def _measured_matrix(rate, beta, curvature):
    """The matrix of one step of the code on a bowl, column by column."""
    columns = []
    for theta, v in ((np.ones(1), np.zeros(1)), (np.zeros(1), np.ones(1))):
        _take_step(theta, v, curvature * theta, rate, beta)
        columns.append([theta.item(), v.item()])
    return np.array(columns).T


def _all_batches(size):
    """The gradients of the single examples of a small data set and those of all its batches, one in each row."""
    example = random_case(m=6)

    def gradient(batch):
        x, y = example.x[:, batch], example.y[:, batch]
        return network.to_vector(backprop.backprop(example.net, x, y, costs.quadratic).arrays)

    single, batches = (np.array([gradient(list(batch)) for batch in combinations(range(6), k)]) for k in (1, size))
    return example, single, batches


def minibatch_mean():
    """(MB1) The mean over all 15 batches of 2 from 6 examples against the gradient of all."""
    example, _, batches = _all_batches(2)
    return check.relative_error(batches.mean(axis=0), network.to_vector(example.gradient.arrays))


def minibatch_variance():
    """(MB2) The variance over all batches of 1, 2, ..., 5 from 6 examples against the formula."""
    def error(size):
        _, single, batches = _all_batches(size)
        factor = (MINIBATCH_VARIANCE.rhs / spread[p] ** 2).subs({M: 6, m: size})
        return check.relative_error(batches.var(axis=0), float(factor) * single.var(axis=0))

    return max(error(size) for size in range(1, 6))


def adagrad_step(rate=0.1, eps=0.01):
    """(A1) The last of five steps of AdaGrad with random gradients."""
    g = np.random.default_rng(21).normal(size=(5, 4))
    path = _adaptive_path(adaptive.adagrad(rate, eps), g)
    return check.relative_error(path[-1], path[-2] - rate * g[-1] / (np.sqrt(np.sum(g**2, axis=0)) + eps))


def adam_step(rate=0.1, beta1=0.9, beta2=0.99, eps=0.01):
    """(A2) Each of five steps of Adam with random gradients."""
    g = np.random.default_rng(22).normal(size=(5, 4))
    path, m, v, by_formula = _adaptive_path(adaptive.adam(rate, beta1, beta2, eps), g), 0, 0, []
    for t in range(1, 6):
        m, v = beta1 * m + (1 - beta1) * g[t - 1], beta2 * v + (1 - beta2) * g[t - 1] ** 2
        by_formula.append(path[t - 1] - rate * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps))
    return check.relative_error(path[1:], np.array(by_formula))


def bias_correction(beta1=0.9, beta2=0.99, g=0.3):
    """(A3) m and v of Adam after 1, 2, ..., 30 equal gradients: (1 - β₁ᵗ)g and (1 - β₂ᵗ)g²."""
    optimiser, theta, means = adaptive.adam(0.1, beta1, beta2), np.zeros(1), []
    state = optimiser.init([theta])
    for _ in range(30):
        state = optimiser.update([theta], [np.array([g])], state)
        means.append([state.m[0].item(), state.v[0].item()])
    t = np.arange(1, 31)
    return check.relative_error(np.array(means).T, np.array([(1 - beta1**t) * g, (1 - beta2**t) * g**2]))


def longest_adam_step(beta1=0.9, beta2=0.99, t=40):
    """(A4) The gradients (β₁/β₂)^(t - i) reach the bound in step t; ε is negligible."""
    g = (beta1 / beta2) ** np.arange(t)[::-1, None]
    path, q = _adaptive_path(adaptive.adam(1.0, beta1, beta2, 1e-30), g), beta1**2 / beta2
    bound = (1 - beta1) * np.sqrt((1 - q**t) / (1 - q) * (1 - beta2**t) / (1 - beta2)) / (1 - beta1**t)
    return check.relative_error(np.abs(path[-1] - path[-2]), np.array([bound]))


def _adaptive_path(optimiser, gradients):
    """θ after 0, 1, 2, ... steps from 0 with the given gradients, one in each row."""
    theta = np.zeros(gradients.shape[1])
    state, path = optimiser.init([theta]), [theta.copy()]
    for g in gradients:
        state = optimiser.update([theta], [g], state)
        path.append(theta.copy())
    return np.array(path)


def _run_with_noise(rate, noise, start=0.0, curvature=2.5):
    """The last θ of descent on a bowl with λ = `curvature`; one run for each column of noise (steps, runs)."""
    optimiser, theta = optim.gradient_descent(rate), np.full(noise.shape[1], start)
    state = optimiser.init([theta])
    for xi in noise:
        state = optimiser.update([theta], [curvature * theta + xi], state)
    return theta


def _variance(rate, steps):
    """The variance of θ with noise of variance 1: one run for each step, with noise in that step only."""
    return np.sum(_run_with_noise(rate, np.eye(steps)) ** 2)


def noise_floor(rate=0.3, curvature=2.5):
    """(S1) The variance after many steps at a constant rate: ηs²/(λ(2 − ηλ))."""
    return check.relative_error(_variance(rate, 200), rate / (curvature * (2 - rate * curvature)))


def one_over_t(steps=50, curvature=2.5):
    """(S2) The variance with η = 1/(λ(t + 1)): s²/(λ²t)."""
    return check.relative_error(_variance(schedules.one_over_t(1 / curvature, 1), steps), 1 / (curvature**2 * steps))


def any_schedule(steps=50, start=3.0, curvature=2.5):
    """(S3) Start and noise under a cosine: d₀² F₀² + Σ s² η² F², F the product of the later factors."""
    rate = schedules.cosine(0.3, 60)
    eta = np.array([rate(t) for t in range(steps)])
    left = [np.prod(1 - curvature * eta[t:]) for t in range(steps + 1)]
    formula = start**2 * left[0] ** 2 + np.sum(eta**2 * np.square(left[1:]))
    of_start = _run_with_noise(rate, np.zeros((steps, 1)), start).item()
    return check.relative_error(of_start**2 + _variance(rate, steps), formula)


def second_order(length=1e-6):
    """(LS1) The cost near a stationary point of a chain of two neurons: ½ Σ H_pq s_p s_q."""
    layer = network.Layer(np.zeros((1, 1)), np.zeros((1, 1)), "identity")
    net, x, y = network.Network([layer, layer]), np.ones((1, 1)), np.ones((1, 1))
    point = np.array([0, 0, 0, 1.0])                     # the output is on target: every derivative is 0
    s = length * np.array([1.0, 0.5, -2.0, 0.3])
    cost = backprop.cost_function(net, x, y, costs.quadratic)

    def gradient(theta):
        return network.to_vector(backprop.backprop(network.with_vector(net, theta), x, y, costs.quadratic).arrays)

    return check.relative_error(cost(point + s) - cost(point), s @ check.hessian(gradient, point) @ s / 2)


def exchanged_neurons():
    """(LS2) A network with two hidden neurons exchanged has the same outputs."""
    example, order = random_case(), [0, 3, 2, 1, 4]
    before, hidden, output = example.net.layers
    other = network.Network([before, network.Layer(hidden.w[order], hidden.b[order], hidden.activation),
                             network.Layer(output.w[:, order], output.b, output.activation)])
    return check.relative_error(network.forward(other, example.x).a[4], example.trace.a[4])
