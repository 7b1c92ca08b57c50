"""The wrong pieces of the backward pass. One that fits in a line stands in the bank itself.

The bank is bplib.wrong.versions.
"""

import numpy as np

from bplib.wrong.exchange import right_grad_a, right_sigma_prime


def slope_at_a(net, trace, l):
    a = trace.a[l]
    return net[l].activation.prime(a, net[l].activation.f(a))


def slope_of_next_layer(net, trace, l):
    return right_sigma_prime(net, trace, min(l + 1, net.L))


def _probability(cost, trace, y):
    """The sigmoid or softmax inside a cost that takes logits: its gradient is (p − y)/m."""
    return y.shape[1] * right_grad_a(cost, trace, y) + y


def slope_kept(cost, trace, y):
    grad, p = right_grad_a(cost, trace, y), _probability(cost, trace, y)
    return grad * p * (1 - p) if cost.logits else grad


def diagonal_softmax(cost, trace, y):
    p = _probability(cost, trace, y)
    # Σ_k ∂C/∂p_k ∂p_k/∂z_j with ∂C/∂p_k = −y_k/(m p_k), of which only k = j is kept
    return (-y * (1 - p) / y.shape[1] if cost.name == "categorical_cross_entropy"
            else right_grad_a(cost, trace, y))


def unsimplified(cost, trace, y):
    grad, p = right_grad_a(cost, trace, y), _probability(cost, trace, y)
    return grad / (p * (1 - p)) * (p * (1 - p)) if cost.logits else grad


def broadcast_target(cost, trace, y):
    mean = y.sum(axis=1, keepdims=True) / y.shape[1]
    return right_grad_a(cost, trace, np.broadcast_to(mean, y.shape))
