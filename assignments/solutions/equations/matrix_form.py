"""The exercise of the chapter Matrix form that has no solution on its page.

ex-matrix-linear

With σ(z) = z every slope is 1, so every Σ′ is the identity matrix, and a = z. Then (35) is

    δˡ = (wˡ⁺¹)ᵀ (wˡ⁺²)ᵀ … (wᴸ)ᵀ ∇ₐC,

and BP4 is ∂C/∂wˡ = δˡ (aˡ⁻¹)ᵀ with aˡ⁻¹ = wˡ⁻¹ … w² x. The asked equation is

    (wˡ⁺¹)ᵀ ∂C/∂wˡ⁺¹ = ∂C/∂wˡ (wˡ)ᵀ.

Left side: by BP4 it is (wˡ⁺¹)ᵀ δˡ⁺¹ (aˡ)ᵀ, and (wˡ⁺¹)ᵀ δˡ⁺¹ = δˡ by (34). So it is δˡ (aˡ)ᵀ.
Right side: by BP4 it is δˡ (aˡ⁻¹)ᵀ (wˡ)ᵀ = δˡ (wˡ aˡ⁻¹)ᵀ, and wˡ aˡ⁻¹ = zˡ = aˡ if bˡ = 0. So it is
δˡ (aˡ)ᵀ too.

With biases wˡ aˡ⁻¹ = aˡ − bˡ. The first half of the proof stays. The two sides then differ by
δˡ (bˡ)ᵀ. For a batch the proof is the same: the columns are added up on both sides.
"""

import numpy as np

from bplib import backprop, build, costs, initialise
from bplib.differences import relative_error

rng = np.random.default_rng(5)
net = build((4, 3, 5, 2), ("identity",) * 3, rng, initialise.xavier)
x, y = rng.normal(size=(4, 1)), rng.normal(size=(2, 1))


def sides(l):
    """Both sides of the equation, for layer l."""
    gradient = backprop(net, x, y, costs.quadratic)
    return net[l + 1].w.T @ gradient.w[l + 1], gradient.w[l] @ net[l].w.T, gradient.delta[l]


for l in (2, 3):
    left, right, _ = sides(l)
    assert relative_error(left, right) < 1e-14

for layer in net.layers:                                       # with biases the two sides differ
    layer.b[:] = rng.normal(size=layer.b.shape)
for l in (2, 3):
    left, right, delta = sides(l)
    assert relative_error(left, right) > 0.1
    assert relative_error(left - right, delta @ net[l].b.T) < 1e-13
