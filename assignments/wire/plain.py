"""Values as plain data, and back: what JSON knows, and for the rest {tag: content}.

Both sides use it. An object that has no plain form stays on its own side, with a number: "here" on
the way out, "there" on the way back. The other side has a stand-in for it meanwhile.
"""

import base64
import sys

import numpy as np

from bplib import activations, costs
from bplib.network import ByLayer, Layer, Network, Trace
from wire.frames import Malformed

DTYPES = {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8",
          "<c8", "<c16"}
WIDER = {"g": "<f8", "G": "<c16"}       # the long types differ between machines
BYTES, DEPTH, VALUES, KEPT, DIGITS = 8_000_000, 40, 200_000, 10_000, 1000
COSTS = {cost.name: cost for cost in vars(costs).values() if isinstance(cost, costs.Cost)}
SIZED = (list, tuple, set, frozenset, dict)
AS_LIST = (range, type({}.keys()), type({}.values()))


class Plain:
    """The data of one conversation.

    stand_in(number, kind, callable, module) makes what stands on this side for an object of the
    other: kind is the name of its type, module where it was defined.
    """

    def __init__(self, stand_in):
        self.stand_in = stand_in
        self.mine, self.numbers, self.others = [], {}, {}

    # Out

    def encode(self, value, depth=0):
        """The plain form of a value."""
        if value is None or type(value) is bool:
            return value
        if type(value) is str:
            return value.encode("utf-8", "replace").decode()
        if id(value) in self.others:
            return {"there": self.others[id(value)][0]}
        try:
            made = self._number(value)
            made = self._structure(value, depth + 1) if made is None else made
            return self._of_bplib(value, depth + 1) if made is None else made
        except Exception:       # a class of the student may do anything when it is looked at
            return self.keep(value)

    def keep(self, value):
        """The number that stands for an object of this side."""
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.mine)
            self.mine.append(value)
        kind, module = type(value).__name__, getattr(value, "__module__", None)
        return {"here": [self.numbers[id(value)], kind[:200], callable(value),
                         str(module)[:200]]}

    def _number(self, value):
        if value is Ellipsis:
            return {"ellipsis": 0}
        if type(value) is int:
            return value if abs(value) < 2**53 else {"int": hex(value)[:DIGITS]}
        if type(value) is float:
            return value
        if type(value) is complex:
            return {"complex": [value.real, value.imag]}
        if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, str):
            return {"array" if isinstance(value, np.ndarray) else "scalar": _array(value)}
        return None

    def _structure(self, value, depth):
        if isinstance(value, (Layer, Trace, costs.Cost, activations.Activation)):
            return None
        if depth > DEPTH or isinstance(value, SIZED) and len(value) > VALUES:
            raise ValueError("it is too deep or too large to be sent")
        if hasattr(type(value), "_fields") and any(map(callable, value)):
            return self.keep(value)         # an object that does something, as an optimiser
        if isinstance(value, AS_LIST):
            value = list(value)
        for kind, tag in ((list, "list"), (tuple, "tuple"), ((set, frozenset), "set")):
            if isinstance(value, kind):
                return {tag: [self.encode(one, depth) for one in value]}
        if isinstance(value, dict):
            return {"dict": [[self.encode(key, depth), self.encode(one, depth)]
                             for key, one in value.items()]}
        if isinstance(value, (str, int, float)):        # a class of its own, made of one of these
            kind = next(kind for kind in (str, int, float) if isinstance(value, kind))
            return self.encode(kind(value))
        return None

    def _of_bplib(self, value, depth):
        if isinstance(value, Network):
            return {"network": [[self.encode(one, depth) for one in layer]
                                for layer in value.layers]}
        if isinstance(value, activations.Activation):
            known = activations.ACTIVATIONS.get(value.name) is value
            return {"activation": [value.name] if known else
                    [value.name, self.encode(value.f), self.encode(value.prime)]}
        if isinstance(value, Trace):
            return {"trace": [self.encode(dict(value.z)), self.encode(dict(value.a))]}
        if isinstance(value, costs.Cost) and COSTS.get(value.name) is value:
            return {"cost": value.name}
        if isinstance(value, np.random.Generator):
            state = value.bit_generator.state
            return {"generator": state} if state["bit_generator"] == "PCG64" else self.keep(value)
        if "sympy" in sys.modules:
            from wire.trees import to_tree
            return {"formula": to_tree(value)}
        return self.keep(value)

    # In

    def decode(self, data, depth=0, left=None):
        """The value of a plain form; Malformed if it is none."""
        left = [VALUES] if left is None else left
        left[0] -= 1
        if depth > DEPTH or left[0] < 0:
            raise Malformed("a value must not be that deep, or made of that many values")
        if data is None or isinstance(data, (bool, int, float, str)):
            return data
        if not isinstance(data, dict) or len(data) != 1:
            raise Malformed("a value must be one that JSON knows, or an object with one tag")
        (tag, content), = data.items()
        read = READERS.get(tag)
        if read is None:
            raise Malformed(f"a value must have a known tag; got {tag[:40]!r}")
        try:
            return read(self, content, lambda one: self.decode(one, depth + 1, left))
        except Malformed:
            raise
        except (ValueError, TypeError, KeyError, IndexError, ArithmeticError,
                AttributeError, RecursionError) as problem:
            raise Malformed(f"{tag}: {type(problem).__name__}: {problem}"[:300]) from None

    def _here(self, content, decode):
        number, kind, can_be_called, module = content
        if type(number) is not int or not 0 <= number < KEPT:
            raise Malformed(f"the number of an object must be from 0 to {KEPT}")
        made = self.stand_in(number, str(kind)[:200], can_be_called is True, str(module)[:200])
        self.others[id(made)] = (number, made)
        return made

    def _there(self, content, decode):
        if type(content) is not int or not 0 <= content < len(self.mine):
            raise Malformed("the number of an object must be one that was sent")
        return self.mine[content]


def _array(value):
    value = np.asarray(value)
    if value.dtype.kind == "O":         # numbers in a box: float() is asked where they live
        value = value.astype(float)
    if value.dtype.char in WIDER:
        value = value.astype(WIDER[value.dtype.char])
    value = np.ascontiguousarray(value, value.dtype.newbyteorder("<")).reshape(value.shape)
    if value.dtype.str not in DTYPES or value.nbytes > BYTES:
        raise TypeError(f"an array must hold numbers and at most {BYTES:,} bytes")
    return [value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]


def _read_array(content):
    dtype, shape, text = content
    if dtype not in DTYPES or len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise Malformed("an array must have a known dtype, and a shape")
    if len(text) > 2 * BYTES:
        raise Malformed(f"an array must have at most {BYTES:,} bytes")
    return np.frombuffer(base64.b64decode(text, validate=True),
                         dtype).reshape(shape).copy()


def _read_network(plain, content, decode):
    return Network(Layer(*map(decode, layer)) for layer in content)


def _read_activation(plain, content, decode):
    name, *functions = content
    if not functions:
        return activations.ACTIVATIONS[name]
    f, prime = map(decode, functions)
    return activations.Activation(str(name), f, prime)


def _read_trace(plain, content, decode):
    z, a = map(decode, content)
    return Trace(ByLayer("z", z), ByLayer("a", a), ByLayer("cache"))


def _read_generator(plain, content, decode):
    made = np.random.default_rng(0)
    made.bit_generator.state = content
    return made


def _read_formula(plain, content, decode):
    from wire.trees import from_tree
    return from_tree(content)


READERS = {
    "ellipsis": lambda plain, content, decode: Ellipsis,
    "int": lambda plain, content, decode: int(content[:DIGITS], 16),
    "complex": lambda plain, content, decode: complex(*content),
    "array": lambda plain, content, decode: _read_array(content),
    "scalar": lambda plain, content, decode: _read_array(content)[()],
    "list": lambda plain, content, decode: [decode(one) for one in content],
    "tuple": lambda plain, content, decode: tuple(decode(one) for one in content),
    "set": lambda plain, content, decode: frozenset(map(decode, content)),
    "dict": lambda plain, content, decode: {decode(key): decode(one) for key, one in content},
    "network": _read_network, "activation": _read_activation, "trace": _read_trace,
    "cost": lambda plain, content, decode: COSTS[content], "generator": _read_generator,
    "formula": _read_formula, "here": Plain._here, "there": Plain._there,
}
