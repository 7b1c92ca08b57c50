"""Layers: each is one step from a weighted input to the next, zˡ⁻¹ to zˡ, and knows its way back.

The network is cut between weighted inputs, so the error δˡ = ∂C/∂zˡ is what passes from layer to
layer, whatever the layers are. A layer is a value with

    forward(z)               zˡ⁻¹ to (zˡ, cache); the cache is what the way back needs
    vjp(cache, delta)        δˡ to (δˡ⁻¹, gradients): the vector-Jacobian product of forward
    gradients(cache, delta)  the gradients alone: the first layer is asked no more than this
    parameters               its arrays; `gradients` has one of the same shape for each
    with_parameters(arrays)  the same layer with other arrays
    widths                   (n_{l−1}, n_l); None for a layer that takes any width and keeps it

No layer remembers its last input. Arrays have neurons first and examples last. A layer made of
layers (Chain, Residual, Parallel) is a layer, so no way back is written out for a combination.
"""

from bplib.layers.compose import Chain, Parallel, Residual
from bplib.layers.dense import Dense

__all__ = ["Chain", "Dense", "Parallel", "Residual"]
