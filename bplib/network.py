"""A network: layers numbered as in the text, and the forward pass.

The input is layer 1: a¹ = x. Layer l = 2..L has weights wˡ (n_l, n_{l−1}), biases bˡ (n_l, 1),
weighted inputs zˡ = wˡ aˡ⁻¹ + bˡ and activations aˡ = σ(zˡ), one column per example.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bplib.activations import Activation, get_activation, identity
from bplib.expect import door, expect_array, expect_finite, expect_int, expect_rng
from bplib.initialise import xavier
from bplib.layers.compose import deal, expect_layer, expect_to_meet
from bplib.layers.dense import Dense, DenseCache


class ByLayer(dict):
    """{layer number: value}. An unknown layer number raises; it never wraps round."""

    def __init__(self, name, items=()):
        super().__init__(items)
        self.name = name

    def __missing__(self, l):
        known = f"l = {min(self)} to {max(self)}" if self else "no layer here"
        raise ValueError(f"{self.name}[l] exists for {known}; got l = {l!r}")


class Layer(NamedTuple):
    """Layer l as the text writes it: weights w (n_l, n_{l−1}), biases b (n_l, 1), σ or its name."""

    w: np.ndarray
    b: np.ndarray
    activation: Activation


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
        layers = tuple(layer._replace(activation=get_activation(layer.activation))
                       if isinstance(layer, Layer) else layer for layer in layers)
        if not layers:
            raise ValueError("layers must hold at least one Layer (layer 2); got none")
        self.steps = _cut(layers)
        self._layers = ByLayer("net", enumerate(layers, start=2))
        self.layers = layers
        self.output = _activation(layers[-1])
        self.L = len(layers) + 1
        self.sizes = _sizes(self.steps)

    def __getitem__(self, l):
        return self._layers[l]

    def activation(self, l):
        """σ of layer l: identity where a layer is not dense, since it works on weighted inputs."""
        return _activation(self[l])

    def slope(self, trace, l):
        """σ′(zˡ), (n_l, m), of the forward pass `trace`."""
        return self.activation(l).prime(trace.z[l], trace.a[l])

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


def _activation(layer):
    return layer.activation if isinstance(layer, Layer) else identity


def _cut(layers):
    """The layers as steps between weighted inputs: each Layer hands its σ to the step behind it."""
    steps, before, width = ByLayer("step"), identity, "n_1"
    for l, layer in enumerate(layers, start=2):
        if isinstance(layer, Layer):
            expect_array(f"w[{l}]", layer.w, (f"n_{l}", width))
            expect_array(f"b[{l}]", layer.b, (layer.w.shape[0], 1))
            steps[l] = Dense(layer.w, layer.b, before)
        elif isinstance(layer, tuple):
            raise TypeError(f"layers must hold Layer(w, b, activation); got {type(layer).__name__}")
        else:
            expect_layer(f"layer {l}", layer)
            if before.name != "identity":
                raise ValueError(f"layer {l - 1} must have the activation identity before layer "
                                 f"{l}, a {type(layer).__name__}, which takes weighted inputs; "
                                 f"got {before.name}")
            steps[l] = layer
        width = steps[l].widths[1] or width
        before = _activation(layer)
    expect_to_meet(steps.values(), [f"layer {l}" for l in steps])
    return steps


def _sizes(steps):
    """(n₁, …, n_L); a layer that takes any width keeps that of the layer before it."""
    first = next((step.widths[0] for step in steps.values() if step.widths[0] is not None), None)
    if first is None:
        raise ValueError("layers must hold one with a width of its own, such as "
                         "Layer(w, b, activation); got none")
    sizes = [first]
    for step in steps.values():
        sizes.append(sizes[-1] if step.widths[1] is None else step.widths[1])
    return tuple(sizes)


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
        raise TypeError("scheme must be a function such as bplib.initialise.xavier; "
                        f"got {scheme!r}")
    if len(sizes) < 2:
        raise ValueError(f"sizes must name at least an input and an output width; got {sizes}")
    for l, size in enumerate(sizes, start=1):
        expect_int(f"sizes: n_{l}", size, least=1)
    if len(activations) != len(sizes) - 1:
        raise ValueError(f"activations must name one for each of the layers 2 to {len(sizes)}, "
                         f"{len(sizes) - 1} in all; got {len(activations)}")
    return Network(Layer(scheme(n_out, n_in, rng).astype(dtype), np.zeros((n_out, 1), dtype),
                         activation)
                   for n_in, n_out, activation in zip(sizes, sizes[1:], activations))


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
    return list(activations)


def expect_input(net, x):
    """Raise unless x is a finite (n₁, m) array."""
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
    a[net.L] = net.output.f(step_in)                                            # aᴸ = σ(zᴸ)
    return Trace(z, a, cache)


def to_vector(arrays):
    """All entries of a list of arrays, such as net.parameters, as one vector θ.

    `arrays` may be any iterable of arrays. Raises TypeError for one array, a dict and what is not
    iterable, and for an entry that is no array; ValueError if there is none.
    """
    if isinstance(arrays, (dict, np.ndarray)) or not isinstance(arrays, Iterable):
        raise TypeError("arrays must be a list of NumPy arrays, such as net.parameters; "
                        f"got {type(arrays).__name__}")
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
    return net.with_parameters([piece.reshape(array.shape)
                                for piece, array in zip(pieces, net.parameters)])


def copy(net):
    """The same network with parameter arrays of its own."""
    return net.with_parameters([array.copy() for array in net.parameters])
