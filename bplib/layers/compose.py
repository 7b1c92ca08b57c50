"""Layers made of layers: one after the other, beside the way through, and side by side."""

from dataclasses import dataclass

import numpy as np


class _Several:
    """Of `layers`: the parameters, in the order of the layers."""

    @property
    def parameters(self):
        return tuple(array for layer in self.layers for array in layer.parameters)

    def with_parameters(self, arrays):
        return type(self)(*(layer.with_parameters(own)
                            for layer, own in zip(self.layers, deal(arrays, self.layers))))


@dataclass(frozen=True, init=False)
class Chain(_Several):
    """Fₖ(… F₂(F₁(z))): one layer after the other.

    Raises ValueError if there is no layer, or if one does not take as many weighted inputs as the
    one before it gives.
    """

    layers: tuple

    def __init__(self, *layers):
        _expect_layers("Chain", layers)
        expect_to_meet(layers, [f"layers[{i}] of Chain" for i in range(len(layers))])
        object.__setattr__(self, "layers", layers)

    def forward(self, z):
        caches = []
        for layer in self.layers:
            z, cache = layer.forward(z)
            caches.append(cache)
        return z, caches

    def vjp(self, caches, delta):
        gradients = ()
        for layer, cache in zip(reversed(self.layers), reversed(caches)):
            delta, own = layer.vjp(cache, delta)                # δ behind this layer to δ before it
            gradients = (*own, *gradients)                      # in the order of the parameters
        return delta, gradients

    def gradients(self, caches, delta):
        first, *others = self.layers
        later = ()
        if others:
            delta, later = Chain(*others).vjp(caches[1:], delta)
        return (*first.gradients(caches[0], delta), *later)

    @property
    def widths(self):
        known = [layer.widths for layer in self.layers if layer.widths != (None, None)]
        return (known[0][0], known[-1][1]) if known else (None, None)


@dataclass(frozen=True, init=False)
class Residual:
    """z + F(z), with F the chain of `layers`: on the way back the errors of both ways add up.

    He, Zhang, Ren and Sun (2016). Raises ValueError unless F gives as many weighted inputs as it
    takes.
    """

    inner: Chain

    def __init__(self, *layers):
        inner = Chain(*layers)
        if _differ(*inner.widths):
            raise ValueError("Residual must give as many weighted inputs as it takes, to add the "
                             "two; "
                             f"its layers take {inner.widths[0]} and give {inner.widths[1]}")
        object.__setattr__(self, "inner", inner)

    def forward(self, z):
        step, cache = self.inner.forward(z)
        return z + step, cache

    def vjp(self, cache, delta):
        back, gradients = self.inner.vjp(cache, delta)
        return delta + back, gradients                          # ∂C/∂z = δ + (∂F/∂z)ᵀ δ

    def gradients(self, cache, delta):
        return self.inner.gradients(cache, delta)

    @property
    def parameters(self):
        return self.inner.parameters

    def with_parameters(self, arrays):
        return Residual(*self.inner.with_parameters(arrays).layers)

    @property
    def widths(self):
        return self.inner.widths


@dataclass(frozen=True, init=False)
class Parallel(_Several):
    """F₁(z), F₂(z), … one below the other: each of `layers` sees the same z; their errors add up.

    Raises ValueError if two of the layers do not take the same number of weighted inputs, or if one
    takes any number: then it is not known how many it gives.
    """

    layers: tuple

    def __init__(self, *layers):
        _expect_layers("Parallel", layers)
        for i, layer in enumerate(layers):
            if None in layer.widths:
                raise ValueError(f"layers[{i}] of Parallel must have a width of its own; "
                                 f"{type(layer).__name__} takes any")
            if (wanted := layer.widths[0]) != (first := layers[0].widths[0]):
                raise ValueError(f"layers[{i}] of Parallel must take the {first} weighted inputs "
                                 "that layers[0] takes; "
                                 f"{type(layer).__name__} takes {wanted}")
        object.__setattr__(self, "layers", layers)

    def forward(self, z):
        results = [layer.forward(z) for layer in self.layers]
        return np.concatenate([z_next for z_next, _ in results]), [cache for _, cache in results]

    def vjp(self, caches, delta):
        backs = [layer.vjp(cache, part)
                 for layer, cache, part in zip(self.layers, caches, self._split(delta))]
        return sum(back for back, _ in backs), tuple(array for _, own in backs for array in own)

    def gradients(self, caches, delta):
        return tuple(array for layer, cache, part in zip(self.layers, caches, self._split(delta))
                     for array in layer.gradients(cache, part))

    def _split(self, delta):
        """δ of each layer's part of the output."""
        return np.split(delta, np.cumsum([layer.widths[1] for layer in self.layers])[:-1])

    @property
    def widths(self):
        return self.layers[0].widths[0], sum(layer.widths[1] for layer in self.layers)


def deal(arrays, layers):
    """`arrays`, in the order of the parameters, as one list for each of `layers`.

    Raises ValueError unless there is one for each parameter.
    """
    arrays, wanted = list(arrays), sum(len(layer.parameters) for layer in layers)
    if len(arrays) != wanted:
        raise ValueError(f"arrays must hold {wanted}, one for each parameter; got {len(arrays)}")
    arrays = iter(arrays)
    return [[next(arrays) for _ in layer.parameters] for layer in layers]


def _expect_layers(name, layers):
    if not layers:
        raise ValueError(f"{name} must hold at least one layer; got none")
    for i, layer in enumerate(layers):
        expect_layer(f"layers[{i}] of {name}", layer)


def expect_layer(name, layer):
    """Raise TypeError unless `layer` is one: it has forward, vjp and the rest in bplib.layers."""
    missing = [part for part in ("forward", "vjp", "gradients", "parameters", "with_parameters",
                                 "widths")
               if not hasattr(layer, part)]
    if missing:
        raise TypeError(f"{name} must be a layer, such as bplib.layers.Dense; "
                        f"got {type(layer).__name__}, which has no {missing[0]}")


def expect_to_meet(layers, names):
    """Raise ValueError, naming both layers, if one does not take what comes from before."""
    given, giver = None, None
    for layer, name in zip(layers, names):
        wanted, gives = layer.widths
        if _differ(given, wanted):
            raise ValueError(f"{name} must take the {given} weighted inputs that {giver} gives; "
                             f"it takes {wanted}")
        if gives is not None:
            given, giver = gives, name


def _differ(one, other):
    """True for two known widths that are not the same."""
    return None not in (one, other) and one != other
