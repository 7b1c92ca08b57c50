"""Solutions that are not on the page A worked example.

ex-worked-one-step

Only neuron 3 changes, so z_1 = 1 and z_2 = 3/4 stay, and the output is linear in the three
parameters: ŷ = w_31 z_1 + w_32 z_2 + b_3. With e = ŷ − y = 1/8 the three derivatives are e z_1,
e z_2 and e. A step with η changes the output by −η e (z_1² + z_2² + 1), and this is exact, because
the output is linear. The new output is the target if this change is −e:

    η = 1/(z_1² + z_2² + 1) = 1/(1 + 9/16 + 1) = 16/41.

The target has dropped out together with e. (If e = 0, the cost is 0 already, and no parameter
moves.) If all nine parameters move, z_1 and z_2 move too, and the output contains products such as
w_31 w_11: it is quadratic in η and no longer linear. Where a learning rate hits the target, it
depends on the target: the smallest one is 0.0998 for y = 1 and 0.1039 for y = 0. For y = −10 no
learning rate hits it.
"""

from fractions import Fraction as F

w31, w32, b3, z1, z2 = F(1), F(-1, 2), F(1, 2), F(1), F(3, 4)


def output_after(eta, y):
    """The output after a step of w31, w32 and b3 alone."""
    e = w31 * z1 + w32 * z2 + b3 - y
    return (w31 - eta * e * z1) * z1 + (w32 - eta * e * z2) * z2 + b3 - eta * e


for y in (F(1), F(0), F(-7, 3)):
    assert output_after(F(16, 41), y) == y != output_after(F(15, 41), y)


def miss_of_all_nine(eta, y):
    """Output minus target after a step of all nine parameters, for x = (1, 2)."""
    e = 1.125 - y
    d1, d2 = 1 * e, -0.5 * e
    new_z1 = (0.5 - eta * d1) + 2 * (0.25 - eta * 2 * d1) - eta * d1
    new_z2 = (-0.5 - eta * d2) + 2 * (0.5 - eta * 2 * d2) + 0.25 - eta * d2
    return (1 - eta * e) * new_z1 + (-0.5 - eta * e * 0.75) * new_z2 + 0.5 - eta * e - y


for y, eta in ((1, 0.0998), (0, 0.1039)):
    assert min(miss_of_all_nine(k * 1e-4, y) for k in range(round(1e4 * eta))) > 0
    assert miss_of_all_nine(eta + 1e-4, y) < 0

at_0, at_1, at_minus_1 = (miss_of_all_nine(eta, -10) for eta in (0, 1, -1))
by_square, by_eta = (at_1 + at_minus_1) / 2 - at_0, (at_1 - at_minus_1) / 2
assert by_eta**2 < 4 * by_square * at_0             # y = −10: this quadratic has no real root
