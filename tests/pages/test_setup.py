"""The set-up of the Makefile: what of the user's own settings gets through, and whose environment is taken."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTILE = {
    "MPLBACKEND": "agg", "MATPLOTLIBRC": "/nowhere", "MPLCONFIGDIR": "/nowhere", "IPYTHONDIR": "/nowhere",
    "JUPYTER_PATH": "/nowhere", "JUPYTER_CONFIG_PATH": "/nowhere", "JUPYTER_CONFIG_DIR": "/nowhere", "JUPYTER_DATA_DIR": "/nowhere",
    "PYTHONPATH": "/nowhere", "PYTHONSTARTUP": "/nowhere", "PYTHONOPTIMIZE": "2", "PYTHONWARNINGS": "error", "PYTHONSAFEPATH": "1",
    "SYMPY_USE_CACHE": "no", "PIP_USER": "1", "PIP_TARGET": "/nowhere", "UV_SYSTEM_PYTHON": "1", "OPENBLAS_NUM_THREADS": "7",
}
FOR_THE_USER = {"PIP_INDEX_URL": "https://index.example", "UV_INDEX_URL": "https://index.example", "HTTPS_PROXY": "proxy.example"}


def make(folder, *words, text="", **variables):
    """A run of make, started as from the user's own shell."""
    words = ["make", "--no-print-directory", *words]
    return subprocess.run(words, cwd=folder, input=text, capture_output=True, text=True, env={**os.environ, **variables})


def test_no_setting_of_the_user_gets_through():
    done = make(ROOT, "-f", "-", "show", text="include Makefile\nshow: ; @env\n", **HOSTILE, **FOR_THE_USER)
    passed_on = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert {name for name, value in HOSTILE.items() if passed_on.get(name) == value} == set()
    assert {name: passed_on.get(name) for name in FOR_THE_USER} == FOR_THE_USER


@pytest.fixture
def folder(tmp_path):
    """A copy of what the set-up reads, in a folder whose name has a space."""
    copied = tmp_path / "the book"
    (copied / ".venv").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (copied / name).write_bytes((ROOT / name).read_bytes())
    return copied


def stamp(folder):
    """The file that says that an environment was made, and made in this folder."""
    done = make(folder, "-f", "-", "show", text="include Makefile\nshow: ; @echo '$(INSTALLED)'\n")
    return folder / done.stdout.strip().splitlines()[-1]


def test_an_environment_of_another_folder_is_made_anew(folder):
    elsewhere = folder.rename(folder.with_name("another book"))
    stamp(elsewhere).touch()
    assert make(elsewhere, "-q", "setup").returncode == 0
    moved = elsewhere.rename(folder)
    assert make(moved, "-q", "setup").returncode == 1
    stamp(moved).touch()
    assert make(moved, "-q", "setup").returncode == 0


def test_an_environment_that_cannot_be_made_leaves_the_old_one(folder):
    (folder / ".venv" / "old").touch()
    assert make(folder, "setup", "PYTHON=false").returncode == 2
    assert [file.name for file in (folder / ".venv").iterdir()] == ["old"]
    assert not (folder / ".venv-before").exists()
