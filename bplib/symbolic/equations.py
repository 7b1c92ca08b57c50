"""The labelled equations of the book as SymPy objects, for any width: definitions, the four, and more.

These are the statements. The chapters derive the right-hand sides from the definitions, and
`derive.py` does the same for the tests; neither takes a statement for granted.
"""

from sympy import Function, IndexedBase, Product, Sum, Symbol, pi, sin, symbols

from bplib.symbolic.display import Equation
from bplib.symbolic.notation import C, L, Partial, a, b, delta, i, j, k, l, m, n, p, q, sigma, sigma_prime, w, y, z


def weighted_input(layer, neuron, index=q, inputs=None):
    """z^l_j = Σ_q w^l_{jq} a^{l−1}_q + b^l_j; `inputs(q)` replaces a^{l−1}_q where given."""
    value = a[layer - 1, index] if inputs is None else inputs(index)
    return Sum(w[layer, neuron, index] * value, (index, 1, n[layer - 1])) + b[layer, neuron]


FORWARD_Z = Equation(z[l, j], weighted_input(l, j, k), "F1")
FORWARD_A = Equation(a[l, j], sigma(z[l, j]), "F2")

ERROR = Equation(delta[l, j], Partial(C, z[l, j]))

BP1 = Equation(delta[L, j], Partial(C, a[L, j]) * sigma_prime(z[L, j]), "BP1")
BP2 = Equation(delta[l, j],
               Sum(w[l + 1, k, j] * delta[l + 1, k], (k, 1, n[l + 1])) * sigma_prime(z[l, j]), "BP2")
BP3 = Equation(Partial(C, b[l, j]), delta[l, j], "BP3")
BP4 = Equation(Partial(C, w[l, j, k]), a[l - 1, k] * delta[l, j], "BP4")

# in a batch of m examples δ carries the 1/m of the cost, and the sums carry none
BP3_BATCH = Equation(Partial(C, b[l, j]), Sum(delta[l, j, i], (i, 1, m)), "BP3, batch")
BP4_BATCH = Equation(Partial(C, w[l, j, k]), Sum(a[l - 1, k, i] * delta[l, j, i], (i, 1, m)), "BP4, batch")

# the derivatives of the three costs of one example by output j: quadratic, binary and categorical cross-entropy
COST_QUADRATIC = Equation(Partial(C, a[L, j]), a[L, j] - y[j], "C1")
COST_BINARY = Equation(Partial(C, a[L, j]), (a[L, j] - y[j]) / (a[L, j] * (1 - a[L, j])), "C2")
COST_CATEGORICAL = Equation(Partial(C, a[L, j]), -y[j] / a[L, j], "C3")

# a chain of layers with one neuron each
CHAIN = Equation(Partial(a[L], a[1]), Product(w[l] * sigma_prime(z[l]), (l, 2, L)), "CR")

# the change of the cost in one small step of gradient descent, the N parameters being θ_p
theta = IndexedBase("theta")
eta, change_of_C = symbols(r"eta \Delta{C}")
N = Symbol("N", integer=True, positive=True)
DESCENT = Equation(change_of_C, Sum(-eta * Partial(C, theta[p]) ** 2, (p, 1, N)), "GD1")

# the step itself; then t steps on a bowl with the curvature λ, and the learning rate that is best on it
step = IndexedBase(r"\Delta\theta")
t = Symbol("t", integer=True, nonnegative=True)
lam, lam_min, lam_max = symbols(r"lambda \lambda_{\min} \lambda_{\max}", positive=True)
theta_0, theta_t = symbols("theta_0 theta_t")
DESCENT_STEP = Equation(step[p], -eta * Partial(C, theta[p]), "GD2")
BOWL = Equation(theta_t, theta_0 * (1 - eta * lam) ** t, "GD3")
BEST_RATE = Equation(eta, 2 / (lam_min + lam_max), "GD4")

# a batch of m examples from a data set of M: expectation and variance are over all batches, drawn without replacement;
# S_p² is the variance of ∂C_i/∂θ_p over the data set, with 1/M
M = Symbol("M", integer=True, positive=True)
C_batch = Symbol("C_B")
E, Var = Function(r"\mathrm{E}"), Function(r"\mathrm{Var}")
spread = IndexedBase("S")
MINIBATCH_SPREAD = Equation(spread[p] ** 2,
                            Sum((Partial(IndexedBase("C")[i], theta[p]) - Partial(C, theta[p])) ** 2, (i, 1, M)) / M)
MINIBATCH_MEAN = Equation(E(Partial(C_batch, theta[p])), Partial(C, theta[p]), "MB1")
MINIBATCH_VARIANCE = Equation(Var(Partial(C_batch, theta[p])), spread[p] ** 2 * (M - m) / (m * (M - 1)), "MB2")

# the rate at which the cost changes in a small step along any g, right or wrong
g = IndexedBase("g")
WRONG_STEP = Equation(Partial(C, eta), -Sum(g[p] * Partial(C, theta[p]), (p, 1, N)), "W1")
# the probability that one random direction misses an error in the gradient, for a small tolerance ε; the error
# is ρ times as long as the gradient, at the angle ψ to it
P, epsilon, rho, psi = symbols("P varepsilon rho psi", positive=True)
MISSED = Equation(P, 2 * epsilon * sin(psi) / (pi * rho), "W2")
