"""Backpropagation with pieces exchanged: one loop, and the right pieces by default.

The rules are those of bplib.four_equations, and all layers are dense. What the loop hands to them
is a piece too, so that a wrong layer number or an update at the wrong moment can be exchanged like
a rule.
"""

from bplib.backprop import Gradient
from bplib.costs import expect_target
from bplib.expect import unchecked
from bplib.four_equations import bp1, bp2, bp3, bp4
from bplib.layers.dense import DenseGradients
from bplib.network import ByLayer, forward

# The shapes are checked where the arguments enter; the loop does not check again.
bp1, bp2, bp3, bp4 = map(unchecked, (bp1, bp2, bp3, bp4))


def right_grad_a(cost, trace, y):
    """∇ₐC at the output."""
    return unchecked(cost.grad)(trace.a[max(trace.a)], y)       # a wrong version may overflow


def right_sigma_prime(net, trace, l):
    """σ′(zˡ)."""
    return net.slope(trace, l)


def right_w_next(net, l, w_gradient):
    """wˡ⁺¹, the weights that BP2 for layer l needs.

    w_gradient holds ∂C/∂w of the layers after l.
    """
    return net[l + 1].w


def right_a_prev(trace, l):
    """aˡ⁻¹, the activations that BP4 for layer l needs."""
    return trace.a[l - 1]


def backprop_with(net, x, y, cost, *, bp1=bp1, bp2=bp2, bp3=bp3, bp4=bp4, grad_a=right_grad_a,
                  sigma_prime=right_sigma_prime, w_next=right_w_next, a_prev=right_a_prev):
    """bplib.backprop with pieces exchanged; with none exchanged, the same gradient.

    Takes, returns and raises what `backprop` does; a wrong piece may raise ValueError on its own.
    """
    trace, L = forward(net, x), net.L
    expect_target(net, x, y, cost)
    delta, b, w = {}, {}, {}
    delta[L] = bp1(grad_a(cost, trace, y), sigma_prime(net, trace, L))
    for l in range(L, 1, -1):
        b[l] = bp3(delta[l])
        w[l] = bp4(a_prev(trace, l), delta[l])
        if l > 2:
            delta[l - 1] = bp2(w_next(net, l - 1, w), delta[l], sigma_prime(net, trace, l - 1))
    own = {l: DenseGradients(w[l], b[l]) for l in sorted(w)}
    return Gradient(ByLayer("own", own), ByLayer("delta", sorted(delta.items())))
