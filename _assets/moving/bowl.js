// Paths on a bowl of two parameters, C = ½(λ₁u² + λ₂v²), u and v along its axes, which may be turned.
const bowl = (() => {
  const AROUND = Array.from({ length: 73 }, (_, i) => Math.PI * i / 36), FAR = 1e4

  // A place given along the axes, in the parameters of the page.
  const turned = ([u, v], by) => [u * Math.cos(by) - v * Math.sin(by), u * Math.sin(by) + v * Math.cos(by)]

  const ring = ([flat, steep], level, by) => AROUND.map((angle) =>
    turned([Math.sqrt(2 * level / flat) * Math.cos(angle), Math.sqrt(2 * level / steep) * Math.sin(angle)], by))

  // Level lines, the minimum, and the paths [{ points, role, shape }] with a mark for each step.
  function draw(paper, { left, top, width, height, x, y, curvatures, turn = 0, levels, paths, ticks: [xticks, yticks] }) {
    const { X, Y } = paper.axes({ left, top, width, height, x, y, xticks, yticks }), at = ([one, other]) => [X(one), Y(other)]
    paper.letter(left + width - 8, top + height + 26, "θ", "", "1", "quiet")
    paper.letter(left - 6, top - 12, "θ", "", "2", "quiet")
    const inside = paper.window(left, top, width, height)
    for (const level of levels) inside.curve(ring(curvatures, level, turn).map(at), "quiet faint")
    const [cx, cy] = at([0, 0])
    inside.line(cx - 6, cy, cx + 6, cy, "cost lit")
    inside.line(cx, cy - 6, cx, cy + 6, "cost lit")
    for (const { points, role, shape = "disc" } of paths) {
      const far = points.findIndex((place) => Math.hypot(...place) > FAR)      // an SVG holds no number of any size
      const shown = (far < 0 ? points : points.slice(0, far)).map(at)
      if (shown.length > 1) inside.curve(shown, role)
      shown.forEach(([px, py], i) => inside[shape](px, py, i === points.length - 1 ? 6 : 2.5, `${role} filled`))
    }
  }

  return { draw, turned }
})()
