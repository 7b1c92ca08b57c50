"""What goes wrong in a step of training: penalties, tied weights, optimisers with mixed
conventions, starts.

Each wrong function stands before its right twin, unless that is a function of bplib, and before
the check that tells them apart. The table is bplib.wrong.functions.
"""

import numpy as np

from bplib.backprop import backprop
from bplib.costs import quadratic
from bplib.differences import complex_step, relative_error
from bplib.gradients import penalised
from bplib.instruments.landscapes import iterates
from bplib.network import Layer, Network, build, forward, random_network, with_vector
from bplib.optimise import Optimiser
from bplib.optimise.base import zeros
from bplib.wrong.checks import Case, descend

# Row 5: the factor of the penalty

DECAY = 0.1


def penalised_by_batch(net, x, y, cost):
    """∂C/∂w + λ/m w, with m the size of the batch."""
    return penalised(backprop, DECAY / x.shape[1])(net, x, y, cost)


def penalised_once(net, x, y, cost):
    """∂C/∂w + λ w, however the examples are cut into batches."""
    return penalised(backprop, DECAY)(net, x, y, cost)


def halves_add_up(gradient):
    """The mean of the gradients of the two halves of a batch is the gradient of the batch."""
    rng = np.random.default_rng(0)
    net = random_network((3, 4, 2), ("tanh", "sigmoid"), rng)
    x, y = rng.normal(size=(3, 6)), rng.uniform(size=(2, 6))
    whole, one, other = (gradient(net, x[:, half], y[:, half], quadratic).vector
                         for half in (np.s_[:], np.s_[:3], np.s_[3:]))
    return relative_error((one + other) / 2, whole) < 1e-12


# Row 9: one matrix used twice

def tied_overwritten(net, x, y, cost):
    """The derivative for a matrix w that is w² and, transposed, w³: the part of w² alone."""
    return backprop(net, x, y, cost).w[2]


def tied_added(net, x, y, cost):
    """The same with both parts: ∂C/∂w² + (∂C/∂w³)ᵀ."""
    gradient = backprop(net, x, y, cost)
    return gradient.w[2] + gradient.w[3].T


def tied_gradient_is_the_derivative(gradient):
    """It is the complex-step derivative of the cost with respect to the shared matrix."""
    rng = np.random.default_rng(0)
    w, x = rng.normal(size=(2, 3)), rng.normal(size=(3, 5))

    def tied(w):
        return Network((Layer(w, np.zeros((2, 1)), "tanh"),
                        Layer(w.T, np.zeros((3, 1)), "identity")))

    def C(theta):
        return quadratic.value(forward(tied(theta.reshape(w.shape)), x).a[3], x)

    return relative_error(gradient(tied(w), x, x, quadratic).ravel(),
                          complex_step(C, w.ravel())) < 1e-12


# Row 13: conventions of optimisers. Each takes the rate and returns an Optimiser.

def _with_velocity(name, step):
    """The optimiser with one velocity for each array; step(θ, g, v) changes θ and v in place."""
    def update(parameters, gradients, velocities):
        for theta, g, v in zip(parameters, gradients, velocities):
            step(theta, g, v)
        return velocities

    return Optimiser(name, zeros, update)


def rate_twice(rate, beta=0.9):
    """v ← βv + ηg, θ ← θ − ηv."""
    def step(theta, g, v):
        v *= beta
        v += rate * g
        theta -= rate * v

    return _with_velocity("rate twice", step)


def look_ahead_with_old_velocity(rate, beta=0.9):
    """θ ← θ − η(g + βv), v ← βv + g: since g + βv is the new v, this is momentum."""
    def step(theta, g, v):
        theta -= rate * (g + beta * v)
        v *= beta
        v += g

    return _with_velocity("look-ahead with the old velocity", step)


def eps_inside_the_root(rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam with θ ← θ − η m̂/√(v̂ + ε)."""
    def init(parameters):
        return 0, zeros(parameters), zeros(parameters)

    def update(parameters, gradients, state):
        t = state[0] + 1
        for theta, g, m, v in zip(parameters, gradients, *state[1:]):
            m += (1 - beta1) * (g - m)
            v += (1 - beta2) * (g**2 - v)
            theta -= rate * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps)
        return t, *state[1:]

    return Optimiser("eps inside the root", init, update)


CURVATURES, ETA, BETA = np.array([0.5, 2.0, 8.0]), 0.1, 0.9


def _on_a_bowl(optimiser):
    """θ₀, …, θ₈ on ½ Σ λθ², and η∇C at each of them."""
    path = iterates(optimiser, lambda theta: CURVATURES * theta, [3.0, -1.0, 2.0], 8)
    return path, ETA * CURVATURES * path


def rolls_as_polyak_says(optimiser):
    """θ_{t+1} = θ_t − η∇C(θ_t) + β(θ_t − θ_{t−1}): Polyak (1964)."""
    path, step = _on_a_bowl(optimiser(ETA))
    return relative_error(path[2:],
                          path[1:-1] - step[1:-1] + BETA * (path[1:-1] - path[:-2])) < 1e-12


def looks_ahead_as_nesterov_says(optimiser):
    """x_{t+1} = θ_t − η∇C(θ_t), θ_{t+1} = x_{t+1} + β(x_{t+1} − x_t).

    Nesterov (1983), with a constant β.
    """
    path, step = _on_a_bowl(optimiser(ETA))
    x = path - step
    return relative_error(path[2:], x[1:-1] + BETA * (x[1:-1] - x[:-2])) < 1e-12


def first_step_is_adams(optimiser):
    """The first step is −ηg/(|g| + ε), for g as small as ε = 10⁻⁸ too.

    Kingma and Ba (2015), Algorithm 1.
    """
    g = np.array([1.0, -1e-4, 1e-8])
    step = iterates(optimiser(ETA), lambda theta: g, np.zeros(3), 1)[1]
    return max(map(relative_error, step, -ETA * g / (np.abs(g) + 1e-8))) < 1e-12


# Row 14: starts

def zero(n_out, n_in, rng):
    """w = 0."""
    return np.zeros((n_out, n_in))


def constant(n_out, n_in, rng):
    """w = 0.5 for every weight."""
    return np.full((n_out, n_in), 0.5)


def neurons_become_different(scheme):
    """After 50 steps of training, no two hidden neurons have the same weights."""
    rng = np.random.default_rng(0)
    net = build((3, 4, 2), ("tanh", "sigmoid"), rng, scheme)
    case = Case(net, rng.normal(size=(3, 6)), rng.uniform(size=(2, 6)), quadratic)
    w = with_vector(net, descend(backprop, case, steps=50, rate=0.5)[-1])[2].w
    return min(np.abs(w[i] - w[j]).max() for i in range(4) for j in range(i)) > 1e-6
