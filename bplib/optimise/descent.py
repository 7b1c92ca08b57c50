"""Gradient descent, and with a velocity: momentum and Nesterov's method."""

from functools import partial
from typing import NamedTuple

from bplib.expect import expect_not_negative
from bplib.optimise.base import Optimiser, blocks, expect_matching, expect_state, zeros
from bplib.optimise.schedules import as_schedule


class StepState(NamedTuple):
    """t, the number of steps taken so far."""

    t: int


class MomentumState(NamedTuple):
    """t, the number of steps taken so far; v, the velocity, one array for each of parameters."""

    t: int
    v: list


def gradient_descent(rate):
    """θ ← θ − η ∇C, with the learning rate η = `rate`.

    Cauchy (1847); Nielsen (2015), eqs. (16) and (17). With a mini-batch gradient it is
    stochastic gradient descent. Raises ValueError for a rate that is not positive and finite.
    """
    return Optimiser("gradient_descent", _start, partial(_descend, as_schedule("rate", rate)))


def _start(parameters):
    expect_matching(parameters, parameters, "parameters")
    return StepState(0)


def _descend(rate, parameters, gradients, state):
    expect_state(state, StepState)
    eta = rate(state.t)
    for theta, g in blocks(parameters, gradients):
        theta -= eta * g                        # θ ← θ − η ∇C
    return StepState(state.t + 1)


def momentum(rate, beta=0.9):
    """v ← βv + g, θ ← θ − ηv: the heavy ball, with g = ∇C, v = 0 at the start and 0 ≤ β < 1.

    Polyak (1964), as θ_{t+1} = θ_t − ηg + β(θ_t − θ_{t−1}). The velocity is written in three ways:

        v ← βv + g,        θ ← θ − ηv     this one, and PyTorch's
        v ← βv − ηg,       θ ← θ + v      Polyak's; Sutskever et al. (2013), eqs. (1) and (2)
        v ← βv + (1 − β)g, θ ← θ − ηv     a running mean, as in Adam

    At a constant rate the first two take the same steps. When the rate changes they do not: the
    second remembers the old rate in v. The third takes the steps of the first at the rate (1 − β)η.
    Raises ValueError or TypeError for a rate or a beta out of range.
    """
    return _with_velocity("momentum", rate, beta, _along_velocity)


def _along_velocity(theta, g, v, eta, beta):
    theta -= eta * v                            # θ ← θ − ηv


def nesterov(rate, beta=0.9):
    """v ← βv + g, θ ← θ − η(g + βv): Nesterov's accelerated gradient, 0 ≤ β < 1.

    Nesterov (1983) with a constant β; Sutskever et al. (2013), eqs. (3) and (4). The look-ahead
    form keeps x and takes the gradient further along:

        v ← βv + ∇C(x − ηβv),  x ← x − ηv

    This is the rewritten form, as in PyTorch: the parameters are the place of the look-ahead,
    θ = x − ηβv, and g = ∇C(θ) is the usual gradient. At a constant rate the two are the same.
    Raises ValueError or TypeError for a rate or a beta out of range.
    """
    return _with_velocity("nesterov", rate, beta, _looking_ahead)


def _looking_ahead(theta, g, v, eta, beta):
    theta -= eta * (g + beta * v)               # θ ← θ − η(g + βv)


def _with_velocity(name, rate, beta, step):
    """The optimiser with v ← βv + g, which then moves θ by step(θ, g, v, η, β), in place."""
    rate, beta = as_schedule("rate", rate), expect_not_negative("beta", beta, below=1)

    return Optimiser(name, _start_velocity, partial(_with_step, rate, beta, step))


def _with_step(rate, beta, step, parameters, gradients, state):
    expect_state(state, MomentumState)
    eta = rate(state.t)
    for theta, g, v in blocks(parameters, gradients, state.v):
        v *= beta
        v += g                                  # v ← βv + g
        step(theta, g, v, eta, beta)
    return MomentumState(state.t + 1, state.v)


def _start_velocity(parameters):
    return MomentumState(0, zeros(parameters))
