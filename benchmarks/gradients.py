"""The gradient of one batch, forward and backward, by bplib and by others, and the floor below all of them.

Every library computes the gradient of the quadratic cost C = 1/(2m) Σ ‖a − y‖² of the same network on the same batch,
written as its users write it. Before anything is timed, all gradients are compared.

floor   only the matrix products: wˡ aˡ⁻¹, (wˡ⁺¹)ᵀ δˡ⁺¹ and δˡ (aˡ⁻¹)ᵀ of the same shapes, into arrays that are there
        already; no implementation can do without them
loop    one example after the other with lists of layers, and the slope computed from z anew, as in many courses
"""

from typing import NamedTuple

import numpy as np
from side_by_side import ratio

from bplib import activations, backprop, costs, differences, initialise, network

NETS = (((2, 2, 1), 1), ((64, 30, 10), 10), ((784, 30, 10), 10), ((784, 100, 10), 32), ((784, 256, 128, 10), 128),
        ((1024,) * 4, 256), ((2048,) * 5, 512))
MAKERS = {name: ("gradients", f"{name}_gradient") for name in ("bplib", "torch", "jax", "autograd", "loop", "floor")}
LOOP_UP_TO = 10**8      # weights times examples: above it one gradient takes seconds, and the run minutes


class Case(NamedTuple):
    """A network with its batch, made anew from the same seed in every process."""

    sizes: tuple
    m: int
    dtype: str
    activation: str

    def build(self):
        """The network, x (n₁, m) and y (n_L, m)."""
        rng = np.random.default_rng(1)
        net = network.build(self.sizes, [self.activation] * (len(self.sizes) - 1), rng, initialise.xavier, self.dtype)
        x, y = rng.normal(size=(self.sizes[0], self.m)), rng.uniform(size=(self.sizes[-1], self.m))
        return net, x.astype(self.dtype), y.astype(self.dtype)


def with_result(step):
    """A step, and the gradient that it computes as [∂C/∂w², ∂C/∂b², …] in NumPy."""
    return step, [np.asarray(array) for array in step()]


def bplib_gradient(case):
    net, x, y = case.build()
    return with_result(lambda: backprop(net, x, y, costs.quadratic).arrays)


def torch_gradient(case):
    import torch

    net, x, y = case.build()
    torch.set_default_dtype(getattr(torch, case.dtype))
    layer = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[case.activation]
    model = torch.nn.Sequential()
    for w, b, _ in net.layers:
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        linear.weight.data, linear.bias.data = torch.tensor(w), torch.tensor(b[:, 0])
        model.extend([linear, layer()])
    rows, targets = torch.tensor(x.T.copy()), torch.tensor(y.T.copy())
    parameters = list(model.parameters())

    def step():
        model.zero_grad()
        cost = ((model(rows) - targets) ** 2).sum() / (2 * case.m)
        cost.backward()
        return [parameter.grad.reshape(parameter.shape[0], -1) for parameter in parameters]

    return with_result(step)


def jax_gradient(case):
    import jax

    jax.config.update("jax_enable_x64", True)
    net, x, y = case.build()
    function = {"sigmoid": jax.nn.sigmoid, "tanh": jax.numpy.tanh, "relu": jax.nn.relu}[case.activation]

    def cost(parameters, x, y):
        a = x
        for w, b in zip(parameters[::2], parameters[1::2]):
            a = function(w @ a + b)
        return ((a - y) ** 2).sum() / (2 * case.m)

    gradient = jax.jit(jax.grad(cost))
    parameters, x, y = jax.tree.map(jax.numpy.asarray, (net.parameters, x, y))
    return with_result(lambda: jax.block_until_ready(gradient(parameters, x, y)))


def autograd_gradient(case):
    import autograd
    import autograd.numpy as anp

    net, x, y = case.build()
    function = {"sigmoid": lambda z: 1 / (1 + anp.exp(-z)), "tanh": anp.tanh,
                "relu": lambda z: anp.maximum(z, 0.0)}[case.activation]

    def cost(parameters):
        a = x
        for w, b in zip(parameters[::2], parameters[1::2]):
            a = function(anp.dot(w, a) + b)
        return anp.sum((a - y) ** 2) / (2 * case.m)

    gradient = autograd.grad(cost)
    return with_result(lambda: gradient(net.parameters))


def loop_gradient(case):
    if sum(n_in * n_out for n_in, n_out in zip(case.sizes, case.sizes[1:])) * case.m > LOOP_UP_TO:
        return None, "it takes seconds"
    net, x, y = case.build()
    weights, biases = net.parameters[::2], net.parameters[1::2]
    function = activations.get_activation(case.activation).f
    slope = {"sigmoid": lambda z: function(z) * (1 - function(z)), "tanh": lambda z: 1 - np.tanh(z) ** 2,
             "relu": lambda z: (z > 0).astype(z.dtype)}[case.activation]

    def step():
        total_w, total_b = [np.zeros(w.shape, w.dtype) for w in weights], [np.zeros(b.shape, b.dtype) for b in biases]
        for i in range(case.m):
            zs, a = [], [x[:, i:i + 1]]
            for w, b in zip(weights, biases):
                zs.append(w @ a[-1] + b)
                a.append(function(zs[-1]))
            delta = (a[-1] - y[:, i:i + 1]) * slope(zs[-1])
            for l in range(1, len(weights) + 1):
                if l > 1:
                    delta = (weights[-l + 1].T @ delta) * slope(zs[-l])
                total_w[-l] = total_w[-l] + delta @ a[-l - 1].T
                total_b[-l] = total_b[-l] + delta
        return [array / case.m for pair in zip(total_w, total_b) for array in pair]

    return with_result(step)


def floor_gradient(case):
    net, x, _ = case.build()
    rng = np.random.default_rng(2)
    weights = net.parameters[::2]
    forward = [np.empty((n, case.m), case.dtype) for n in case.sizes[1:]]
    a = [x, *(rng.normal(size=z.shape).astype(case.dtype) for z in forward)]
    delta = [rng.normal(size=z.shape).astype(case.dtype) for z in forward]
    back, gradient = [np.empty_like(z) for z in forward], [np.empty_like(w) for w in weights]

    def step():
        for i, w in enumerate(weights):
            np.matmul(w, a[i], out=forward[i])
        for i in reversed(range(len(weights))):
            if i > 0:
                np.matmul(weights[i].T, delta[i], out=back[i - 1])
            np.matmul(delta[i], a[i].T, out=gradient[i])

    return step, None


def agree(name, result, first):
    """Raise if a library computes another gradient than bplib."""
    if result is not None:
        tolerance = 1e-3 if first[0].dtype == np.float32 else 1e-10
        for array, own in zip(result, first, strict=True):
            error = differences.relative_error(array, own)
            if error > tolerance:
                raise AssertionError(f"{name} computes another gradient: relative error {error:.1e}")


def cases(quick):
    """(case, repeats), all networks, number formats and activation functions; with `quick` a few of them."""
    for sizes, m in NETS[:5] if quick else NETS:
        big = sizes[0] >= 1024
        for dtype in ("float32", "float64"):
            for activation in ("sigmoid",) if quick else ("sigmoid", "tanh", "relu"):
                yield Case(sizes, m, dtype, activation), 3 if sizes[0] > 1024 else 5 if quick else 7 if big else 15


def run(team, present, quick):
    """A row for each case: the time of bplib, and the times of the others as multiples of it."""
    makers = {name: maker for name, maker in MAKERS.items() if name in present}
    for case, repeats in cases(quick):
        times = team.times(makers, case, repeats, agree)
        row = {**case._asdict(), "seconds": float(np.median(times["bplib"]))}
        row |= {name: ratio(times[name], times["bplib"]) for name in times if name not in ("bplib", "floor")}
        row["over floor"] = ratio(times["bplib"], times["floor"])
        yield row
