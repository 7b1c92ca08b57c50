"""Solutions of the exercises of the chapter Momentum that have none on the page.

ex-momentum-slowest

The product of the two roots is β, so the product of their moduli is β, and the larger modulus is at
least √β: if both were smaller, so would be their product. √0.99 = 0.994987…, which is above
0.99498: no η and no λ gives less. A thousand times closer needs t with √β^t ≤ 1/1000, so
t ≥ 2 ln 1000/(-ln 0.99) = 1374.6: 1375 steps, in the long run.
In 100 steps: √β^100 = β^50 ≤ 1/1000, so β ≤ 1000^(-1/50) = 0.871.

ex-momentum-one-direction

Let u = ηλ, 0 < u < 1. By Step 5 the roots are complex for (1 - √β)² < u < (1 + √β)². The second
inequality holds always (u < 1), the first for √β > 1 - √u. So:

- for β above (1 - √u)² the roots are complex, the factor is √β, and more memory is worse;
- for β below it they are real, and the larger one is half of s + √(s² - 4β), s = 1 + β - u. It
  falls when β grows. Its derivative has the sign of √(s² - 4β) + s - 2 = √(s² - 4β) - (1 - β + u),
  and (1 - β + u)² - (s² - 4β) = 4u > 0, so it is negative;
- so the best is β = (1 - √u)², the double root, with the factor 1 - √u.

For u = 0.01 that is β = 0.81 and the factor 0.9, where plain descent has 0.99: a tenfold smaller
distance takes about 22 steps in place of 229 (and some more, for the factor t of the double root).
It is the border between creeping (real roots, no passing through the minimum) and swinging
(complex roots). A door closer at this border closes as fast as it can without swinging.
"""

from math import ceil, log, sqrt

import numpy as np


def larger_root(u, beta):
    return np.abs(np.roots([1, -(1 + beta - u), beta])).max()


# ex-momentum-slowest
rng = np.random.default_rng(0)
assert 0.99498 < sqrt(0.99) < 0.995
assert all(larger_root(u, 0.99) > sqrt(0.99) - 1e-9 for u in rng.uniform(0, 4, size=500))
assert ceil(2 * log(1000) / -log(0.99)) == 1375
assert round(1000 ** (-1 / 50), 3) == 0.871

# ex-momentum-one-direction
for u in (0.01, 0.2, 0.7):
    best = (1 - sqrt(u)) ** 2
    betas = np.linspace(0, 0.999, 500)
    factors = np.array([larger_root(u, beta) for beta in betas])
    assert abs(larger_root(u, best) - (1 - sqrt(u))) < 1e-6
    assert abs(betas[np.argmin(factors)] - best) < 0.003
    assert (np.diff(factors[betas < best]) < 0).all()
    assert (np.diff(factors[betas > best]) > 0).all()
assert [round(log(10) / -log(each)) for each in (0.9, 0.99)] == [22, 229]
