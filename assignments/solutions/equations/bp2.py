"""BP2: the exercise without a solution on the page.

ex-bp2-modified

σ comes in with Step 2, where a^l_p = σ(z^l_p) is put into z^{l+1}_k, and Step 3 differentiates it.
Step 1, the chain rule over the neurons of layer l + 1, does not know how an activation is computed;
Steps 4 and 5 hold for any slope.

l < L. In Step 2 the term of neuron j is now w^{l+1}_{kj} f(z^l_j). Step 3 differentiates with
respect to the weighted input of one neuron, and the bracket keeps its own term alone. For neuron j
this is w^{l+1}_{kj} f′(z^l_j), for every other neuron of the layer what it was. So BP2 changes for
neuron j of layer l alone, and there σ′ becomes f′:

    δ^l_j = (Σ_k w^{l+1}_{kj} δ^{l+1}_k) f′(z^l_j).

l = L. The same happens in BP1: δ^L_j = ∂C/∂a^L_j f′(z^L_j), and no BP2 is concerned.

BP3 and BP4 keep their form everywhere: they come from z^l = w^l a^{l−1} + b^l and from δ^l, and no
activation function is differentiated. Their values change: the activation that the weights out of
neuron j carry is f(z^l_j), and all errors of the layers before it contain f′(z^l_j).
"""

import numpy as np

from bplib import backprop, cost_function, costs, forward
from bplib.activations import Activation, sigmoid, tanh
from bplib.differences import complex_step, relative_error
from bplib.network import random_network, to_vector


def first_row_is(f, others):
    """Activation `others` for a layer whose first neuron has the activation f."""
    def rows(of_f, of_others):
        return np.vstack([of_f[:1], of_others[1:]])

    return Activation("modified",
                      lambda z: rows(f.f(z), others.f(z)),
                      lambda z, a: rows(f.prime(z, a), others.prime(z, a)))


def check(layer):
    """Neuron 1 of this layer is a tanh, all other neurons of the network are sigmoids."""
    activations = [sigmoid] * 3
    activations[layer - 2] = first_row_is(tanh, sigmoid)
    rng = np.random.default_rng(0)
    net = random_network((3, 4, 3, 2), activations, rng)
    x, y = rng.normal(size=(3, 2)), rng.uniform(size=(2, 2))
    trace, gradient = forward(net, x), backprop(net, x, y, costs.quadratic)

    # BP1 or BP2 for neuron 1, with f′ = 1 − tanh²
    if layer == net.L:
        before = costs.quadratic.grad(trace.a[layer], y)[0]
    else:
        before = net[layer + 1].w[:, 0] @ gradient.delta[layer + 1]
    expected = before * (1 - np.tanh(trace.z[layer][0]) ** 2)
    for one, other in zip(gradient.delta[layer][0], expected, strict=True):
        assert relative_error(one, other) < 1e-13

    # BP3, BP4 and all other errors are as they were: every derivative is that of the cost
    truth = complex_step(cost_function(net, x, y, costs.quadratic), to_vector(net.parameters))
    for one, other in zip(gradient.vector, truth, strict=True):
        assert relative_error(one, other) < 1e-12


for layer in (2, 3, 4):
    check(layer)
