"""The four equations of backpropagation.

Numbering: Nielsen (2015), chapter 2, equations (BP1) to (BP4). δˡ = ∂C/∂zˡ is the error of layer l,
(n_l, m), one column per example. C is the mean over the batch, so δ carries the factor 1/m, and the
sums over the batch in BP3 and BP4 carry none.

The same lines run on float32, float64, complex numbers and SymPy symbols. Each function raises
TypeError or ValueError for an array of another kind or shape, and for nan and inf.
"""

from bplib.expect import shapes


@shapes(grad_a="n_L, m", sigma_prime="n_L, m", finite=True)
def bp1(grad_a, sigma_prime):
    """(BP1) δᴸ = ∇ₐC ⊙ σ′(zᴸ): the error of the output layer.

    grad_a = ∇ₐC and sigma_prime = σ′(zᴸ) are both (n_L, m), and so is the result.
    """
    return grad_a * sigma_prime


@shapes(w_next="n_{l+1}, n_l", delta_next="n_{l+1}, m", sigma_prime="n_l, m", finite=True)
def bp2(w_next, delta_next, sigma_prime):
    """(BP2) δˡ = (wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ): the error passed back by one layer.

    w_next = wˡ⁺¹ (n_{l+1}, n_l), delta_next = δˡ⁺¹ (n_{l+1}, m), sigma_prime = σ′(zˡ) (n_l, m).
    """
    return (w_next.T @ delta_next) * sigma_prime


@shapes(delta="n_l, m", finite=True)
def bp3(delta):
    """(BP3) ∂C/∂bˡ = δˡ, summed over the batch: (n_l, m) to (n_l, 1)."""
    return delta.sum(axis=1, keepdims=True)


@shapes(delta="n_l, m", a_prev="n_{l-1}, m", finite=True)
def bp4(a_prev, delta):
    """(BP4) ∂C/∂wˡ = δˡ (aˡ⁻¹)ᵀ: entry j, k is aˡ⁻¹_k δˡ_j, summed over the batch.

    a_prev = aˡ⁻¹ (n_{l−1}, m), delta = δˡ (n_l, m); the result is (n_l, n_{l−1}).
    """
    return delta @ a_prev.T
