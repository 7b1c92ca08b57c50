"""A network of dense layers, numbered as in the text, and the forward pass.

The input is layer 1: a¹ = x. Layer l = 2..L has weights wˡ (n_l, n_{l−1}), biases bˡ (n_l, 1),
weighted inputs zˡ = wˡ aˡ⁻¹ + bˡ and activations aˡ = σ(zˡ), one column per example.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bplib.activations import Activation, get_activation
from bplib.shapes import expect_array, expect_finite, expect_int, expect_rng


class ByLayer(dict):
    """{layer number: value}. An unknown layer number raises; it never wraps round."""

    def __init__(self, name, items=()):
        super().__init__(items)
        self.name = name

    def __missing__(self, l):
        raise ValueError(f"{self.name}[l] exists for l = {min(self)} to {max(self)}; got l = {l!r}")


class Layer(NamedTuple):
    """Layer l: weights w (n_l, n_{l−1}), biases b (n_l, 1), activation σ or its name."""

    w: np.ndarray
    b: np.ndarray
    activation: Activation


class Trace(NamedTuple):
    """What one forward pass computed: z[l] for l = 2..L, a[l] for l = 1..L, each (n_l, m)."""

    z: ByLayer
    a: ByLayer


class Network:
    """Layers 2..L; `net[l]` is layer l.

    layers  the layers 2, 3, …, L in order
    L       the number of the output layer
    sizes   the widths (n₁, n₂, …, n_L)

    Raises ValueError if a width does not match the one before it, TypeError if an array does not
    hold numbers or symbols.
    """

    def __init__(self, layers):
        layers = tuple(_expect_layer(layer) for layer in layers)
        if not layers:
            raise ValueError("layers must hold at least one Layer (layer 2); got none")
        for l, layer in enumerate(layers, start=2):
            rows = "n_%d" % l
            width_before = layers[l - 3].w.shape[0] if l > 2 else "n_1"
            expect_array(f"w[{l}]", layer.w, (rows, width_before))
            expect_array(f"b[{l}]", layer.b, (layer.w.shape[0], 1))
        self._layers = ByLayer("net", enumerate(layers, start=2))
        self.layers = layers
        self.L = len(layers) + 1
        self.sizes = (layers[0].w.shape[1], *(layer.w.shape[0] for layer in layers))

    def __getitem__(self, l):
        return self._layers[l]

    @property
    def parameters(self):
        """The arrays [w², b², w³, b³, …, wᴸ, bᴸ] themselves, not copies."""
        return [array for layer in self.layers for array in (layer.w, layer.b)]

    def __repr__(self):
        names = ", ".join(layer.activation.name for layer in self.layers)
        return f"Network({'-'.join(map(str, self.sizes))}; {names})"


def _expect_layer(layer):
    if not isinstance(layer, Layer):
        raise TypeError(f"layers must hold Layer(w, b, activation); got {type(layer).__name__}")
    return layer._replace(activation=get_activation(layer.activation))


def build(sizes, activations, rng, scheme, dtype=np.float64):
    """A network with weights drawn by `scheme(n_out, n_in, rng)` and biases 0.

    sizes        the widths (n₁, …, n_L)
    activations  one for each of the layers 2..L: an Activation or its name
    rng          a numpy.random.Generator
    scheme       one of bplib.initialise: xavier, he, normal

    Raises ValueError for fewer than two sizes, a size below 1, or a wrong number of
    activations.
    """
    sizes, activations = tuple(sizes), [get_activation(s) for s in _as_list(activations)]
    expect_rng(rng)
    if not callable(scheme):
        raise TypeError(f"scheme must be a function such as bplib.initialise.xavier; got {scheme!r}")
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least an input and an output width; got {sizes}")
    for l, size in enumerate(sizes, start=1):
        expect_int(f"sizes: n_{l}", size, least=1)
    if len(activations) != len(sizes) - 1:
        raise ValueError(f"activations must name one for each of the layers 2 to {len(sizes)}, "
                         f"{len(sizes) - 1} in all; got {len(activations)}")
    return Network(Layer(scheme(n_out, n_in, rng).astype(dtype), np.zeros((n_out, 1), dtype), activation)
                   for n_in, n_out, activation in zip(sizes, sizes[1:], activations))


def _as_list(activations):
    if isinstance(activations, (str, Activation)):
        raise TypeError("activations must be a sequence with one entry for each of the layers 2..L; "
                        f"got the single {activations!r}")
    return list(activations)


def forward(net, x):
    """The forward pass: a¹ = x, then zˡ = wˡ aˡ⁻¹ + bˡ and aˡ = σ(zˡ) for l = 2..L.

    x is (n₁, m), one column per example. Returns the Trace of every z and a.
    Raises TypeError or ValueError for an x of another kind or shape, or with nan or inf.
    """
    expect_array("x", x, (net.sizes[0], "m"))
    expect_finite("x", x)
    return forward_pass(net, x)


def forward_pass(net, x):
    """`forward` without its checks: for loops that checked x once."""
    z, a = ByLayer("z"), ByLayer("a", {1: x})
    for l in range(2, net.L + 1):
        w, b, activation = net[l]
        z[l] = w @ a[l - 1] + b          # zˡ = wˡ aˡ⁻¹ + bˡ
        a[l] = activation.f(z[l])        # aˡ = σ(zˡ)
    return Trace(z, a)


def to_vector(arrays):
    """All entries of a list of arrays, such as net.parameters, as one vector θ.

    `arrays` may be any iterable of arrays. Raises TypeError for one array, a dict and what is not
    iterable, and for an entry that is no array; ValueError if there is none.
    """
    if isinstance(arrays, (dict, np.ndarray)) or not isinstance(arrays, Iterable):
        raise TypeError(f"arrays must be a list of NumPy arrays, such as net.parameters; got {type(arrays).__name__}")
    arrays = list(arrays)
    if not arrays:
        raise ValueError("arrays must hold at least one NumPy array; got none")
    for place, array in enumerate(arrays):
        if not isinstance(array, (np.ndarray, np.generic)):
            raise TypeError(f"arrays[{place}] must be a NumPy array; got {type(array).__name__}")
    return np.concatenate([array.ravel() for array in arrays])


def with_vector(net, theta):
    """A network like `net` whose parameters are the entries of the vector θ.

    θ has the order of `to_vector(net.parameters)`; its dtype (complex, symbols) is kept.
    Raises ValueError if θ is not a vector of just that many entries.
    """
    count = sum(array.size for array in net.parameters)
    expect_array("theta", theta, (count,))
    pieces = np.split(theta, np.cumsum([array.size for array in net.parameters])[:-1])
    arrays = [piece.reshape(array.shape) for piece, array in zip(pieces, net.parameters)]
    return Network(Layer(w, b, layer.activation)
                   for w, b, layer in zip(arrays[::2], arrays[1::2], net.layers))


def copy(net):
    """The same network with parameter arrays of its own."""
    return Network(Layer(layer.w.copy(), layer.b.copy(), layer.activation) for layer in net.layers)
