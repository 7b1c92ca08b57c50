"""Times of the code and the book, beside other libraries: make bench [ARGS="--quick"]

    --quick          a few cases of each part, in under two minutes
    --only PART      gradients, epochs, growth, optimisers, interference or book
    --record FILE    write all figures as JSON, with the date, the machine and the versions

Every library runs in a process of its own with the same number of threads, in turn, while the others are halted.
Ratios are computed repeat by repeat; a table shows their median and, in brackets, their quartiles.
"""

import os

THREADS = 2
# Before NumPy and the other libraries read them, here and in the processes that are started.
os.environ |= {name: str(THREADS) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
if hasattr(os, "sched_setaffinity"):        # for libraries that count processors themselves
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])

import argparse
import importlib
import json
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import tables
from side_by_side import Team

PARTS = ("gradients", "epochs", "growth", "optimisers", "interference", "book")
LIBRARIES = {"torch": "torch", "jax": "jax", "autograd": "autograd", "optax": "optax", "sklearn": "scikit-learn"}
OURS = ("bplib", "loop", "floor", "copy")


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a few cases of each part")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part (may be given several times)")
    parser.add_argument("--record", type=Path, help="write the figures to this file")
    return parser.parse_args()


def installed():
    """{library: version}; one that cannot be imported is named and left out."""
    found = {}
    for module, package in LIBRARIES.items():
        try:
            importlib.import_module(module)
            found[module] = version(package)
        except (ImportError, PackageNotFoundError, OSError) as problem:
            print(f"left out: {package} ({problem})")
    return found


def machine():
    """What the figures were measured on."""
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return {"processor": names[0] if names else platform.processor(), "cores used": THREADS,
            "system": platform.system(), "python": platform.python_version()}


def _lines(path):
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def main():
    """Run the parts, print a table of each, and write the record."""
    options = arguments()
    libraries = installed()
    about = {"date": time.strftime("%Y-%m-%d"), "machine": machine(),
             "versions": {name: version(name) for name in ("numpy", "scipy", "sympy")} | libraries}
    print(json.dumps(about, indent=1))
    record = {"about": about}
    for part in options.only or PARTS:
        start, module, rows = time.perf_counter(), importlib.import_module(part), []
        with Team() as team:
            for row in module.run(team, {*OURS, *libraries}, options.quick):
                rows.append(row)
                print(tables.line(part, row, first=len(rows) == 1), flush=True)
        if part == "growth":
            about["exponents"] = module.exponents(rows)
            print("exponents of the time:", {what: round(power, 3) for what, power in about["exponents"].items()})
        record[part] = rows
        print(f"{part}: {time.perf_counter() - start:.0f} s\n", flush=True)
        if options.record:
            options.record.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
