"""The bundled data sets, as columns: x (n₁, m), y one-hot (n_L, m). Nothing is downloaded."""

from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from bplib.expect import expect_array, expect_int, expect_plain, expect_rng


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
    labels, classes = _expect_labels(labels), expect_int("classes", classes, least=1)
    for label in labels[(labels < 0) | (labels >= classes)][:1]:
        raise ValueError(f"labels must lie from 0 to {classes - 1}; got {label}")
    y = np.zeros((classes, len(labels)))
    y[labels, np.arange(len(labels))] = 1
    return y


def _expect_labels(labels):
    """`labels` as a vector of integers."""
    try:
        vector = np.asanyarray(labels)
    except ValueError:                                   # a ragged list
        vector = np.array(None)
    expect_plain("labels", vector)
    if vector.ndim != 1 or vector.dtype.kind not in "iu":
        raise TypeError("labels must be a vector of integers; "
                        f"got shape {vector.shape}, dtype {vector.dtype}")
    return np.asarray(vector)


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
    Raises ValueError or TypeError where x, labels and rng do not fit this, and where a class has
    too few examples for three sets.
    """
    expect_rng(rng)
    labels = _expect_labels(labels)
    expect_array("x", x, ("n_1", len(labels)))
    classes = expect_int("number of classes", len(np.unique(labels)), least=2)
    y = one_hot(labels, classes)

    def divide(indices, share):
        return train_test_split(indices, test_size=share, stratify=labels[indices],
                                random_state=int(rng.integers(2**31)))

    try:
        rest, test = divide(np.arange(len(labels)), 1 / 3)
        train, validation = divide(rest, 1 / 5)
    except ValueError:                                   # it would speak of its own arguments
        raise ValueError("labels must name enough examples of every class for three sets, about 8; "
                         f"got {np.bincount(labels).tolist()}") from None
    return Split(*(Examples(np.ascontiguousarray(x[:, part]), np.ascontiguousarray(y[:, part]))
                   for part in (train, validation, test)))
