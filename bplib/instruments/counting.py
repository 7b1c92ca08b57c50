"""How many multiplications, how many passes? Counted while bplib's own forward and backprop run.

    count = Count()
    backprop(watch(net, count), x, y, cost)

Nothing in network.py or backprop.py is replaced. The network that `watch` returns holds arrays (or
numbers) that report every multiplication, and an output layer that reports every pass.
"""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from bplib.expect import (expect_callable, expect_finite, expect_kind, expect_numbers, expect_real,
                          unchecked)
from bplib.network import Layer, Network, expect_net


@dataclass
class Count:
    """What was counted so far; it changes in place.

    matrix     multiplications of two numbers inside matrix products
    entrywise  multiplications entry by entry: ⊙, a factor, a square
    single     multiplications of single CountedNumbers, of both kinds
    forward    forward passes: how often σ of the output layer was evaluated
    backward   backward passes: how often σ′ of the output layer was evaluated
    """

    matrix: int = 0
    entrywise: int = 0
    single: int = 0
    forward: int = 0
    backward: int = 0

    @property
    def multiplications(self):
        """All of them, of every kind."""
        return self.matrix + self.entrywise + self.single

    def reset(self):
        """Begin again at 0."""
        self.__init__()


class CountedArray(np.ndarray):
    """An array that reports to `count` every multiplication it takes part in; so do its results.

    Additions, divisions, powers other than squares and functions such as exp are not counted.
    Raises TypeError for a product that it cannot count, such as np.dot or np.einsum.
    """

    def __new__(cls, array, count):
        new = np.asarray(expect_numbers("array", array)).view(cls)
        new.count = expect_kind("count", count, Count, "Count()")
        return new

    def __array_finalize__(self, source):
        self.count = getattr(source, "count", None)

    def __reduce__(self):                        # an array is pickled without its attributes
        return CountedArray, (self.view(np.ndarray), self.count)

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        if out is not None:
            options["out"] = tuple(map(_plain, out))
        result = getattr(ufunc, method)(*map(_plain, inputs), **options)
        if ufunc in PRODUCTS:
            if method != "__call__" or PRODUCTS[ufunc] is None:
                raise TypeError(f"the multiplications of np.{ufunc.__name__}, {method}, "
                                "are not counted")
            PRODUCTS[ufunc](self.count, inputs, result)
        return out[0] if out is not None else _counted(result, self.count)

    def __array_function__(self, function, types, args, kwargs):
        if function in REFUSED:
            raise TypeError(f"the multiplications of np.{function.__name__} are not counted; "
                            "write @ or *")
        return _counted(super().__array_function__(function, types, args, kwargs), self.count)


def _plain(value):
    return value.view(np.ndarray) if isinstance(value, CountedArray) else value


def _counted(result, count):
    if isinstance(result, np.ndarray):
        new = result.view(CountedArray)
        new.count = count
        return new
    if isinstance(result, (list, tuple)):
        return type(result)(_counted(part, count) for part in result)
    return result


def _count_matrix_product(count, inputs, result):
    count.matrix += np.size(result) * np.shape(inputs[0])[-1]  # each entry: one for every k in Σ_k


def _count_entries(count, inputs, result):
    count.entrywise += np.size(result)


PRODUCTS = {np.matmul: _count_matrix_product, np.multiply: _count_entries,
            np.square: _count_entries}
PRODUCTS |= {ufunc: None for ufunc in map(np.__dict__.get, ("vecdot", "matvec", "vecmat")) if ufunc}
REFUSED = {np.dot, np.vdot, np.inner, np.outer, np.tensordot, np.einsum, np.kron, np.prod,
           np.cumprod}


class CountedNumber(float):
    """A float that reports to `count` every multiplication it takes part in; so do its results."""

    def __new__(cls, value, count):
        return _number(expect_real("value", value), expect_kind("count", count, Count, "Count()"))

    def __getnewargs__(self):                    # what a copy is made of
        return float(self), self.count

    def __mul__(self, other):
        self.count.single += 1
        return _number(float(self) * float(other), self.count)

    __rmul__ = __mul__

    def __pow__(self, exponent):
        if exponent != 2:
            raise TypeError(f"only squares are counted; got the exponent {exponent}")
        return self * self

    def exp(self):                                # np.exp of an object array asks for these
        return _number(math.exp(self), self.count)

    def tanh(self):
        return _number(math.tanh(self), self.count)


def _number(value, count):
    new = float.__new__(CountedNumber, value)
    new.count = count
    return new


def _same_kind(name):
    operation = getattr(float, name)
    return lambda self, *others: _number(operation(float(self), *map(float, others)), self.count)


for _name in ("add", "radd", "sub", "rsub", "truediv", "rtruediv", "neg"):
    setattr(CountedNumber, f"__{_name}__", _same_kind(f"__{_name}__"))


def counted_numbers(array, count):
    """An object array of CountedNumbers. Raises TypeError unless `array` holds real numbers."""
    array = expect_numbers("array", array)
    expect_finite("array", array)
    if array.dtype.kind != "f":
        raise TypeError(f"array must hold real numbers; got dtype {array.dtype}")
    numbers = [CountedNumber(value, count) for value in array.flat]
    return np.array(numbers, dtype=object).reshape(array.shape)


def _forward(count, output, z):
    count.forward += 1
    return unchecked(output.f)(z)


def _backward(count, output, z, a):
    count.backward += 1
    return unchecked(output.prime)(z, a)


def expect_dense(net):
    """Raise TypeError, naming it, for a layer of `net` that is not dense."""
    for l, layer in enumerate(expect_net(net).layers, start=2):
        if not isinstance(layer, Layer):
            raise TypeError("net must have dense layers only, Layer(w, b, activation); "
                            f"layer {l} is {type(layer).__name__}")


def watch(net, count, kind=CountedArray):
    """The same network, reporting its multiplications and passes to `count`.

    kind  CountedArray, which counts whole arrays at once, or `counted_numbers`, which is slow and
          counts one number at a time

    Raises TypeError for arguments of another kind, and for a layer that is not dense.
    """
    expect_kind("count", count, Count, "Count()")
    expect_callable("kind", kind, "CountedArray")
    expect_dense(net)
    output = net[net.L].activation
    activations = [layer.activation for layer in net.layers[:-1]]
    activations.append(output._replace(f=partial(_forward, count, output),
                                       prime=partial(_backward, count, output)))
    return Network(Layer(kind(layer.w, count), kind(layer.b, count), activation)
                   for layer, activation in zip(net.layers, activations))
