"""Activation functions σ and their derivatives σ′.

`prime(z, a)` takes the weighted input z and the activation a = σ(z) already computed:
sigmoid needs no second exponential, and nobody can pass a for z unseen. The price: a(1 − a) and
1 − a² cancel where a rounds to ±1. They are right to 2⁻⁵¹ in the absolute sense, and have no right
digit from z = 37 on (sigmoid) and from |z| = 20 on (tanh). With t = e^(−|z|) and t = e^(−2|z|), the
forms t/(1 + t)² and 4t/(1 + t)² keep their digits while t is a normal number, for one more
exponential.

Every function here keeps the dtype of floats and complex numbers (an integer counts as float64;
GELU is not known for longdouble), raises no warning for |z| = 10⁴, and takes complex z, so that
the complex-step check works (away from the kinks of ReLU and leaky ReLU). z and a are numbers, or
arrays of any shape; TypeError for what is neither. nan stays nan; ValueError for complex numbers
that are not finite, and for inf in GELU.
"""

from functools import cache, wraps
from typing import Callable, NamedTuple

import numpy as np

from bplib.expect import (compute, expect_finite, expect_numbers, expect_same_shape,
                          unchecked)


class Activation(NamedTuple):
    """σ and σ′ as functions of arrays of any shape.

    name   the field's name
    f      f(z) = σ(z)
    prime  prime(z, a) = σ′(z), where a = σ(z)
    """

    name: str
    f: Callable
    prime: Callable


def of_numbers(*names, infinite=True):
    """Decorator: the first arguments, called `names`, are numbers, or arrays of one shape.

    Raises TypeError or ValueError that names the argument. The function gets arrays; nan is not
    hidden, and inf is refused where the function has no limit there, or where they are complex.
    """
    def decorate(function):
        @wraps(function)
        def checked(*given):
            arrays = [expect_numbers(name, value) for name, value in zip(names, given)]
            for name, array in zip(names, arrays):
                if array.dtype.kind != "f" or not infinite and np.isinf(array).any():
                    expect_finite(name, array)
                expect_same_shape(name, array, names[0], arrays[0])
            return compute(function, *arrays, *given[len(names):])

        checked.door = checked, function
        return checked
    return decorate


@of_numbers("z")
def exp_minus_abs(z):
    """e^(−|z|), continued analytically by the real part of z: this exponential cannot overflow."""
    return np.exp(np.minimum(z, -z))        # complex numbers are compared by their real part first


_exp_minus_abs = unchecked(exp_minus_abs)


@of_numbers("z")
def _sigmoid(z):
    t = _exp_minus_abs(z)
    return np.maximum(t, z >= 0) / (1 + t)    # 1/(1 + e⁻ᶻ) where z ≥ 0, eᶻ/(1 + eᶻ) where z < 0


@of_numbers("z", "a")
def _sigmoid_prime(z, a):
    return a * (1 - a)


@of_numbers("z")
def _tanh(z):
    return np.tanh(z)


@of_numbers("z", "a")
def _tanh_prime(z, a):
    return 1 - a * a


@of_numbers("z")
def _softplus(z):
    # max(z, 0) + log(1 + e^−|z|) = log(1 + eᶻ)
    return np.maximum(z, 0.0) + np.log1p(_exp_minus_abs(z))


@of_numbers("z")
def _softplus_prime(z, a):
    return unchecked(_sigmoid)(z)


@of_numbers("z")
def _relu(z):
    return np.maximum(z, 0.0)


@of_numbers("z")
def _relu_prime(z, a):
    return (z.real > 0).astype(z.dtype)


LEAK = 0.01


@of_numbers("z")
def _leaky_relu(z):
    return np.where(z.real > 0, z, LEAK * z)


@of_numbers("z")
def _leaky_relu_prime(z, a):
    return np.where(z.real > 0, np.ones_like(z), LEAK)


@cache
def _Phi():
    """Φ, the standard normal distribution function; loaded once, when a GELU first needs it."""
    from scipy.special import ndtr
    return ndtr


def _in_float32(function):
    """float16 is computed in float32 and rounded: its z² overflows from |z| = 256 on."""
    @wraps(function)
    def wider(z, *a):
        if z.dtype == np.longdouble and np.longdouble != np.float64:
            raise TypeError("z must be float64 or shorter for gelu: Φ is not known to more digits; "
                            f"got dtype {z.dtype}")
        short = z.dtype == np.float16
        return function(z.astype(np.float32), *a).astype(z.dtype) if short else function(z, *a)
    return wider


@of_numbers("z", infinite=False)
@_in_float32
def _gelu(z):
    return z * _Phi()(z)


@of_numbers("z", infinite=False)
@_in_float32
def _gelu_prime(z, a):
    # d/dz [z Φ(z)] = Φ(z) + z φ(z)
    return _Phi()(z) + z * np.exp(-z * z / 2) / np.sqrt(2 * np.pi).item()


@of_numbers("z")
def _identity(z):
    return z


@of_numbers("z")
def _identity_prime(z, a):
    return np.ones_like(z)


# σ(z) = 1/(1 + e⁻ᶻ),  σ′ = a(1 − a)
sigmoid = Activation("sigmoid", _sigmoid, _sigmoid_prime)
# σ(z) = tanh z,  σ′ = 1 − a²
tanh = Activation("tanh", _tanh, _tanh_prime)
# σ(z) = max(z, 0),  σ′ = 1 for z > 0, else 0; the kink at 0 gets 0 (Nair and Hinton 2010)
relu = Activation("relu", _relu, _relu_prime)
# σ(z) = z for z > 0, else 0.01 z (Maas, Hannun and Ng 2013)
leaky_relu = Activation("leaky_relu", _leaky_relu, _leaky_relu_prime)
# σ(z) = log(1 + eᶻ),  σ′ = 1/(1 + e⁻ᶻ) (Dugas et al. 2001)
softplus = Activation("softplus", _softplus, _softplus_prime)
# σ(z) = z Φ(z), Φ the standard normal distribution function; the exact form, not the
# tanh approximation (Hendrycks and Gimpel 2016)
gelu = Activation("gelu", _gelu, _gelu_prime)
# σ(z) = z,  σ′ = 1: the output layer of a cost that takes logits
identity = Activation("identity", _identity, _identity_prime)

ACTIVATIONS = {s.name: s for s in (sigmoid, tanh, relu, leaky_relu, softplus, gelu, identity)}


def get_activation(activation):
    """Return an Activation, given one or its name.

    Raises ValueError for an unknown name (it lists the known ones), TypeError for
    anything that is neither.
    """
    if isinstance(activation, Activation):
        return activation
    if not isinstance(activation, str):
        raise TypeError("activation must be an Activation or a name; "
                        f"got {type(activation).__name__}")
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {activation!r}")
    return ACTIVATIONS[activation]
