"""Question 6: mini-batch gradient descent."""

import numpy as np

from bplib.backprop import backprop
from bplib.costs import quadratic
from bplib.network import Network, copy, random_network
from bplib.words import word
from checks.answers import call, keeps, score
from checks.arrays import Wrong, kind_of
from checks.chance import generator
from checks.compare import Named, compare
from checks.mistakes import own

MINIBATCH = "descent/minibatch"
NET = random_network((3, 5, 2), ("tanh", "sigmoid"), generator("network"))
X, Y = generator("x").normal(size=(3, 11)), generator("y").uniform(size=(2, 11))
RATE, SEED = 0.5, 7


def _run(epochs, batch_size, *, rate=RATE, drop_last=False, shuffle="every", targets=True,
         scale=None):
    """The network after training, by the recipe of the notebook or with one step done wrongly."""
    net, rng, count = copy(NET), np.random.default_rng(SEED), X.shape[1]
    order = np.arange(count)
    for epoch in range(epochs):
        if shuffle == "every" or shuffle == "once" and epoch == 0:
            order = rng.permutation(count)
        for start in range(0, count, batch_size):
            batch = order[start:start + batch_size]
            if drop_last and len(batch) < batch_size:
                continue
            y_batch = batch if targets else np.arange(count)[start:start + batch_size]
            gradient = backprop(net, X[:, batch], Y[:, y_batch], quadratic)
            for theta, slope in zip(net.parameters, gradient.arrays):
                theta -= rate * (scale(len(batch)) if scale else 1) * slope
    return net.parameters


WRONG = {
    own("The last batch, which is smaller, is left out.", MINIBATCH): {"drop_last": True},
    own("The examples are not shuffled.", MINIBATCH): {"shuffle": "never"},
    own("The examples are shuffled once, not in every epoch.", MINIBATCH): {"shuffle": "once"},
    own("The inputs are shuffled, and the targets are not.", MINIBATCH): {"targets": False},
    own("The gradient is divided by the size of the batch once more. It is the gradient of a mean "
        "already.", MINIBATCH):
    {"scale": lambda size: 1 / size},
    own("The gradient is multiplied by the size of the batch.", MINIBATCH):
    {"scale": lambda size: size},
    own("The step goes along the gradient, not against it.", MINIBATCH): {"rate": -RATE},
}


def _mistaken(epochs, batch_size):
    """{sentence: the parameters after training with that mistake}"""
    return {text: _run(epochs, batch_size, **piece) for text, piece in WRONG.items()} | {
        own("All examples are used in every step: the batch size is not looked at.", MINIBATCH):
        _run(epochs, 11),
        own("There is one epoch too few or too many.", MINIBATCH): _run(epochs + 1, batch_size)}


def _judge(epochs, batch_size):
    right, wrong = _run(epochs, batch_size), _mistaken(epochs, batch_size)

    def part(names):
        got = call(names, "train", NET, X, Y, quadratic, epochs, batch_size, RATE,
                   np.random.default_rng(SEED))
        if not isinstance(got, Network):
            raise Wrong("train must return the trained network; it returns {kind}.",
                        kind=kind_of(got))
        if got.sizes != NET.sizes:
            raise Wrong("train must return a network of the widths {right}; these are {got}.",
                        right=NET.sizes, got=got.sizes)
        names_of = [f"{part}[{l}]" for l in (2, 3) for part in ("w", "b")]
        for place, (array, like) in enumerate(zip(got.parameters, right)):
            if (array == NET.parameters[place]).all():
                raise Named("The returned network is the one before training.")
            compare(word("{name} after training").format(name=names_of[place]), array, like,
                    {text: arrays[place] for text, arrays in wrong.items()})

    return part


ONE, THREE = _judge(1, 4), _judge(3, 4)


def train(names):
    """Mini-batch gradient descent."""
    return score(names, (3, word("One epoch of 11 examples in batches of 4"), ONE),
                 (2, word("Three epochs"), THREE),
                 (1, word("The network that is given stays as it is"),
                  lambda names: keeps(names, "train", NET, X, Y, quadratic, 1, 4, RATE,
                                      np.random.default_rng(SEED))))
