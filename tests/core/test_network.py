"""The network: its numbering, its parameters as a vector, and copies that share nothing."""

import numpy as np
import pytest
from hypothesis import given

from bplib.activations import sigmoid, tanh
from bplib.expect import unchecked
from bplib.initialise import xavier
from bplib.network import ByLayer, Layer, Network, build, copy, forward, to_vector, with_vector
from strategies import case, cases


@given(cases())
def test_forward_is_the_definition_index_by_index(example):
    net, x = example[:2]
    trace = forward(net, x)
    a = x
    for l in range(2, net.L + 1):
        w, b, s = net[l]
        z = np.array([[b[j, 0] + sum(w[j, k] * a[k, i] for k in range(w.shape[1])) for i in range(x.shape[1])]
                      for j in range(w.shape[0])])
        np.testing.assert_allclose(trace.z[l], z, rtol=1e-12, atol=1e-14)
        a = s.f(trace.z[l])
        np.testing.assert_array_equal(trace.a[l], a)
    assert list(trace.z) == list(range(2, net.L + 1)) and list(trace.a) == list(range(1, net.L + 1))


@given(cases())
def test_every_column_is_an_example_of_its_own(example):
    net, x = example[:2]
    together = forward(net, x).a[net.L]
    for i in range(x.shape[1]):
        np.testing.assert_allclose(forward(net, x[:, [i]]).a[net.L], together[:, [i]], rtol=1e-12, atol=1e-14)


@given(cases())
def test_forward_without_its_checks_is_the_same(example):
    net, x = example[:2]
    for checked, bare in zip(forward(net, x)[:2], unchecked(forward)(net, x)[:2]):
        assert checked.name == bare.name and list(checked) == list(bare)
        for l in checked:
            np.testing.assert_array_equal(checked[l], bare[l])


@given(cases())
def test_vector_and_network_are_the_same_parameters(example):
    net = example.net
    theta = to_vector(net.parameters)
    assert theta.shape == (sum(n * (before + 1) for before, n in zip(net.sizes, net.sizes[1:])),)
    again = with_vector(net, theta)
    assert [layer.activation for layer in again.layers] == [layer.activation for layer in net.layers]
    for one, other in zip(net.parameters, again.parameters):
        np.testing.assert_array_equal(one, other)


def test_a_vector_is_made_of_any_iterable():
    net = case((2, 2, 1), ("tanh", "identity")).net
    for arrays in (tuple(net.parameters), (array for array in net.parameters), dict(enumerate(net.parameters)).values()):
        np.testing.assert_array_equal(to_vector(arrays), to_vector(net.parameters))


def test_vector_order_is_that_of_the_parameters():
    net = with_vector(case((2, 2, 1), ("tanh", "identity")).net, np.arange(9.0))
    np.testing.assert_array_equal(net[2].w, [[0, 1], [2, 3]])
    np.testing.assert_array_equal(net[2].b, [[4], [5]])
    np.testing.assert_array_equal(net[3].w, [[6, 7]])
    np.testing.assert_array_equal(net[3].b, [[8]])


@pytest.mark.parametrize("dtype", (np.float32, np.float64, np.complex128, object))
def test_with_vector_keeps_the_dtype(dtype):
    net = case().net
    theta = to_vector(net.parameters).astype(dtype)
    assert {array.dtype for array in with_vector(net, theta).parameters} == {np.dtype(dtype)}


def test_parameters_are_the_arrays_themselves():
    net = case().net
    assert net.parameters[0] is net[2].w and net.parameters[3] is net[3].b


def test_copy_shares_nothing():
    net = case().net
    other = copy(net)
    for array in other.parameters:
        array += 1
    assert not any((one == two).any() for one, two in zip(net.parameters, other.parameters))
    assert repr(other) == repr(net) == "Network(3-4-2; tanh, identity)"


def test_build_takes_names_and_activations():
    net = build((3, 4, 5, 2), ("tanh", sigmoid, "identity"), np.random.default_rng(0), xavier)
    assert net.sizes == (3, 4, 5, 2) and net.L == 4
    assert [layer.activation.name for layer in net.layers] == ["tanh", "sigmoid", "identity"]
    assert [w.shape for w in net.parameters[::2]] == [(4, 3), (5, 4), (2, 5)]
    assert not any(b.any() for b in net.parameters[1::2])
    assert all(array.dtype == np.float64 for array in net.parameters)


def test_build_draws_layer_by_layer_from_the_generator():
    one, two = (build((3, 4, 2), ("tanh", "tanh"), np.random.default_rng(7), xavier) for _ in range(2))
    rng = np.random.default_rng(7)
    for l, shape in ((2, (4, 3)), (3, (2, 4))):
        np.testing.assert_array_equal(one[l].w, xavier(*shape, rng))
        np.testing.assert_array_equal(one[l].w, two[l].w)


def test_a_layer_takes_an_activation_by_name():
    w, b = np.ones((1, 1)), np.zeros((1, 1))
    assert Network([Layer(w, b, "tanh")])[2].activation is tanh


def test_layers_are_looked_up_by_number_alone():
    z = ByLayer("z", {2: "first", 3: "second"})
    assert z[2] == "first" and z[3] == "second"
    for wrong in (0, 1, -1, 4, 2.5, "2", None):
        with pytest.raises(ValueError, match=r"z\[l\] exists for l = 2 to 3; got l = "):
            z[wrong]
