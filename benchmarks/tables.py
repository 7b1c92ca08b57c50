"""A row of figures as a line of text."""

HEADS = {"gradients": "one gradient: the others as multiples of bplib's time, and bplib's as a multiple of the floor",
         "epochs": "one epoch: the others as multiples of bplib's time",
         "growth": "how a gradient grows", "optimisers": "one step: the others as multiples of bplib's time",
         "interference": "one gradient while another library waits: halted, and not", "book": "the book"}


def line(part, row, first):
    """The line, with the head of its part above it if it is the first."""
    cells = [f"{name} {cell(name, value)}" if name not in ("sizes", "method") else str(cell(name, value))
             for name, value in row.items()]
    return (f"{HEADS[part]}\n" if first else "") + "  ".join(cells)


def cell(name, value):
    """One figure: a ratio with its quartiles, a time with its unit, a network as 784-30-10."""
    if isinstance(value, dict) and "median" in value:
        return f"{value['median']:.2f} ({value['low']:.2f} to {value['high']:.2f})"
    if isinstance(value, dict):
        return ", ".join(f"{key} {cell(name, each)}" for key, each in value.items())
    if name == "sizes":
        return "-".join(map(str, value))
    if name in ("seconds", "halted", "running"):
        return with_unit(value)
    return f"{value:.4g}" if isinstance(value, float) else value


def with_unit(seconds):
    """1.2e-05 as 12.0 µs."""
    for unit, scale in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            break
    return f"{seconds / scale:.3g} {unit}"
