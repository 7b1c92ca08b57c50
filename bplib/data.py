"""The bundled data sets, as columns: x (n₁, m), y one-hot (n_L, m). Nothing is downloaded."""

from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from bplib.expect import expect_array, expect_int, expect_rng


class Examples(NamedTuple):
    """The pair x (n₁, m), inputs, and y (n_L, m), one-hot targets.

    backprop(net, *examples, cost)
    """

    x: np.ndarray
    y: np.ndarray

    @property
    def labels(self):
        """The class numbers behind y, (m,)."""
        return self.y.argmax(axis=0)


class Split(NamedTuple):
    """Three disjoint sets of Examples: fit on train, choose by validation, report test once."""

    train: Examples
    validation: Examples
    test: Examples


def one_hot(labels, classes):
    """Class numbers (m,) as columns of 0 and 1, (classes, m) float64.

    Raises TypeError for labels that are not integers, ValueError for one outside 0..classes−1.
    """
    labels, classes = np.asarray(labels), expect_int("classes", classes, least=1)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise TypeError("labels must be a vector of integers; "
                        f"got shape {labels.shape}, dtype {labels.dtype}")
    for label in labels[(labels < 0) | (labels >= classes)][:1]:
        raise ValueError(f"labels must lie from 0 to {classes - 1}; got {label}")
    return np.eye(classes)[:, labels]


def digits(rng):
    """1,797 handwritten digits of 8 × 8 pixels: a Split of 958, 240 and 599 examples.

    Grey values 0..16 are divided by 16. One third is held out as test set, a fifth of the rest
    as validation set, every class in the same proportion; `rng` draws who goes where.
    Source: the test part of the optical digits of Alpaydin and Kaynak (1998), as scikit-learn
    bundles it.
    """
    images, labels = load_digits(return_X_y=True)
    return split(images.T / 16.0, labels, rng)


def split(x, labels, rng):
    """Shuffle the columns of x (n₁, m) with labels (m,) into a Split, stratified.

    A third is for test, a fifth of the rest for validation. Labels are 0, 1, … without a gap.
    Raises ValueError or TypeError where x, labels and rng do not fit this.
    """
    expect_rng(rng)
    labels = np.asarray(labels)
    expect_array("x", x, ("n_1", len(labels)))
    classes = expect_int("number of classes", len(np.unique(labels)), least=2)
    y = one_hot(labels, classes)

    def divide(indices, share):
        return train_test_split(indices, test_size=share, stratify=labels[indices],
                                random_state=int(rng.integers(2**31)))

    rest, test = divide(np.arange(len(labels)), 1 / 3)
    train, validation = divide(rest, 1 / 5)
    return Split(*(Examples(np.ascontiguousarray(x[:, part]), np.ascontiguousarray(y[:, part]))
                   for part in (train, validation, test)))
