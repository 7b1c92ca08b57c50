"""Backpropagation: BP1 at the output, then one line per layer, whatever the layers are.

A gradient function is a function (net, x, y, cost) -> Gradient; `backprop` is the right one.
"""

from functools import partial
from typing import NamedTuple

from bplib.costs import expect_target
from bplib.expect import door, expect_array, expect_finite, expect_int, unchecked
from bplib.four_equations import bp1
from bplib.network import ByLayer, expect_input, expect_net, forward, to_vector, with_vector

bp1, forward = unchecked(bp1), unchecked(forward)       # what comes here was checked at the door


class Gradient(NamedTuple):
    """What one backward pass computed.

    own    own[l] for l = 2..L: the gradients of the parameters of layer l, each of the shape of its
           parameter; for a dense layer ∂C/∂wˡ and ∂C/∂bˡ, also called own[l].w and own[l].b
    delta  delta[l] for l = 2..L: the error δˡ = ∂C/∂zˡ, (n_l, m)
    """

    own: ByLayer
    delta: ByLayer

    @property
    def w(self):
        """∂C/∂wˡ for every dense layer l."""
        return ByLayer("w", {l: own.w for l, own in self.own.items() if hasattr(own, "w")})

    @property
    def b(self):
        """∂C/∂bˡ for every dense layer l."""
        return ByLayer("b", {l: own.b for l, own in self.own.items() if hasattr(own, "b")})

    @property
    def arrays(self):
        """[∂C/∂w², ∂C/∂b², …, ∂C/∂wᴸ, ∂C/∂bᴸ], in the order of net.parameters."""
        return [array for own in self.own.values() for array in own]

    @property
    def vector(self):
        """The same as one vector, in the order of to_vector(net.parameters)."""
        return to_vector(self.arrays)


def expect_task(net, x, y, cost):
    """Raise unless the network, the batch and the cost fit together."""
    expect_input(net, x)
    expect_target(net, x, y, cost)


@door(expect_task)
def backprop(net, x, y, cost):
    """The gradient of the cost of `net` on the examples x (n₁, m) with targets y (n_L, m).

    One forward and one backward pass. Returns a Gradient.
    Raises TypeError or ValueError for arrays of another kind or shape, for nan or inf, for a
    target the cost cannot have, and for a cost on logits behind an output layer that is not
    `identity`.
    """
    trace = forward(net, x)
    delta, own = ByLayer("delta"), ByLayer("own")
    # δᴸ = ∇ₐC ⊙ σ′(zᴸ)
    delta[net.L] = bp1(unchecked(cost.grad)(trace.a[net.L], y), net.slope(trace, net.L))
    for l in range(net.L, 2, -1):
        delta[l - 1], own[l] = net.steps[l].vjp(trace.cache[l], delta[l])  # δˡ⁻¹; ∂C/∂wˡ, ∂C/∂bˡ
    own[2] = net.steps[2].gradients(trace.cache[2], delta[2])     # no error of the input is needed
    return Gradient(ByLayer("own", reversed(own.items())),
                    ByLayer("delta", reversed(delta.items())))


@door(expect_task)
def input_gradient(net, x, y, cost):
    """∂C/∂x (n₁, m), which is δ¹: how the cost changes with each entry of the input.

    Raises as `backprop`.
    """
    delta = unchecked(backprop)(net, x, y, cost).delta[2]
    return net.steps[2].vjp(forward(net, x).cache[2], delta)[0]


@door(expect_task)
def cost_of(net, x, y, cost):
    """The cost C of `net` on the examples x (n₁, m) with targets y (n_L, m).

    Raises as `backprop`.
    """
    return unchecked(cost.value)(forward(net, x).a[net.L], y)


def cost_function(net, x, y, cost):
    """C as a function of the vector θ of all parameters: what a gradient check perturbs.

    θ has the order of to_vector(net.parameters). Arguments are checked here, once.
    """
    expect_task(net, x, y, cost)
    return partial(_cost_at, net, x, y, cost)


def _cost_at(net, x, y, cost, theta):
    return unchecked(cost_of)(with_vector(net, theta), x, y, cost)


def cost_of_weighted_input(net, l, y, cost):
    """C as a function of the weighted input zˡ alone: the rest of the network, from layer l on.

    The function takes the entries of zˡ (n_l, m) as one vector, row by row. Its gradient is δˡ.
    Raises TypeError or ValueError for a layer that is not there, and as `backprop`.
    """
    expect_net(net)[l]                                   # raises for a layer that is not there
    l = expect_int("l", l, least=2)
    expect_target(net, expect_array("y", y, ("n_L", "m")), y, cost)
    return partial(_cost_from, net, l, y, cost)


def _cost_from(net, l, y, cost, z):
    expect_array("z", z, (net.sizes[l - 1] * y.shape[1],))
    expect_finite("z", z)
    z = z.reshape(net.sizes[l - 1], y.shape[1])
    for later in range(l + 1, net.L + 1):
        z, _ = net.steps[later].forward(z)
    return unchecked(cost.value)(unchecked(net.output.f)(z), y)
