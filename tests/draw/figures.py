"""Every figure of bplib.draw: {module.function: a call of it with small arrays and no word}."""

import numpy as np

from bplib import draw
from bplib.draw import (adaptive, batches, benchmarks, descent, equations, foundations, growth,
                        landscape, misconceptions, momentum, networks, passes, schedules, tables)
from bplib.instruments.landscapes import double_well
from bplib.train import History

TWO, THREE = np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0])
PATH = np.array([[2.0, -1.0], [1.0, 0.5], [0.5, -0.25]])
ONE = {1: np.ones((1, 1)), 2: np.ones((1, 1))}
RUNS = np.array([[3.0, 2.0, 1.0], [4.0, 3.0, 2.0]])
NO_LABEL = {"xlabel": "", "ylabel": ""}


def bowl(x, y):
    return x**2 + y**2 + 0.1


FIGURES = {
    "curves.curves": lambda: draw.curves(TWO, {"1": TWO, "2": TWO}, **NO_LABEL),
    "curves.learning_curve": lambda: draw.learning_curve(History(*RUNS.tolist(), *RUNS.tolist())),
    "curves.bands": lambda: draw.bands({"1": (THREE, RUNS)}, **NO_LABEL),
    "curves.contour_path": lambda: draw.contour_path(
        bowl, {"1": PATH, "2": PATH}, (-1, 1), (-1, 1)),
    "curves.field": lambda: draw.field(np.eye(2), (0, 1), (0, 1), bar="$r$", **NO_LABEL),
    "curves.rolling": lambda: draw.rolling(double_well, {"momentum": TWO}),
    "tables.heat_map": lambda: tables.heat_map(np.eye(2), "weight", numbers="{:.1f}", **NO_LABEL),
    "tables.confusion_matrix": lambda: tables.confusion_matrix(np.eye(2), ["1", "2"]),
    "tables.hits": lambda: tables.hits(np.eye(2, dtype=bool), ["1", "2"], ["1", "2"]),
    "tables.images": lambda: tables.images(np.ones((4, 2)), (2, 2), ["1", "2"]),
    "networks.indices": lambda: networks.indices((2, 2), weights=[(2, 1, 1)], neuron=(2, 1)),
    "networks.numbers": lambda: networks.numbers((1, 1), ONE, ONE, weights={2: np.ones((1, 1))},
                                                 weighted_inputs=ONE, slopes=ONE, biases=ONE, cost=1),
    "networks.names": lambda: networks.names({(1, 1): "x", (2, 1): "1"}, {(2, 1, 1): "w"},
                                             {(2, 1): "b"}, "y"),
    "networks.one_path": lambda: networks.one_path((2, 2, 1), (2, 1, 1), (1, 1)),
    "networks.every_path": lambda: networks.every_path((2, 1, 1), (2, 1, 1), {(1, 1): 0.5}, 0.5),
    "passes.two_passes": lambda: passes.two_passes(3),
    "passes.four_equations": passes.four_equations,
    "foundations.reaching": lambda: foundations.reaching([0.7, 0.9], 1.0),
    "foundations.activations": lambda: foundations.activations(TWO, {"1": (TWO, TWO)}),
    "foundations.digits_of_slopes": lambda: foundations.digits_of_slopes(
        TWO, {"1": {"t": TWO, "a": TWO}, "2": {"t": TWO, "a": TWO}}),
    "foundations.costs_and_errors": lambda: foundations.costs_and_errors(
        TWO, {"1": TWO, "2": TWO}, TWO, {"1": TWO, "2": TWO}),
    "foundations.lost_digits": lambda: foundations.lost_digits(
        TWO, {"1": {"2": TWO, "3": TWO, "4": TWO}, "5": {"2": TWO, "3": TWO, "4": TWO}}),
    "foundations.tangents": lambda: foundations.tangents(TWO, TWO, [(1.5, 1.5, 1.0)]),
    "foundations.along_a_step": lambda: foundations.along_a_step(TWO, TWO, 1.0),
    "equations.dials": lambda: equations.dials(TWO, np.eye(2), np.eye(2), TWO, 2),
    "equations.column_of_weights": lambda: equations.column_of_weights((2, 2, 2), np.eye(2), 3, 1),
    "equations.errors_and_their_sums": lambda: equations.errors_and_their_sums(np.eye(2), TWO, 2),
    "equations.sum_of_images": lambda: equations.sum_of_images(np.ones((4, 2)), np.ones(4), (2, 2)),
    "equations.slow_weights": lambda: equations.slow_weights(
        TWO[:, None], np.eye(2), TWO, {"quadratic cost": TWO, "cross-entropy": TWO}),
    "equations.grey_where_nan": lambda: equations.grey_where_nan(
        {"1": np.ones(4), "2": np.ones(4)}, (2, 2)),
    "equations.factors": lambda: equations.factors({"1": np.eye(2), "2": np.eye(2)},
                                                   ["weight", "forward"]),
    "equations.partial_results": lambda: equations.partial_results(
        {"left to right": [(2, 2, 8)], "right to left": [(2, 1, 4)]}),
    "equations.errors_by_step": lambda: equations.errors_by_step(
        TWO, {"complex step": TWO, "central difference": TWO}, {"central difference": TWO},
        {"central difference": 1.5}),
    "growth.time_ratios": lambda: growth.time_ratios(TWO, {"1": TWO, "2": TWO}, 2.0),
    "growth.times_of_a_gradient": lambda: growth.times_of_a_gradient(TWO, TWO, TWO),
    "growth.multiplications": lambda: growth.multiplications(
        [1, 2], {"1": {1: TWO, 2: TWO}, "2": {1: TWO, 2: TWO}}),
    "misconceptions.angles": lambda: misconceptions.angles([10, 170], np.array([True, False]),
                                                           ["1", "2"]),
    "misconceptions.training": lambda: misconceptions.training(
        ["1", "2"], [0.5, 0.6], [0.1, 0.5], (0.5, 0.01), (20, 1500)),
    "misconceptions.misses": lambda: misconceptions.misses(
        TWO, {"1": (TWO / 9, TWO / 8)}, (TWO, {"1": (TWO / 9, TWO / 99)})),
    "descent.paths_by_rate": lambda: descent.paths_by_rate({"1": PATH, "2": PATH}, (1.0, 10.0)),
    "descent.distance_by_rate": lambda: descent.distance_by_rate(
        [0.1, 0.2], [50.0, 200.0], [0.1], [60.0], {0.15: "1"}),
    "descent.cost_by_step": lambda: descent.cost_by_step({"1": TWO, "2": TWO}),
    "batches.gradients_of_batches": lambda: batches.gradients_of_batches(
        {1: TWO, 2: TWO}, 1.5, TWO),
    "batches.noise_by_batch_size": lambda: batches.noise_by_batch_size(TWO, TWO, TWO, TWO, TWO),
    "batches.best_rate_by_batch_size": lambda: batches.best_rate_by_batch_size(
        TWO, TWO, TWO, TWO, TWO),
    "batches.paths_by_batch_size": lambda: batches.paths_by_batch_size(bowl, {1: PATH, 8: PATH},
                                                                       (0, 0)),
    "batches.cost_by_epoch_and_step": lambda: batches.cost_by_epoch_and_step({10: RUNS}, {10: 96}),
    "momentum.roots_on_the_circle": lambda: momentum.roots_on_the_circle(
        TWO, np.eye(2) + 0j, {1: "1"}, 0.5),
    "momentum.paths_in_a_valley": lambda: momentum.paths_in_a_valley(
        {"1": PATH, "2": PATH}, (1, 25)),
    "momentum.distance_by_step": lambda: momentum.distance_by_step(
        {"gradient descent": TWO, "momentum": TWO}, [0.5]),
    "momentum.largest_modulus": lambda: momentum.largest_modulus(np.eye(2), [], (TWO, TWO / 4)),
    "momentum.rolling_and_steps": lambda: momentum.rolling_and_steps(
        double_well, {"momentum": TWO}),
    "adaptive.too_long": lambda: adaptive.too_long((TWO, TWO), (TWO, TWO)),
    "adaptive.two_valleys": lambda: adaptive.two_valleys(
        *2 * [(bowl, {"Adam": PATH, "RMSProp": PATH})]),
    "adaptive.prices": lambda: adaptive.prices(TWO, TWO, TWO[::-1]),
    "adaptive.costs_by_angle": lambda: adaptive.costs_by_angle(
        TWO, {"Adam": TWO, "RMSProp": TWO}),
    "adaptive.longest_step": lambda: adaptive.longest_step(
        (TWO, TWO), (TWO, TWO), (TWO, TWO), 3.2),
    "adaptive.costs_by_step": lambda: adaptive.costs_by_step(
        {"Adam": TWO, "RMSProp": TWO}, [1]),
    "adaptive.band_panels": lambda: adaptive.band_panels({"Adam": RUNS, "RMSProp": RUNS},
                                                         [["Adam"], ["RMSProp"]]),
    "schedules.rates": lambda: schedules.rates({"1": TWO, "2": TWO}),
    "schedules.distances": lambda: schedules.distances(TWO, {"1": TWO, "2": TWO}, TWO,
                                                       {"1": TWO, "2": TWO}),
    "schedules.noisy_paths": lambda: schedules.noisy_paths(bowl, {"1": PATH, "2": PATH}),
    "schedules.costs_and_accuracies": lambda: schedules.costs_and_accuracies(
        THREE, {"1": RUNS, "2": RUNS}, {"1": RUNS, "2": RUNS}),
    "landscape.saddle": lambda: landscape.saddle(bowl, [PATH, PATH]),
    "landscape.plane": lambda: landscape.plane(TWO, 0.01 * np.eye(2) + 0.01, [(1, 1)]),
    "landscape.plateau": lambda: landscape.plateau({1: TWO, 2: TWO}, 1.0),
    "landscape.spectrum": lambda: landscape.spectrum(TWO, TWO, np.eye(2)),
    "landscape.two_minima": lambda: landscape.two_minima(TWO, TWO, 2 * [(TWO, TWO, 1, 1)]),
    "benchmarks.side_by_side": lambda: benchmarks.side_by_side(["1", "2"], {"1": TWO}, TWO / 2),
    "benchmarks.growth": lambda: benchmarks.growth(TWO, TWO, last=2, **NO_LABEL),
}
