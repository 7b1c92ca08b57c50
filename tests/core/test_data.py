"""The bundled digits and how they are split."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from bplib.data import digits, one_hot, split


def test_sizes_and_values():
    data = digits(np.random.default_rng(0))
    assert [part.x.shape for part in data] == [(64, 958), (64, 240), (64, 599)]
    for x, y in data:
        assert x.dtype == y.dtype == np.float64
        assert x.min() == 0 and x.max() == 1
        assert set(np.unique(y)) == {0.0, 1.0} and (y.sum(axis=0) == 1).all()
        np.testing.assert_array_equal(y.sum(axis=0), 1)
        assert x.flags.c_contiguous and y.flags.c_contiguous


def test_the_three_sets_are_disjoint_and_together_all_digits():
    images, labels = load_digits(return_X_y=True)
    data = digits(np.random.default_rng(0))
    together = np.hstack([np.vstack([part.x * 16, part.labels]) for part in data])
    original = np.vstack([images.T, labels])
    np.testing.assert_array_equal(*(array[:, np.lexsort(array)] for array in (together, original)))


def test_columns_keep_their_labels_and_no_column_is_in_two_sets():
    numbers = np.arange(90)
    data = split(np.vstack([numbers, numbers % 3]).astype(float), numbers % 3, np.random.default_rng(0))
    drawn = np.concatenate([part.x[0] for part in data])
    np.testing.assert_array_equal(np.sort(drawn), numbers)           # each once
    assert not np.array_equal(drawn, numbers)                        # shuffled
    for part in data:
        np.testing.assert_array_equal(part.x[1], part.labels)
    assert [len(part.labels) for part in data] == [48, 12, 30]


def test_every_class_is_split_in_the_same_proportion():
    data = digits(np.random.default_rng(0))
    every = np.bincount(np.concatenate([part.labels for part in data]))
    for part, share in zip(data, (8 / 15, 2 / 15, 1 / 3)):
        assert np.abs(np.bincount(part.labels) - share * every).max() <= 1.5


def test_the_generator_alone_draws_who_goes_where():
    one, same, other = (digits(np.random.default_rng(seed)) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.train.x, same.train.x)
    assert not np.array_equal(one.test.labels, other.test.labels)


def test_split_takes_a_list_of_labels():
    data = split(np.arange(30.0)[None], [0, 1] * 15, np.random.default_rng(0))
    assert all((part.x[0] % 2 == part.labels).all() for part in data)


@pytest.mark.parametrize("dtype", (np.uint8, np.int32, np.int64))
def test_one_hot(dtype):
    y = one_hot(np.array([2, 0, 1, 2], dtype), 4)
    np.testing.assert_array_equal(y, [[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]])
    assert y.dtype == np.float64
