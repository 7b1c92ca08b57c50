"""A network: layers numbered as in the text, and the forward pass.

The input is layer 1: a¹ = x. Layer l = 2..L has weights wˡ (n_l, n_{l−1}), biases bˡ (n_l, 1),
weighted inputs zˡ = wˡ aˡ⁻¹ + bˡ and activations aˡ = σ(zˡ), one column per example.
"""

from collections.abc import Hashable
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from bplib.activations import Activation, get_activation
from bplib.expect import (door, expect_array, expect_callable, expect_finite, expect_int,
                          expect_kind, expect_list, expect_plain, expect_rng, unchecked)
from bplib.initialise import xavier
from bplib.layers.compose import deal
from bplib.layers.dense import Dense, DenseCache
from bplib.steps import ByLayer, Layer, activation_of, cut, sizes_of


class Trace(NamedTuple):
    """What one forward pass computed, one column per example.

    z      z[l] for l = 2..L, (n_l, m)
    a      a[l] for l = 1..L, (n_l, m): σ(zˡ), as the next layer uses it. Where a layer that is not
           dense comes next, the activation of layer l is identity and a[l] is z[l]
    cache  cache[l] for l = 2..L: what the way back through layer l needs
    """

    z: ByLayer
    a: ByLayer
    cache: ByLayer


class Network:
    """The numbered chain of layers 2..L; `net[l]` is layer l as it was given.

    layers  the layers 2, 3, …, L in order: Layer(w, b, activation), or any layer of bplib.layers
    steps   {l: the layer cut between weighted inputs, from zˡ⁻¹ to zˡ}, z¹ being x
    output  σ of the output layer: aᴸ = output.f(zᴸ)
    L       the number of the output layer
    sizes   the widths (n₁, n₂, …, n_L)

    A Layer becomes a Dense step that begins with the activation of the layer before it. Raises
    ValueError if a width does not match the one before it, or if an activation would get lost;
    TypeError if an array does not hold numbers or symbols.
    """

    def __init__(self, layers):
        layers = expect_list("layers", layers, "Layer(w, b, activation)")
        layers = tuple(layer._replace(activation=get_activation(layer.activation))
                       if isinstance(layer, Layer) else layer for layer in layers)
        if not layers:
            raise ValueError("layers must hold at least one Layer (layer 2); got none")
        self.steps = cut(layers)
        self._layers = ByLayer("net", enumerate(layers, start=2))
        self.layers = layers
        self.output = activation_of(layers[-1])
        self.L = len(layers) + 1
        self.sizes = sizes_of(self.steps)

    def __getitem__(self, l):
        if isinstance(l, Hashable):
            return self._layers[l]
        raise TypeError(f"net[l] exists for l = 2 to {self.L}; got l = {l!r}")

    def activation(self, l):
        """σ of layer l: identity where a layer is not dense, since it works on weighted inputs."""
        return activation_of(self[l])

    def slope(self, trace, l):
        """σ′(zˡ), (n_l, m), of the forward pass `trace`."""
        return unchecked(self.activation(l).prime)(trace.z[l], trace.a[l])

    @property
    def parameters(self):
        """The arrays [w², b², w³, b³, …, wᴸ, bᴸ] themselves, not copies."""
        return [array for step in self.steps.values() for array in step.parameters]

    def with_parameters(self, arrays):
        """The same network with other parameter arrays, in the order of `parameters`."""
        owners = [Dense(layer.w, layer.b) if isinstance(layer, Layer) else layer
                  for layer in self.layers]
        return Network(layer._replace(w=own[0], b=own[1]) if isinstance(layer, Layer)
                       else layer.with_parameters(own)
                       for layer, own in zip(self.layers, deal(arrays, owners)))

    def __repr__(self):
        names = ", ".join(layer.activation.name if isinstance(layer, Layer)
                          else type(layer).__name__ for layer in self.layers)
        return f"Network({'-'.join(map(str, self.sizes))}; {names})"


def build(sizes, activations, rng, scheme, dtype=np.float64):
    """A network with weights drawn by `scheme(n_out, n_in, rng)` and biases 0.

    sizes        the widths (n₁, …, n_L)
    activations  one for each of the layers 2..L: an Activation or its name
    rng          a numpy.random.Generator
    scheme       one of bplib.initialise: xavier, he, normal

    Raises TypeError or ValueError for fewer than two sizes, a size below 1, a wrong number of
    activations, a scheme that does not draw such an array, or a dtype that is none of real floats.
    """
    sizes = tuple(expect_int(f"sizes: n_{l}", size, least=1)
                  for l, size in enumerate(expect_list("sizes", sizes, "widths"), start=1))
    activations = [get_activation(s) for s in _as_list(activations)]
    expect_rng(rng)
    expect_callable("scheme", scheme, "bplib.initialise.xavier")
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least an input and an output width; got {sizes}")
    if len(activations) != len(sizes) - 1:
        raise ValueError(f"activations must name one for each of the layers 2 to {len(sizes)}, "
                         f"{len(sizes) - 1} in all; got {len(activations)}")
    dtype = _expect_dtype(dtype)
    return Network(Layer(_drawn(scheme, n_out, n_in, rng).astype(dtype),
                         np.zeros((n_out, 1), dtype), activation)
                   for n_in, n_out, activation in zip(sizes, sizes[1:], activations))


def _drawn(scheme, n_out, n_in, rng):
    return expect_array("what scheme returns", scheme(n_out, n_in, rng), (n_out, n_in))


def _expect_dtype(dtype):
    try:
        known = np.dtype(dtype if isinstance(dtype, (type, str, np.dtype)) else object)
    except TypeError:
        known = np.dtype(object)
    if known.kind != "f":
        raise TypeError(f"dtype must be one of real floats, such as numpy.float32; got {dtype!r}")
    return known


def random_network(sizes, activations, rng, scheme=xavier):
    """`build` with biases from N(0, 1), drawn after all weights: a bias of 0 hides mistakes."""
    net = build(sizes, activations, rng, scheme)
    for layer in net.layers:
        layer.b[:] = rng.normal(size=layer.b.shape)
    return net


def _as_list(activations):
    if isinstance(activations, (str, Activation)):
        raise TypeError("activations must be a sequence with one entry for each of the layers "
                        f"2..L; got the single {activations!r}")
    return expect_list("activations", activations, "activations or their names")


def expect_net(net):
    """Return `net` if it is a Network."""
    return net if type(net) is Network else expect_kind("net", net, Network, "bplib.build(...)")


def expect_input(net, x):
    """Raise unless `net` is a Network and x a finite (n₁, m) array."""
    expect_net(net)
    expect_array("x", x, (net.sizes[0], "m"))
    expect_finite("x", x)


@door(expect_input)
def forward(net, x):
    """The forward pass: a¹ = x, then zˡ = wˡ aˡ⁻¹ + bˡ and aˡ = σ(zˡ) for l = 2..L, layer by layer.

    x is (n₁, m), one column per example. Returns the Trace of every z and a.
    Raises TypeError or ValueError for an x of another kind or shape, or with nan or inf.
    """
    z, a, cache, step_in = ByLayer("z"), ByLayer("a"), ByLayer("cache"), x
    for l, step in net.steps.items():
        z[l], cache[l] = step.forward(step_in)                      # zˡ⁻¹ to zˡ, with z¹ = x
        a[l - 1] = cache[l].a if isinstance(cache[l], DenseCache) else step_in     # aˡ⁻¹ = σ(zˡ⁻¹)
        step_in = z[l]
    a[net.L] = unchecked(net.output.f)(step_in)                                 # aᴸ = σ(zᴸ)
    return Trace(z, a, cache)


def to_vector(arrays):
    """All entries of a list of arrays, such as net.parameters, as one vector θ.

    `arrays` may be any iterable of arrays. Raises TypeError for one array, a dict and what is not
    iterable, and for an entry that is no array of numbers; ValueError if there is none.
    """
    if isinstance(arrays, np.ndarray):
        raise TypeError("arrays must be a sequence of NumPy arrays, such as net.parameters; "
                        "got ndarray")
    arrays = expect_list("arrays", arrays, "NumPy arrays, such as net.parameters")
    if not arrays:
        raise ValueError("arrays must hold at least one NumPy array; got none")
    for place, array in enumerate(arrays):
        if not isinstance(array, (np.ndarray, np.generic)):
            raise TypeError(f"arrays[{place}] must be a NumPy array; got {type(array).__name__}")
        expect_plain(f"arrays[{place}]", array)
        if array.dtype.kind not in "iufcO":
            raise TypeError(f"arrays[{place}] must hold numbers; got dtype {array.dtype}")
    return np.concatenate([array.ravel() for array in arrays])


def with_vector(net, theta):
    """A network like `net` whose parameters are the entries of the vector θ.

    θ has the order of `to_vector(net.parameters)`; its dtype (complex, symbols) is kept.
    Raises ValueError if θ is not a vector of just that many entries.
    """
    parameters = expect_net(net).parameters
    ends = list(accumulate(array.size for array in parameters))
    expect_array("theta", theta, (ends[-1],))
    pieces = [theta[start:end] for start, end in zip([0, *ends], ends)]
    return net.with_parameters([piece.reshape(array.shape)
                                for piece, array in zip(pieces, parameters)])


def copy(net):
    """The same network with parameter arrays of its own."""
    return expect_net(net).with_parameters([array.copy() for array in net.parameters])
