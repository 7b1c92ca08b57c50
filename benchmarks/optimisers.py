"""One step of each optimiser beside PyTorch's and optax's, and beside copying its arrays.

copy   np.copyto of θ and of each array of the state: each number read and written once
fused  PyTorch's kernels in one pass, which it has on the CPU for some methods and uses only when asked

bplib runs on one thread whatever is allowed: NumPy's entry-by-entry operations do.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from side_by_side import ratio

from bplib.optimise import adagrad, adam, adamw, gradient_descent, momentum, rmsprop

RATE = 1e-3
BPLIB = {"gradient descent": gradient_descent(RATE), "momentum": momentum(RATE, 0.9), "adagrad": adagrad(RATE),
         "rmsprop": rmsprop(RATE, 0.9), "adam": adam(RATE), "adamw": adamw(RATE)}
TORCH = {"gradient descent": ("SGD", {}), "momentum": ("SGD", {"momentum": 0.9}), "adagrad": ("Adagrad", {}),
         "rmsprop": ("RMSprop", {"alpha": 0.9}), "adam": ("Adam", {}), "adamw": ("AdamW", {})}
OPTAX = {"gradient descent": ("sgd", {}), "momentum": ("sgd", {"momentum": 0.9}), "adagrad": ("adagrad", {}),
         "rmsprop": ("rmsprop", {"decay": 0.9}), "adam": ("adam", {}), "adamw": ("adamw", {})}
MAKERS = {name: ("optimisers", f"{name}_step") for name in ("bplib", "copy", "torch", "fused", "optax")}
NEEDS = {"fused": "torch"}          # where a column is not called like the library that it needs


class Case(NamedTuple):
    """A method, and how many parameters it moves."""

    method: str
    size: int
    dtype: str

    def build(self):
        """θ and a gradient."""
        return np.random.default_rng(0).normal(size=(2, 1000, self.size // 1000)).astype(self.dtype)


def bplib_step(case):
    theta, gradient = case.build()
    optimiser = BPLIB[case.method]
    state = optimiser.init([theta])

    def step():
        nonlocal state
        state = optimiser.update([theta], [gradient], state)

    return step, None


def copy_step(case):
    theta, _ = case.build()
    arrays = 1 + sum(isinstance(part, list) for part in BPLIB[case.method].init([theta]))
    pairs = [(theta.copy(), theta.copy()) for _ in range(arrays)]

    def step():
        for to, source in pairs:
            np.copyto(to, source)

    return step, None


def torch_step(case, **options):
    import torch

    theta, gradient = case.build()
    parameter = torch.nn.Parameter(torch.tensor(theta))
    parameter.grad = torch.tensor(gradient)
    method, settings = TORCH[case.method]
    return getattr(torch.optim, method)([parameter], lr=RATE, **settings, **options).step, None


def fused_step(case):
    if case.method == "rmsprop":
        return None, "PyTorch has no fused kernel for it"
    return torch_step(case, fused=True)


def optax_step(case):
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    theta, gradient = (jax.numpy.array(array) for array in case.build())
    method, settings = OPTAX[case.method]
    optimiser = getattr(optax, method)(RATE, **settings)
    state = optimiser.init(theta)

    @partial(jax.jit, donate_argnums=(0, 1))
    def update(theta, state, gradient):
        change, state = optimiser.update(gradient, state, theta)
        return optax.apply_updates(theta, change), state

    def step():
        nonlocal theta, state
        theta, state = jax.block_until_ready(update(theta, state, gradient))

    return step, None


def run(team, present, quick):
    """A row for each method: the time of bplib's step, and the others as multiples of it."""
    makers = {name: maker for name, maker in MAKERS.items() if NEEDS.get(name, name) in present}
    for size, repeats in ((10**6, 5),) if quick else ((10**6, 15), (10**7, 7)):
        for dtype in ("float32", "float64"):
            for method in BPLIB:
                times = team.times(makers, Case(method, size, dtype), repeats)
                row = {"method": method, "size": size, "dtype": dtype, "seconds": float(np.median(times["bplib"]))}
                yield row | {name: ratio(times[name], times["bplib"]) for name in times if name != "bplib"}
