"""A network is a chain of numbered layers, cut into steps between weighted inputs."""

from typing import NamedTuple

import numpy as np

from bplib.activations import Activation, identity
from bplib.expect import expect_array
from bplib.layers.compose import expect_layer, expect_to_meet
from bplib.layers.dense import Dense


class ByLayer(dict):
    """{layer number: value}. An unknown layer number raises; it never wraps round."""

    def __init__(self, name, items=()):
        super().__init__(items)
        self.name = name

    def __missing__(self, l):
        known = f"l = {min(self)} to {max(self)}" if self else "no layer here"
        raise ValueError(f"{self.name}[l] exists for {known}; got l = {l!r}")


class Layer(NamedTuple):
    """Layer l as the text writes it: weights w (n_l, n_{l−1}), biases b (n_l, 1), σ or its name."""

    w: np.ndarray
    b: np.ndarray
    activation: Activation


def activation_of(layer):
    """σ of a layer as it was given: identity where it is not dense."""
    return layer.activation if isinstance(layer, Layer) else identity


def cut(layers):
    """The layers as steps between weighted inputs: each Layer hands its σ to the step behind it."""
    steps, before, width = ByLayer("step"), identity, "n_1"
    for l, layer in enumerate(layers, start=2):
        if isinstance(layer, Layer):
            expect_array(f"w[{l}]", layer.w, (f"n_{l}", width))
            expect_array(f"b[{l}]", layer.b, (layer.w.shape[0], 1))
            steps[l] = Dense(layer.w, layer.b, before)
        elif isinstance(layer, tuple):
            raise TypeError(f"layers must hold Layer(w, b, activation); got {type(layer).__name__}")
        else:
            expect_layer(f"layer {l}", layer)
            if before.name != "identity":
                raise ValueError(f"layer {l - 1} must have the activation identity before layer "
                                 f"{l}, a {type(layer).__name__}, which takes weighted inputs; "
                                 f"got {before.name}")
            steps[l] = layer
        width = steps[l].widths[1] or width
        before = activation_of(layer)
    expect_to_meet(steps.values(), [f"layer {l}" for l in steps])
    return steps


def sizes_of(steps):
    """(n₁, …, n_L); a layer that takes any width keeps that of the layer before it."""
    first = next((step.widths[0] for step in steps.values() if step.widths[0] is not None), None)
    if first is None:
        raise ValueError("layers must hold one with a width of its own, such as "
                         "Layer(w, b, activation); got none")
    sizes = [first]
    for step in steps.values():
        sizes.append(sizes[-1] if step.widths[1] is None else step.widths[1])
    return tuple(sizes)
