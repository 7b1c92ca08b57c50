"""Solutions of the exercises of the chapter Mini-batches that have none on the page.

ex-minibatch-complement

The m examples of B and the M - m of B' are all examples, so with the gradient ḡ of all

    m g_B + (M - m) g_B' = M ḡ,   that is   m (g_B - ḡ) = -(M - m) (g_B' - ḡ).

Square both sides and take the mean over all batches B. On the left it is m² Var_m. When B runs
through all sets of m examples, B' runs through all sets of M - m, each once, so on the right it
is (M - m)² Var_(M-m).
MB2 has the symmetry: m² Var_m = m (M - m) S²/(M - 1) does not change when m and M - m change
places.

ex-minibatch-classes

Each class is a data set of its own with M/2 examples, and its part of the batch is a batch of m/2
of it. The gradient of the batch is the mean of the two, and that of all is the mean of the two
classes, so MB1 in each class gives: unbiased. The two parts are independent, so their variances
add up, with the factor 1/4. By MB2 with M/2 and m/2, and S_1², S_2² inside the classes,

    Var = (1/4) (S_1² + S_2²) (M - m)/2 / ((m/2) (M/2 - 1)) = (S_1² + S_2²)/2 · (M - m)/(m (M - 2)).

The variance of all examples is the mean of those inside the classes and what the means of the
classes differ: S² = (S_1² + S_2²)/2 + (ḡ_1 - ḡ_2)²/4. In a large data set MB2 is S²/m, and the
batch with equal parts has the variance (S_1² + S_2²)/(2m): smaller by (ḡ_1 - ḡ_2)²/(4m), and equal
exactly if both classes have the same gradient.
(In a small data set it can be larger, because M - 2 stands in place of M - 1.)
"""

from fractions import Fraction
from itertools import combinations, product


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def variance(values):
    centre = mean(values)
    return mean([(value - centre) ** 2 for value in values])


def of_batches(examples, size):
    """The gradients of all batches of this size."""
    return [mean(batch) for batch in combinations(examples, size)]


# ex-minibatch-complement
examples = [Fraction(each) for each in (4, 0, 2, 6, -3, 5, 1)]
total = len(examples)
for size in range(1, total):
    here, there = (variance(of_batches(examples, each)) for each in (size, total - size))
    assert size**2 * here == (total - size) ** 2 * there
    assert here == variance(examples) * (total - size) / (size * (total - 1))

# ex-minibatch-classes: two classes of four, batches of two of each
one, two = ([Fraction(each) for each in values] for values in ((1, 3, 4, 8), (10, 12, 15, 7)))
M, m = 8, 4
both = [(a + b) / 2 for a, b in product(of_batches(one, 2), of_batches(two, 2))]
inside = (variance(one) + variance(two)) / 2
assert mean(both) == mean(one + two)
assert variance(both) == inside * (M - m) / (m * (M - 2))
between = (mean(one) - mean(two)) ** 2 / 4
assert variance(one + two) == inside + between
assert variance(both) < variance(of_batches(one + two, m))

# the remark: with equal means of the classes, the batch of equal parts is a little worse
two = [each - mean(two) + mean(one) for each in two]
both = [(a + b) / 2 for a, b in product(of_batches(one, 2), of_batches(two, 2))]
assert variance(both) > variance(of_batches(one + two, m))
