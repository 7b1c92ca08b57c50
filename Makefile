# make book | test | lab | run | lock | clean      (needs Python 3.11 or newer, and make)
.PHONY: book test lab run lock clean setup
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv

setup: .venv/installed

# A changed lock or pyproject.toml makes the environment anew, so that it never holds more than the lock names.
# --python: else uv would install into whatever environment happens to be active.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear .venv
	sed -n '/^uv==/,/[^\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --require-hashes -r .venv/uv.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

# Keeps the versions that are locked already; delete requirements.lock first to take the newest.
lock:
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev \
	    --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
