"""Solutions of the exercises of the chapter Nesterov's method that have none on the page.

ex-nesterov-convert

β = 0.95 is the same in all three. A running mean with the learning rate 0.5 has the steps of the
rate outside with η = (1 - β) · 0.5 = 0.025, and of the rate inside with 0.025 too.
Under the gradient 1 the velocities are
    running mean   0.05, 0.0975, 0.142625   and the steps -0.5 times these,
    rate outside   1, 1.95, 2.8525          and the steps -0.025 times these,
    rate inside    -0.025, -0.04875, -0.0713125, which are the steps themselves.
In the end the velocities are 1, 20 and -0.5, and the step is -0.5 in all three.

ex-nesterov-behind

The velocity is that of momentum, v_t = g (1 - β^t)/(1 - β) after t steps. Step t + 1 is
-η (g + β v_(t+1)) = -ηg (1 + β (1 - β^(t+1))/(1 - β)) = -ηg (1 - β^(t+2))/(1 - β).
So it is step t + 2 of momentum: Nesterov's method is one step ahead, and the steady step is the
same, ηg/(1 - β). In units of the steady step what is missing is β² + β³ + … = β²/(1 - β) in the
end. For β = 0.9 that is 8.1, and 9 for momentum: the look-ahead saves β steps.
"""

import numpy as np

from bplib import optimise
from bplib.instruments.landscapes import iterates

# ex-nesterov-convert
outside = inside = mean = 0.0
for step, v_mean in ((-0.025, 0.05), (-0.04875, 0.0975), (-0.0713125, 0.142625)):
    outside = 0.95 * outside + 1
    inside = 0.95 * inside - 0.025
    mean = 0.95 * mean + 0.05
    assert abs(mean - v_mean) < 1e-15
    assert max(abs(each - step) for each in (-0.025 * outside, inside, -0.5 * mean)) < 1e-15
path = iterates(optimise.momentum(0.025, 0.95), np.ones_like, [0.0], 1000)[:, 0]
assert np.allclose(path[:4], [0, -0.025, -0.07375, -0.1450625], atol=1e-15)
assert abs(path[1000] - path[999] + 0.5) < 1e-12

# ex-nesterov-behind
ahead = iterates(optimise.nesterov(1.0, 0.9), np.ones_like, [0.0], 400)[:, 0]
ball = iterates(optimise.momentum(1.0, 0.9), np.ones_like, [0.0], 401)[:, 0]
assert np.allclose(np.diff(ahead), np.diff(ball)[1:], rtol=1e-12)
assert abs(400 + ahead[400] / 10 - 8.1) < 1e-9
assert abs(400 + ball[400] / 10 - 9) < 1e-9
