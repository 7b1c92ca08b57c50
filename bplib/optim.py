"""Optimisers: how a gradient becomes a step.

An Optimiser is a pair of functions with explicit state:

    state = optimiser.init(parameters)
    state = optimiser.update(parameters, gradients, state)

`parameters` and `gradients` are lists of arrays of the same shapes, such as net.parameters and
gradient.arrays. `update` changes the parameter arrays IN PLACE and returns the next state.
"""

from typing import Callable, NamedTuple

from bplib.shapes import expect_real, expect_same_shape


class Optimiser(NamedTuple):
    """init(parameters) -> state; update(parameters, gradients, state) -> next state."""

    name: str
    init: Callable
    update: Callable


class StepState(NamedTuple):
    """t, the number of steps taken so far."""

    t: int


def gradient_descent(rate):
    """θ ← θ − η ∇C, with the learning rate η = `rate` > 0.

    Cauchy (1847); Nielsen (2015), eqs. (16) and (17). With a mini-batch gradient it is
    stochastic gradient descent. Raises ValueError for a rate that is not positive and finite.
    """
    rate = float(expect_real("rate", rate, above=0))

    def init(parameters):
        return StepState(0)

    def update(parameters, gradients, state):
        expect_matching(parameters, gradients)
        for theta, gradient in zip(parameters, gradients):
            theta -= rate * gradient            # θ ← θ − η ∇C
        return StepState(state.t + 1)

    return Optimiser("gradient_descent", init, update)


def expect_matching(parameters, gradients):
    """Raise ValueError unless there is one gradient of the same shape for each parameter array."""
    if len(gradients) != len(parameters):
        raise ValueError(f"gradients must hold {len(parameters)} arrays, one for each of parameters; "
                         f"got {len(gradients)}")
    for i, (theta, gradient) in enumerate(zip(parameters, gradients)):
        expect_same_shape(f"gradients[{i}]", gradient, f"parameters[{i}]", theta)
