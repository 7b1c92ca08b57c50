"""One step of each optimiser beside PyTorch's and optax's, and beside copying its arrays.

    python benchmarks/optimisers.py [--quick]

All run in one process, in turn: every repeat times each of them once. "step" is the median time of
bplib; every ratio is bplib's time over the other's in the same repeat, the median with the quartiles
(below 1: bplib is faster). "copy" is np.copyto of θ and of each array of the state: each number read
and written once. bplib runs on one thread, the peers on two, and PyTorch also on one ("torch 1").
"fused" are PyTorch's kernels in one pass, which it has on the CPU for some methods and uses only when
asked. A peer that cannot be imported is left out and named.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}      # before NumPy and the peers read them

import argparse
import importlib
import time
from functools import partial

import numpy as np

from bplib.adaptive import adagrad, adam, adamw, rmsprop
from bplib.optim import momentum

RATE = 1e-3
BPLIB = {"momentum": momentum(RATE, 0.9), "adagrad": adagrad(RATE), "rmsprop": rmsprop(RATE, 0.9),
         "adam": adam(RATE), "adamw": adamw(RATE)}
TORCH = {"momentum": ("SGD", {"momentum": 0.9}), "adagrad": ("Adagrad", {}), "rmsprop": ("RMSprop", {"alpha": 0.9}),
         "adam": ("Adam", {}), "adamw": ("AdamW", {})}
OPTAX = {"momentum": ("sgd", {"momentum": 0.9}), "adagrad": ("adagrad", {}), "rmsprop": ("rmsprop", {"decay": 0.9}),
         "adam": ("adam", {}), "adamw": ("adamw", {})}


def bplib_step(name, theta, gradient):
    optimiser, parameters = BPLIB[name], [theta.copy()]
    state = optimiser.init(parameters)

    def step():
        nonlocal state
        state = optimiser.update(parameters, [gradient], state)

    return step


def copy_step(name, theta, gradient):
    count = len(BPLIB[name].init([theta]))                      # θ and the arrays of the state, in place of t
    pairs = [(theta.copy(), theta.copy()) for _ in range(count)]

    def step():
        for to, source in pairs:
            np.copyto(to, source)

    return step


def torch_step(name, theta, gradient, threads=2, **options):
    import torch

    parameter = torch.nn.Parameter(torch.tensor(theta))
    parameter.grad = torch.tensor(gradient)
    method, settings = TORCH[name]
    optimiser = getattr(torch.optim, method)([parameter], lr=RATE, **settings, **options)

    def step():
        torch.set_num_threads(threads)
        optimiser.step()

    return step


def fused_step(name, theta, gradient):
    return None if name == "rmsprop" else torch_step(name, theta, gradient, fused=True)


def optax_step(name, theta, gradient):
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    method, settings = OPTAX[name]
    optimiser = getattr(optax, method)(RATE, **settings)
    theta, gradient = jax.numpy.array(theta), jax.numpy.array(gradient)
    state = optimiser.init(theta)

    @partial(jax.jit, donate_argnums=(0, 1))
    def update(theta, state, gradient):
        change, state = optimiser.update(gradient, state, theta)
        return optax.apply_updates(theta, change), state

    def step():
        nonlocal theta, state
        theta, state = jax.block_until_ready(update(theta, state, gradient))

    return step


PEERS = {"copy": ("numpy", copy_step), "torch 1": ("torch", partial(torch_step, threads=1)),
         "torch": ("torch", torch_step), "torch fused": ("torch", fused_step), "optax": ("optax", optax_step)}


def importable(module):
    try:
        version = importlib.import_module(module).__version__
    except ImportError:
        print(f"left out: {module} cannot be imported")
        return False
    print(f"{module} {version}")
    return True


def times(steps, repeats):
    """The seconds of every step in every repeat, (repeats, steps), after two rounds that do not count."""
    rounds = []
    for _ in range(repeats + 2):
        row = []
        for step in steps:
            start = time.perf_counter()
            step()
            row.append(time.perf_counter() - start)
        rounds.append(row)
    return np.array(rounds[2:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10⁶ parameters only, few repeats")
    quick = parser.parse_args().quick
    modules = {module: importable(module) for module in ("numpy", "torch", "optax")}
    peers = {peer: make for peer, (module, make) in PEERS.items() if modules[module]}
    print(f"{'parameters':>10} {'dtype':<8} {'method':<9} {'step (ms)':>9}"
          + "".join(f"{'/ ' + peer:>22}" for peer in peers))
    for size, repeats in ((10**6, 9),) if quick else ((10**6, 61), (10**7, 21)):
        for dtype in (np.float32, np.float64):
            theta, gradient = np.random.default_rng(0).normal(size=(2, 1000, size // 1000)).astype(dtype)
            for name in BPLIB:
                steps = {peer: make(name, theta, gradient) for peer, make in peers.items()}
                steps = {peer: step for peer, step in steps.items() if step}
                own, *others = times([bplib_step(name, theta, gradient), *steps.values()], repeats).T
                ratios = dict(zip(steps, (np.percentile(own / other, (50, 25, 75)) for other in others)))
                cells = ("{:.2f} ({:.2f} to {:.2f})".format(*ratios[peer]) if peer in ratios else "" for peer in peers)
                print(f"{size:>10} {dtype.__name__:<8} {name:<9} {1e3 * np.median(own):>9.2f}"
                      + "".join(f"{cell:>22}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
