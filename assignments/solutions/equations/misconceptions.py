"""Solutions of the exercises of "Wrong versions" that are not printed there.

ex-misconceptions-last-layer

Write G for ∇C, G_L for its part in the last layer and G_h for the rest: ‖G_L‖² = s‖G‖² and
‖G_h‖² = (1 − s)‖G‖².
1. By W1 the derivative at η = 0 is −⟨g, G⟩ = −‖G_L‖² − ⟨h, G_h⟩. The inequality of Cauchy and
   Schwarz gives ⟨h, G_h⟩ ≥ −‖h‖ ‖G_h‖ = −‖h‖ √(1 − s) ‖G‖. So ⟨g, G⟩ ≥ s‖G‖² − ‖h‖ √(1 − s) ‖G‖,
   which is positive for ‖h‖ < s/√(1 − s) ‖G‖. The derivative is then negative, and the cost falls
   for every small enough η.
2. h = −s/(1 − s) G_h has the length s/(1 − s) · √(1 − s) ‖G‖, the bound, and
   ⟨g, G⟩ = s‖G‖² − s/(1 − s) · (1 − s)‖G‖² = 0.
3. For all ten: the code below computes it. So the bound alone says that their cost falls, for a
   small enough step.
"""

import numpy as np

from bplib import backprop
from bplib.wrong import VARIANTS
from bplib.wrong.checks import equal_widths, gradient_vector

case = equal_widths(np.random.default_rng(0))[0]
true = gradient_vector(backprop, case)
hidden, last = slice(0, -20), slice(-20, None)        # the last layer: 16 weights, 4 biases
s = true[last] @ true[last] / (true @ true)
bound = s / np.sqrt(1 - s) * np.linalg.norm(true)

h = -s / (1 - s) * true[hidden]                       # 2.
assert abs(np.linalg.norm(h) - bound) < 1e-12 * bound
assert abs(np.concatenate([h, true[last]]) @ true) < 1e-12 * (true @ true)

right_there, below = [], []
for name, variant in VARIANTS.items():
    if name == "bias not summed":                     # its shape is wrong
        continue
    g = gradient_vector(variant.backprop, case)
    if name not in ("slope kept under cross-entropy", "softmax Jacobian diagonal") \
            and np.allclose(g[last], true[last], rtol=1e-9, atol=0):
        right_there.append(name)
        assert g @ true > 0
        if np.linalg.norm(g[hidden]) < bound:
            below.append(name)
assert len(right_there) == 10 and below == right_there
