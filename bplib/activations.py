"""Activation functions σ and their derivatives σ′.

`prime(z, a)` takes the weighted input z and the activation a = σ(z) already computed:
sigmoid needs no second exponential, and nobody can pass a for z unseen. The price: a(1 − a) and
1 − a² cancel where a rounds to ±1. They are right to 2⁻⁵¹ in the absolute sense, and have no right
digit from z = 37 on (sigmoid) and from |z| = 20 on (tanh). With t = e^(−|z|) and t = e^(−2|z|), the
forms t/(1 + t)² and 4t/(1 + t)² keep their digits while t is a normal number, for one more
exponential.

Every function here keeps the dtype, raises no warning for |z| = 10⁴, and takes complex z,
so that the complex-step check works (away from the kinks of ReLU and leaky ReLU).
"""

from functools import cache
from typing import Callable, NamedTuple

import numpy as np


class Activation(NamedTuple):
    """σ and σ′ as functions of arrays of any shape.

    name   the field's name
    f      f(z) = σ(z)
    prime  prime(z, a) = σ′(z), where a = σ(z)
    """

    name: str
    f: Callable
    prime: Callable


def exp_minus_abs(z):
    """e^(−|z|), continued analytically by the real part of z: this exponential cannot overflow."""
    return np.exp(np.minimum(z, -z))        # complex numbers are compared by their real part first


def _sigmoid(z):
    t = exp_minus_abs(z)
    return np.maximum(t, z >= 0) / (1 + t)    # 1/(1 + e⁻ᶻ) where z ≥ 0, eᶻ/(1 + eᶻ) where z < 0


def _softplus(z):
    # max(z, 0) + log(1 + e^−|z|) = log(1 + eᶻ)
    return np.maximum(z, 0.0) + np.log1p(exp_minus_abs(z))


def _relu(z):
    return np.maximum(z, 0.0)


def _relu_prime(z, a):
    return (z.real > 0).astype(z.dtype)


LEAK = 0.01


def _leaky_relu(z):
    return np.where(z.real > 0, z, LEAK * z)


def _leaky_relu_prime(z, a):
    return np.where(z.real > 0, np.ones_like(z), LEAK)


@cache
def _Phi():
    """Φ, the standard normal distribution function; loaded once, when a GELU first needs it."""
    from scipy.special import ndtr
    return ndtr


def _gelu_prime(z, a):
    # d/dz [z Φ(z)] = Φ(z) + z φ(z)
    return _Phi()(z) + z * np.exp(-z * z / 2) / np.sqrt(2 * np.pi).item()


# σ(z) = 1/(1 + e⁻ᶻ),  σ′ = a(1 − a)
sigmoid = Activation("sigmoid", _sigmoid, lambda z, a: a * (1 - a))
# σ(z) = tanh z,  σ′ = 1 − a²
tanh = Activation("tanh", np.tanh, lambda z, a: 1 - a * a)
# σ(z) = max(z, 0),  σ′ = 1 for z > 0, else 0; the kink at 0 gets 0 (Nair and Hinton 2010)
relu = Activation("relu", _relu, _relu_prime)
# σ(z) = z for z > 0, else 0.01 z (Maas, Hannun and Ng 2013)
leaky_relu = Activation("leaky_relu", _leaky_relu, _leaky_relu_prime)
# σ(z) = log(1 + eᶻ),  σ′ = 1/(1 + e⁻ᶻ) (Dugas et al. 2001)
softplus = Activation("softplus", _softplus, lambda z, a: _sigmoid(z))
# σ(z) = z Φ(z), Φ the standard normal distribution function; the exact form, not the
# tanh approximation (Hendrycks and Gimpel 2016)
gelu = Activation("gelu", lambda z: z * _Phi()(z), _gelu_prime)
# σ(z) = z,  σ′ = 1: the output layer of a cost that takes logits
identity = Activation("identity", lambda z: z, lambda z, a: np.ones_like(z))

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
