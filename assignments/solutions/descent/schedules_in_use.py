"""Schedules in use: the exercise whose solution is not on the page.

ex-in-use-halves

The constant learning rate adds up to nη, with η the highest one. The parts of this are:

- Step schedule: it drops to a fifth after each quarter, so the four quarters have the learning
  rates η, η/5, η/25 and η/125. The part is (1 + 0.2 + 0.04 + 0.008)/4 = 0.312.
- Cosine: the steps t and n − t add up to η, so twice the sum from 0 to n is (n + 1)η. The step n
  would have 0. The part is (n + 1)/(2n) = 2401/4800, a little more than a half.
- Warm-up in k steps and a cosine over n − k: the line has the learning rates ηt/k for t = 0, …,
  k − 1, which add up to η(k − 1)/2. The cosine adds η(n − k + 1)/2. Together this is ηn/2: the part
  is a half, exactly, and the length k of the warm-up changes nothing.
"""

from bplib.optimise.schedules import constant, cosine, step, warmup

n = 2400


def part(schedule):
    return sum(schedule(t) for t in range(n)) / (n * 0.5)


assert abs(part(constant(0.5)) - 1) < 1e-12
assert abs(part(step(0.5, 0.2, n // 4)) - 0.312) < 1e-12
assert abs(part(cosine(0.5, n)) - 2401 / 4800) < 1e-12
for k in (1, 120, 1000, n - 1):
    assert abs(part(warmup(k, cosine(0.5, n - k))) - 1 / 2) < 1e-12
