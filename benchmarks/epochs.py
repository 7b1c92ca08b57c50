"""One epoch of training by bplib.fit and by others: the same network, start, data, batch size and learning rate.

The data are scikit-learn's 1,797 handwritten digits, 8 × 8 pixels, and the same enlarged to 28 × 28, the size for which
most tutorials write their network; 1,198 to train, 599 to test. Hidden neurons are sigmoids, the cost is the categorical
cross-entropy, and the optimiser is gradient descent on batches. All give the cost of the epoch: scikit-learn from its
batches, the others from a forward pass over all examples after the last step.
"""

from typing import NamedTuple

import numpy as np
from scipy.ndimage import zoom
from side_by_side import ratio

from bplib import activations, costs, data, initialise, network, optimise, train
from bplib.expect import unchecked

NETS = (((64, 30, 10), 10), ((784, 30, 10), 10), ((784, 100, 10), 32))
MAKERS = {name: ("epochs", f"{name}_epoch") for name in ("bplib", "torch", "sklearn", "loop")}
EPOCHS = 20         # of which the accuracy is compared


class Case(NamedTuple):
    """A network and how it is trained, made anew from the same seed in every process."""

    sizes: tuple
    batch_size: int
    rate: float = 0.3

    def build(self):
        """The network, training x and y, test x and y, in float32."""
        digits = data.digits(np.random.default_rng(3))
        x, y, test_x, test_y = (array.astype(np.float32) for array in (
            self.fit(np.hstack([digits.train.x, digits.validation.x])), np.hstack([digits.train.y, digits.validation.y]),
            self.fit(digits.test.x), digits.test.y))
        net = network.build(self.sizes, ["sigmoid"] * (len(self.sizes) - 2) + ["identity"], np.random.default_rng(1),
                            initialise.xavier, np.float32)
        return net, x, y, test_x, test_y

    def fit(self, x):
        """The images x (64, m) in the size that the network takes."""
        return x if self.sizes[0] == 64 else zoom(x.reshape(8, 8, -1), (3.5, 3.5, 1), order=1).reshape(784, -1)


def with_accuracy(epoch, output, case):
    """A step that trains for an epoch, and the accuracy that it has on the test examples after EPOCHS of them."""
    for _ in range(EPOCHS):
        epoch()
    _, _, _, x, y = case.build()
    return epoch, train.accuracy(np.asarray(output(x), dtype=float), y.astype(float))


def bplib_epoch(case):
    net, x, y, *_ = case.build()
    rng, rule = np.random.default_rng(4), optimise.gradient_descent(case.rate)

    def epoch():
        nonlocal net
        net = train.fit(net, x, y, costs.categorical_cross_entropy, rule, epochs=1, batch_size=case.batch_size, rng=rng,
                        progress=False).network

    return with_accuracy(epoch, lambda x: network.forward(net, x).a[net.L], case)


def torch_epoch(case):
    import torch

    net, x, y, *_ = case.build()
    model = torch.nn.Sequential()
    for w, b, activation in net.layers:
        linear = torch.nn.Linear(w.shape[1], w.shape[0])
        linear.weight.data, linear.bias.data = torch.tensor(w), torch.tensor(b[:, 0])
        model.extend([linear, torch.nn.Sigmoid()] if activation.name == "sigmoid" else [linear])
    rows, classes = torch.tensor(x.T.copy()), torch.tensor(y.argmax(axis=0))
    rule, cost = torch.optim.SGD(model.parameters(), lr=case.rate), torch.nn.CrossEntropyLoss()

    def epoch():
        order = torch.randperm(len(rows))
        for start in range(0, len(rows), case.batch_size):
            batch = order[start:start + case.batch_size]
            rule.zero_grad()
            cost(model(rows[batch]), classes[batch]).backward()
            rule.step()
        with torch.no_grad():
            return float(cost(model(rows), classes))

    return with_accuracy(epoch, lambda x: model(torch.tensor(x.T.copy())).detach().numpy().T, case)


def sklearn_epoch(case):
    from sklearn.neural_network import MLPClassifier

    net, x, y, *_ = case.build()
    rows, classes = x.T.copy(), y.argmax(axis=0)
    model = MLPClassifier(case.sizes[1:-1], activation="logistic", solver="sgd", alpha=0, batch_size=case.batch_size,
                          learning_rate_init=case.rate, momentum=0, random_state=0)
    model.partial_fit(rows[:100], classes[:100], classes=range(10))     # it makes the arrays, which then get our start
    model.coefs_ = [w.T.copy() for w in net.parameters[::2]]
    model.intercepts_ = [b[:, 0].copy() for b in net.parameters[1::2]]
    return with_accuracy(lambda: model.partial_fit(rows, classes), lambda x: model.predict_proba(x.T).T, case)


def loop_epoch(case):
    net, x, y, *_ = case.build()
    weights, biases = net.parameters[::2], net.parameters[1::2]
    sigmoid, rng, m = activations.sigmoid.f, np.random.default_rng(4), x.shape[1]

    def slope(z):
        return sigmoid(z) * (1 - sigmoid(z))

    def epoch():
        order = rng.permutation(m)
        for start in range(0, m, case.batch_size):
            batch = order[start:start + case.batch_size]
            total_w, total_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
            for i in batch:
                zs, a = [], [x[:, i:i + 1]]
                for w, b in zip(weights, biases):
                    zs.append(w @ a[-1] + b)
                    a.append(sigmoid(zs[-1]))
                delta = costs.softmax(zs[-1]) - y[:, i:i + 1]
                for l in range(1, len(weights) + 1):
                    if l > 1:
                        delta = (weights[-l + 1].T @ delta) * slope(zs[-l])
                    total_w[-l] = total_w[-l] + delta @ a[-l - 1].T
                    total_b[-l] = total_b[-l] + delta
            for array, total in zip(weights + biases, total_w + total_b):
                array -= case.rate / len(batch) * total
        return costs.categorical_cross_entropy.value(unchecked(network.forward)(net, x).a[net.L], y)

    return with_accuracy(epoch, lambda x: network.forward(net, x).a[net.L], case)


def run(team, present, quick):
    """A row for each network: the time of bplib's epoch, the others as multiples of it, and all accuracies."""
    makers = {name: maker for name, maker in MAKERS.items() if name in present}
    for sizes, batch_size in NETS[:2] if quick else NETS:
        accuracies = {}
        times = team.times(makers, Case(sizes, batch_size), 3 if quick else 15,
                           lambda name, accuracy, _: accuracies.update({name: accuracy}))
        row = {"sizes": sizes, "batch": batch_size, "seconds": float(np.median(times["bplib"])), "accuracy": accuracies}
        yield row | {name: ratio(times[name], times["bplib"]) for name in times if name != "bplib"}
