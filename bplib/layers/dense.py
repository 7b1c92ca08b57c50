"""The dense layer: where BP2, BP3 and BP4 are called."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from bplib.activations import Activation, get_activation, identity
from bplib.expect import expect_array, unchecked
from bplib.four_equations import bp2, bp3, bp4

# What flows through a network has the right shapes: they were checked where it entered.
bp2, bp3, bp4 = unchecked(bp2), unchecked(bp3), unchecked(bp4)


class DenseCache(NamedTuple):
    """zˡ⁻¹ and aˡ⁻¹ = σ(zˡ⁻¹), both (n_{l−1}, m)."""

    z: np.ndarray
    a: np.ndarray


class DenseGradients(NamedTuple):
    """∂C/∂wˡ (n_l, n_{l−1}) and ∂C/∂bˡ (n_l, 1)."""

    w: np.ndarray
    b: np.ndarray


@dataclass(frozen=True)
class Dense:
    """zˡ = wˡ σ(zˡ⁻¹) + bˡ, every neuron connected with every neuron of the layer before.

    w (n_l, n_{l−1}), b (n_l, 1); `before` is σ of layer l − 1 or its name: identity for the first
    layer, since a¹ = x. Raises TypeError or ValueError for arrays of another kind or shape.
    """

    w: np.ndarray
    b: np.ndarray
    before: Activation = identity

    def __post_init__(self):
        expect_array("w", self.w, ("n_l", "n_{l-1}"))
        expect_array("b", self.b, (self.w.shape[0], 1))
        object.__setattr__(self, "before", get_activation(self.before))
        object.__setattr__(self, "sigma", unchecked(self.before.f))
        object.__setattr__(self, "sigma_prime", unchecked(self.before.prime))

    def __getstate__(self):                     # what stands behind a door is not pickled by name
        return self.w, self.b, self.before

    def __setstate__(self, state):
        for name, value in zip(("w", "b", "before"), state):
            object.__setattr__(self, name, value)
        self.__post_init__()

    def forward(self, z):
        a = self.sigma(z)                                   # aˡ⁻¹ = σ(zˡ⁻¹)
        return self.w @ a + self.b, DenseCache(z, a)        # zˡ = wˡ aˡ⁻¹ + bˡ

    def vjp(self, cache, delta):
        sigma_prime = self.sigma_prime(*cache)              # σ′(zˡ⁻¹)
        return bp2(self.w, delta, sigma_prime), self.gradients(cache, delta)    # δˡ⁻¹

    def gradients(self, cache, delta):
        return DenseGradients(bp4(cache.a, delta), bp3(delta))                  # ∂C/∂wˡ, ∂C/∂bˡ

    @property
    def parameters(self):
        return self.w, self.b

    def with_parameters(self, arrays):
        w, b = arrays
        return replace(self, w=w, b=b)

    @property
    def widths(self):
        return self.w.shape[1], self.w.shape[0]
