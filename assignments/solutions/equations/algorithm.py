"""The exercise of the chapter The algorithm that has no solution on its page.

ex-algorithm-own

One possible program is `backward` below: a forward pass that keeps every activation, then BP1, a
loop with BP2, and at last BP4 and BP3 for every layer. The slopes need no z here: tanh′(z) is
1 − a², and the slope of the sigmoid is a(1 − a). The 1/m of the cost enters once, in BP1.

First comparison: the numbers of the page, all eight places (`PRINTED`). Second: a central
difference over every entry of every array, on a network with four layers of weights.
Third, two mistakes of the page. With the weights and the error of the last layer everywhere both
comparisons find the mistake, because both networks have two hidden layers or more. An index that
wraps round gives BP4 for layer 2 the output in the place of the input. The printed numbers find it:
the network of the page has as many outputs as inputs, so the shapes agree.
There are mistakes that only the second comparison finds. One of them is below: it takes the weights
of layer L − 1 or later in all layers, which is right with two hidden layers and wrong with three.

To mark: the arrays of the page agree to eight places; the central difference uses the cost and not
the output; its network has at least four layers of weights, and biases that are not 0.
"""

from pathlib import Path

import numpy as np


def forward(w, b, x):
    """{l: aˡ} with a¹ = x: tanh in the hidden layers, the sigmoid in the last one."""
    a, last = {1: x}, max(w)
    for l in sorted(w):
        z = w[l] @ a[l - 1] + b[l]
        a[l] = 1 / (1 + np.exp(-z)) if l == last else np.tanh(z)
    return a


def cost(w, b, x, y):
    return ((forward(w, b, x)[max(w)] - y) ** 2).sum() / (2 * x.shape[1])


def backward(w, b, x, y, after=lambda l, last: l + 1):
    """∂C/∂w and ∂C/∂b as {l: array}; another `after` is the mistake of the page."""
    a, last = forward(w, b, x), max(w)
    delta = {last: (a[last] - y) / x.shape[1] * a[last] * (1 - a[last])}            # BP1
    for l in range(last - 1, 1, -1):
        n = after(l, last)
        delta[l] = w[n].T @ delta[n] * (1 - a[l] ** 2)                              # BP2
    return ({l: delta[l] @ a[l - 1].T for l in delta},                              # BP4
            {l: delta[l].sum(axis=1, keepdims=True) for l in delta})                # BP3


def by_differences(w, b, x, y, h=1e-5):
    """The same two dictionaries, from values of the cost alone."""
    gradients = tuple({l: np.zeros_like(array) for l, array in arrays.items()} for arrays in (w, b))
    for arrays, gradient in zip((w, b), gradients):
        for l, array in arrays.items():
            for place in np.ndindex(array.shape):
                kept = array[place]
                array[place] = kept + h
                up = cost(w, b, x, y)
                array[place] = kept - h
                down = cost(w, b, x, y)
                array[place] = kept
                gradient[l][place] = (up - down) / (2 * h)
    return gradients


def distances(one, other):
    """The relative error of each array, by itself."""
    return [np.abs(u[l] - v[l]).max() / np.abs(v[l]).max()
            for u, v in zip(one, other) for l in v]


# The network of the page, and the numbers that it prints.
W = {2: np.array([[0.6, -0.4], [-0.9, 0.2], [0.3, 0.8]]),
     3: np.array([[0.5, -0.7, 0.1], [0.4, 0.9, -0.3], [-0.6, 0.2, 0.7]]),
     4: np.array([[0.8, -0.5, 0.3], [-0.2, 0.6, 0.9]])}
B = {2: np.array([[0.1], [-0.2], [0.3]]), 3: np.array([[-0.4], [0.2], [0.1]]),
     4: np.array([[0.3], [-0.1]])}
X, Y = np.array([[1.0, -0.5], [0.5, 2.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
PRINTED = (
    {2: np.array([[0.02098639, 0.02105417], [-0.07313498, 0.09643458], [-0.00058081, -0.00474808]]),
     3: np.array([[0.04657742, -0.05976562, 0.02213975], [-0.08540523, 0.08898154, 0.02562592],
                  [-0.02678702, 0.03652756, -0.01966126]]),
     4: np.array([[0.08302204, -0.04366702, -0.04323084], [-0.08699149, 0.04320066, 0.04928082]])},
    {2: np.array([[0.02802704, 0.01553306, -0.00355260]]).T,
     3: np.array([[0.03494052, 0.01576715, -0.02844734]]).T,
     4: np.array([[0.00617924, 0.00279829]]).T})


def agrees_with_the_page(gradients):
    """All eight decimal places of every number."""
    return all(np.abs(got[l] - printed[l]).max() < 0.6e-8
               for got, printed in zip(gradients, PRINTED) for l in printed)


assert agrees_with_the_page(backward(W, B, X, Y))
PAGE = Path(__file__).parents[3] / "chapters" / "equations" / "algorithm.ipynb"
assert all(f"{number:.8f}" in PAGE.read_text("utf-8")
           for part in PRINTED for array in part.values() for number in array.flat)

rng = np.random.default_rng(0)
sizes = (3, 4, 4, 4, 2)
DEEPER = ({l: rng.normal(size=(n, k)) for l, (k, n) in enumerate(zip(sizes, sizes[1:]), 2)},
          {l: rng.normal(size=(n, 1)) for l, n in enumerate(sizes[1:], 2)},
          rng.normal(size=(3, 5)), rng.random((2, 5)))
assert max(distances(backward(*DEEPER), by_differences(*DEEPER))) < 1e-7


def last_everywhere(l, last):
    return last


assert not agrees_with_the_page(backward(W, B, X, Y, last_everywhere))
assert max(distances(backward(*DEEPER, last_everywhere), by_differences(*DEEPER))) > 0.1


# The weights of layer L − 1 or later: right with two hidden layers, wrong with three.
def at_most_one_before_the_last(l, last):
    return max(l + 1, last - 1)


assert agrees_with_the_page(backward(W, B, X, Y, at_most_one_before_the_last))
assert max(distances(backward(*DEEPER, at_most_one_before_the_last), by_differences(*DEEPER))) > 0.1

# An index that wraps round: the output in the place of the input.
a = forward(W, B, X)
wrapped = backward(W, B, X, Y)
first_error = W[3].T @ (W[4].T @ ((a[4] - Y) / 2 * a[4] * (1 - a[4])) * (1 - a[3] ** 2))
wrapped[0][2] = first_error * (1 - a[2] ** 2) @ a[4].T
assert wrapped[0][2].shape == W[2].shape and not agrees_with_the_page(wrapped)
