"""Adaptive optimisers: each entry of θ has its own step size, from the gradients it has seen.

The pairs (init, update) of bplib.optimise.base: parameters and state change IN PLACE, every init
makes new arrays, and `rate` is a number or a schedule. All operations are entry by entry.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from bplib.expect import expect_not_negative, expect_real
from bplib.optimise.base import Optimiser, blocks, expect_state, zeros
from bplib.optimise.schedules import as_schedule


class SquareState(NamedTuple):
    """t, the number of steps taken so far; s, a sum or mean of g², one array for each parameter."""

    t: int
    s: list


class AdamState(NamedTuple):
    """t, the number of steps taken so far; m and v, running means of g and g²."""

    t: int
    m: list
    v: list


def adagrad(rate, eps=1e-8):
    """s ← s + g², θ ← θ − η g/(√s + ε): AdaGrad with a diagonal matrix, ε > 0.

    Duchi, Hazan and Singer (2011), Figure 1 (mirror descent, with no further term φ); ε is their δ
    and stands outside the root. Raises ValueError or TypeError for a rate or an eps out of range.
    """
    rate, eps = as_schedule("rate", rate), expect_real("eps", eps, above=0)
    return Optimiser("adagrad", _start_square, partial(_adagrad, rate, eps))


def _adagrad(rate, eps, parameters, gradients, state):
    expect_state(state, SquareState)
    eta = rate(state.t)
    for theta, g, s in blocks(parameters, gradients, state.s):
        s += g**2                                           # s ← s + g²
        theta -= eta * g / (np.sqrt(s) + eps)               # θ ← θ − η g/(√s + ε)
    return SquareState(state.t + 1, state.s)


def rmsprop(rate, rho=0.9, eps=1e-8):
    """s ← ρs + (1 − ρ)g², θ ← θ − η g/(√s + ε), 0 ≤ ρ < 1 and ε > 0.

    Tieleman and Hinton (2012), lecture 6.5, which has ρ = 0.9 and no ε. Here ε stands outside the
    root, as in PyTorch; Keras has it inside. No bias correction: s starts at 0, and so the first
    step is η/√(1 − ρ) long in every entry. Raises ValueError or TypeError for an argument out of
    range.
    """
    rate, eps = as_schedule("rate", rate), expect_real("eps", eps, above=0)
    rho = expect_not_negative("rho", rho, below=1)
    return Optimiser("rmsprop", _start_square, partial(_rmsprop, rate, rho, eps))


def _rmsprop(rate, rho, eps, parameters, gradients, state):
    expect_state(state, SquareState)
    eta = rate(state.t)
    for theta, g, s in blocks(parameters, gradients, state.s):
        s *= rho
        s += (1 - rho) * g**2                               # s ← ρs + (1 − ρ)g²
        theta -= eta * g / (np.sqrt(s) + eps)               # θ ← θ − η g/(√s + ε)
    return SquareState(state.t + 1, state.s)


def adam(rate, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adam: the mean of g over the root of the mean of g², both corrected for their start at 0.

        m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²
        m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ),  θ ← θ − η m̂/(√v̂ + ε)

    where t = 1 in the first step, 0 ≤ β₁, β₂ < 1 and ε > 0. Kingma and Ba (2015), Algorithm 1: ε
    stands OUTSIDE the root and is added to the corrected √v̂. The faster order at the end of their
    section 2, η√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε̂), is the same step only if ε̂ = ε√(1 − β₂ᵗ).
    Raises ValueError or TypeError for an argument out of range.
    """
    return _adam("adam", rate, beta1, beta2, eps, decay=0.0)


def adamw(rate, beta1=0.9, beta2=0.999, eps=1e-8, decay=0.01):
    """Adam with decoupled weight decay: θ ← θ − η(m̂/(√v̂ + ε) + λθ), with λ = `decay` ≥ 0.

    m̂ and v̂ are those of `adam`: λθ is no part of g, so it is not divided by √v̂. Loshchilov and
    Hutter (2019), Algorithm 2, line 12, have θ ← θ − η_t(α m̂/(√v̂ + ε) + λθ), a schedule η_t
    beside the rate α. Here, as in PyTorch, one rate η = η_t α multiplies both terms, so λ here is
    their λ/α.
    Every array decays, biases too. Raises ValueError or TypeError for an argument out of range.
    """
    return _adam("adamw", rate, beta1, beta2, eps, expect_not_negative("decay", decay))


def _adam(name, rate, beta1, beta2, eps, decay):
    rate, eps = as_schedule("rate", rate), expect_real("eps", eps, above=0)
    beta1 = expect_not_negative("beta1", beta1, below=1)
    beta2 = expect_not_negative("beta2", beta2, below=1)

    return Optimiser(name, _start_adam, partial(_adam_step, rate, beta1, beta2, eps, decay))


def _adam_step(rate, beta1, beta2, eps, decay, parameters, gradients, state):
    expect_state(state, AdamState)
    eta, t = rate(state.t), state.t + 1
    correction1, correction2 = 1 - beta1**t, 1 - beta2**t
    for theta, g, m, v in blocks(parameters, gradients, state.m, state.v):
        m *= beta1
        m += (1 - beta1) * g                                # m ← β₁m + (1 − β₁)g
        v *= beta2
        v += (1 - beta2) * g**2                             # v ← β₂v + (1 − β₂)g²
        root = np.sqrt(v / correction2)                     # √v̂
        if decay:
            theta *= 1 - eta * decay                        # θ ← θ − ηλθ
        theta -= eta / correction1 * m / (root + eps)       # θ ← θ − η m̂/(√v̂ + ε)
    return AdamState(t, state.m, state.v)


def _start_square(parameters):
    return SquareState(0, zeros(parameters))


def _start_adam(parameters):
    return AdamState(0, zeros(parameters), zeros(parameters))
