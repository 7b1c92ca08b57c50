"""The four equations of backpropagation, and the loop that uses them.

Numbering: Nielsen (2015), chapter 2, equations (BP1) to (BP4).
δˡ = ∂C/∂zˡ is the error of layer l, (n_l, m), one column per example. C is the mean over
the batch, so δ carries the factor 1/m, and the sums over the batch in BP3 and BP4 carry none.

The same lines run on float32, float64, complex numbers and SymPy symbols.
"""

from typing import NamedTuple

from bplib.costs import Cost
from bplib.network import ByLayer, forward, forward_pass, with_vector
from bplib.shapes import expect_array, expect_finite, expect_same_shape


class Gradient(NamedTuple):
    """∂C/∂wˡ, ∂C/∂bˡ and δˡ for l = 2..L, each of the shape of wˡ, bˡ and zˡ."""

    w: ByLayer
    b: ByLayer
    delta: ByLayer

    @property
    def arrays(self):
        """[∂C/∂w², ∂C/∂b², …, ∂C/∂wᴸ, ∂C/∂bᴸ], in the order of net.parameters."""
        return [array for l in self.w for array in (self.w[l], self.b[l])]


def bp1(grad_a, sigma_prime):
    """(BP1) δᴸ = ∇ₐC ⊙ σ′(zᴸ): the error of the output layer.

    grad_a = ∇ₐC and sigma_prime = σ′(zᴸ) are both (n_L, m), and so is the result.
    Raises ValueError if the shapes differ.
    """
    expect_array("grad_a", grad_a, ("n_L", "m"))
    expect_same_shape("sigma_prime", sigma_prime, "grad_a", grad_a)
    return grad_a * sigma_prime


def bp2(w_next, delta_next, sigma_prime):
    """(BP2) δˡ = (wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ): the error passed back by one layer.

    w_next = wˡ⁺¹ (n_{l+1}, n_l), delta_next = δˡ⁺¹ (n_{l+1}, m), sigma_prime = σ′(zˡ) (n_l, m).
    Raises ValueError if the shapes do not fit.
    """
    expect_array("w_next", w_next, ("n_{l+1}", "n_l"))
    expect_array("delta_next", delta_next, (w_next.shape[0], "m"))
    expect_array("sigma_prime", sigma_prime, (w_next.shape[1], delta_next.shape[1]))
    return (w_next.T @ delta_next) * sigma_prime


def bp3(delta):
    """(BP3) ∂C/∂bˡ = δˡ, summed over the batch: (n_l, m) to (n_l, 1)."""
    expect_array("delta", delta, ("n_l", "m"))
    return delta.sum(axis=1, keepdims=True)


def bp4(a_prev, delta):
    """(BP4) ∂C/∂wˡ = δˡ (aˡ⁻¹)ᵀ: entry j, k is aˡ⁻¹_k δˡ_j, summed over the batch.

    a_prev = aˡ⁻¹ (n_{l−1}, m), delta = δˡ (n_l, m); the result is (n_l, n_{l−1}).
    Raises ValueError if the number of examples differs.
    """
    expect_array("delta", delta, ("n_l", "m"))
    expect_array("a_prev", a_prev, ("n_{l-1}", delta.shape[1]))
    return delta @ a_prev.T


def backward_pass(net, trace, y, cost):
    """δᴸ by BP1, every earlier δˡ by BP2, then ∂C/∂b by BP3 and ∂C/∂w by BP4."""
    (z, a), L = trace, net.L

    def sigma_prime(l):
        return net[l].activation.prime(z[l], a[l])

    delta = ByLayer("delta")
    delta[L] = bp1(cost.grad(a[L], y), sigma_prime(L))              # δᴸ = ∇ₐC ⊙ σ′(zᴸ)
    for l in range(L - 1, 1, -1):
        delta[l] = bp2(net[l + 1].w, delta[l + 1], sigma_prime(l))  # δˡ = (wˡ⁺¹)ᵀ δˡ⁺¹ ⊙ σ′(zˡ)
    b = ByLayer("b", {l: bp3(delta[l]) for l in range(2, L + 1)})   # ∂C/∂bˡ = δˡ
    w = ByLayer("w", {l: bp4(a[l - 1], delta[l]) for l in b})       # ∂C/∂wˡ = δˡ (aˡ⁻¹)ᵀ
    return Gradient(w, b, delta)


def backprop(net, x, y, cost):
    """The gradient of the cost of `net` on the examples x (n₁, m) with targets y (n_L, m).

    One forward and one backward pass. Returns a Gradient.
    Raises TypeError or ValueError for arrays of another kind or shape, for nan or inf, for a
    target the cost cannot have, and for a cost on logits behind an output layer that is not
    `identity`.
    """
    trace = forward(net, x)
    check_target(net, x, y, cost)
    return backward_pass(net, trace, y, cost)


def cost_of(net, x, y, cost):
    """The cost C of `net` on the examples x (n₁, m) with targets y (n_L, m); raises as `backprop`."""
    trace = forward(net, x)
    check_target(net, x, y, cost)
    return cost.value(trace.a[net.L], y)


def cost_function(net, x, y, cost):
    """C as a function of the vector θ of all parameters: what a gradient check perturbs.

    θ has the order of to_vector(net.parameters). Arguments are checked here, once.
    """
    cost_of(net, x, y, cost)
    return lambda theta: cost.value(forward_pass(with_vector(net, theta), x).a[net.L], y)


def cost_of_weighted_input(net, l, y, cost):
    """C as a function of the weighted input zˡ alone: the rest of the network, from layer l on.

    The function takes the entries of zˡ (n_l, m) as one vector, row by row. Its gradient is δˡ.
    """
    activation_l, rest = net[l].activation, net.layers[l - 1:]

    def f(z):
        a = activation_l.f(z.reshape(net.sizes[l - 1], y.shape[1]))
        for w, b, activation in rest:
            a = activation.f(w @ a + b)
        return cost.value(a, y)

    return f


def check_target(net, x, y, cost):
    """Raise unless y is a finite (n_L, m) target of `cost` and the output layer suits the cost."""
    if not isinstance(cost, Cost):
        raise TypeError(f"cost must be a Cost, such as bplib.costs.quadratic; got {cost!r}")
    expect_array("y", y, (net.sizes[-1], x.shape[1]))
    expect_finite("y", y)
    cost.check_y(y)
    if cost.logits and net[net.L].activation.name != "identity":
        raise ValueError(f"cost {cost.name} takes logits: the activation of layer L must be identity; "
                         f"got {net[net.L].activation.name}")
