// A network in plain numbers, one example: vectors are lists, matrices lists of rows. Layers count from 1, as in bplib,
// and tests/browser/test_moving.py compares what figures show of it with bplib.
const network = (() => {
  const activations = {
    identity: { f: (z) => z, prime: () => 1 },
    sigmoid: {
      f: (z) => (z >= 0 ? 1 : Math.exp(z)) / (1 + Math.exp(-Math.abs(z))),
      prime: (z, a) => a * (1 - a),
    },
    tanh: { f: Math.tanh, prime: (z, a) => 1 - a * a },
  }

  const sum = (terms) => terms.reduce((total, term) => total + term, 0)
  const times = (matrix, vector) => matrix.map((row) => sum(row.map((entry, k) => entry * vector[k])))
  const transposed = (matrix) => matrix[0].map((_, k) => matrix.map((row) => row[k]))
  const entrywise = (one, other) => one.map((entry, j) => entry * other[j])

  // The four equations, for one example.
  const bp1 = (gradA, slope) => entrywise(gradA, slope)
  const bp2 = (wNext, deltaNext, slope) => entrywise(times(transposed(wNext), deltaNext), slope)
  const bp3 = (delta) => delta
  const bp4 = (aPrev, delta) => delta.map((error) => aPrev.map((activation) => error * activation))

  // layers: [{w, b, activation}, …] for l = 2, 3, …, as moving() of bplib writes a Network; b is a column.
  function forward(layers, x) {
    const z = {}, a = { 1: x }, slope = {}
    layers.forEach(({ w, b, activation }, i) => {
      const l = i + 2, { f, prime } = activations[activation]
      z[l] = times(w, a[l - 1]).map((entry, j) => entry + b[j][0])
      a[l] = z[l].map(f)
      slope[l] = z[l].map((entry, j) => prime(entry, a[l][j]))
    })
    return { z, a, slope }
  }

  // The quadratic cost of one example, and ∇ₐC.
  const cost = (output, target) => sum(output.map((a, j) => (a - target[j]) ** 2)) / 2
  const gradA = (output, target) => output.map((a, j) => a - target[j])

  function backprop(layers, x, target) {
    const L = layers.length + 1, trace = forward(layers, x), delta = {}, w = {}, b = {}
    delta[L] = bp1(gradA(trace.a[L], target), trace.slope[L])
    for (let l = L - 1; l >= 2; l--) delta[l] = bp2(layers[l - 1].w, delta[l + 1], trace.slope[l])
    for (let l = 2; l <= L; l++) {
      b[l] = bp3(delta[l])
      w[l] = bp4(trace.a[l - 1], delta[l])
    }
    return { ...trace, L, cost: cost(trace.a[L], target), delta, w, b }
  }

  // {"a2_1": …}: the entries of {layer: vector} under the name of the letter, its layer and its neuron.
  function named(letter, byLayer) {
    return Object.fromEntries(Object.entries(byLayer).flatMap(([l, vector]) =>
      vector.map((entry, j) => [`${letter}${l}_${j + 1}`, entry])))
  }

  // The same for {layer: matrix}: "w3_12" is w³₁₂.
  function namedMatrices(letter, byLayer) {
    return Object.fromEntries(Object.entries(byLayer).flatMap(([l, matrix]) =>
      matrix.flatMap((row, j) => row.map((entry, k) => [`${letter}${l}_${j + 1}${k + 1}`, entry]))))
  }

  return { activations, sum, times, transposed, forward, cost, gradA, backprop, bp1, bp2, bp3, bp4, named, namedMatrices }
})()
