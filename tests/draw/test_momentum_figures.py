"""The figures of momentum show the numbers that they are given."""

import numpy as np

from bplib.draw import momentum
from bplib.instruments.landscapes import double_well
from agg import closed  # noqa: F401
from figures import PATH


def test_roots_and_their_moduli_are_marked_where_asked():
    u, roots = np.array([0.0, 1.0]), np.array([[1.0, 0.25], [0.5j, -0.5j]])
    left, right = momentum.roots_on_the_circle(u, roots, {0.9: "2"}, radius=0.5)
    circle, inner, first, dot, second, _ = left.lines
    assert np.allclose(np.hypot(*circle.get_xydata().T), 1) and np.allclose(np.hypot(*inner.get_xydata().T), 0.5)
    assert first.get_xydata().tolist() == [[1, 0], [0, 0.5]] and second.get_xydata().tolist() == [[0.25, 0], [0, -0.5]]
    assert dot.get_xydata().tolist() == [[0, 0.5]]
    assert [text.get_text() for text in left.texts + right.texts] == ["2"] * 4
    assert right.lines[2].get_ydata().tolist() == [1, 0.5]
    assert len(momentum.roots_on_the_circle(u, roots, {})[0].lines) == 3


def test_paths_stand_in_panels_of_their_own():
    panels = momentum.paths_in_a_valley({"u": PATH, "v": PATH[:2]}, (1.0, 25.0))
    np.testing.assert_array_equal(panels[1].lines[0].get_xydata(), PATH[:2])


def test_distances_are_drawn_with_their_predictions():
    ax = momentum.distance_by_step({"momentum": np.array([4.0, 1.0, 1.0])}, [0.5])
    assert [list(line.get_ydata()) for line in ax.lines] == [[4, 1, 1], [4, 2, 1]]


def test_a_map_has_its_lines_and_a_segment_if_there_is_one():
    lines = [([0, 4], [0, 1])]
    assert len(momentum.largest_modulus(np.eye(3), lines).lines) == 1
    ax = momentum.largest_modulus(np.eye(3), lines, segment=([1, 2], [0.4, 0.4]))
    assert ax.lines[1].get_xydata().tolist() == [[1, 0.4], [2, 0.4]]


def test_balls_on_a_landscape_and_over_the_steps():
    left, right = momentum.rolling_and_steps(double_well, {"momentum": np.array([1.8, 1.5, 1.1])})
    assert list(right.lines[0].get_ydata()) == [1.8, 1.5, 1.1] and left.get_legend()
