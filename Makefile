# make book | test | lab | run | lock | clean      (needs make and Python 3.11 or newer)
.PHONY: setup book test lab run lock clean

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CORES := $(shell getconf _NPROCESSORS_ONLN)
NOTEBOOKS := $(sort $(shell find chapters -name '*.ipynb' -not -path '*/.*'))

# Notebooks and tests run side by side, one on each core, so NumPy keeps to one thread in each.
export OPENBLAS_NUM_THREADS := 1
export PYTHONHASHSEED := 0
export JUPYTERCACHE := _build/.jupyter_cache

# A name for the content of some files: it changes when a file is changed, added or removed.
fingerprint = $(shell find $(1) -type f -not -name '*.pyc' -exec cksum {} + | sort | cksum | tr ' ' -)
CODE = _build/code-$(call fingerprint,bplib requirements.lock)
PAGES = _build/pages-$(call fingerprint,_assets _config.yml _toc.yml references.bib)

# Notebooks run only when they, bplib or the packages have changed. A failing one fails again in the second command,
# which shows where. Pages that caused a warning are not read again, so an unfinished build starts from the beginning.
book: .venv/installed $(CODE)
	$(BIN)/jcache notebook add $(NOTEBOOKS)
	$(BIN)/jcache project execute --executor local-parallel --timeout 300
	test -e $(PAGES) || rm -rf _build/.doctrees
	rm -f _build/pages-*
	$(BIN)/jupyter-book build -W --keep-going --quiet .
	touch $(PAGES)
	@echo "The book: file://$(CURDIR)/_build/html/index.html"

$(CODE):
	rm -rf _build
	mkdir -p $(JUPYTERCACHE)
	touch $@

test: book
	$(BIN)/pytest

lab: .venv/installed
	$(BIN)/jupyter-lab chapters

# One notebook: make run NOTEBOOKS=chapters/equations/bp2.ipynb
run: .venv/installed
	printf '%s\n' $(NOTEBOOKS) | xargs -n 1 -P $(CORES) \
	    $(BIN)/jupyter-execute --inplace --NotebookClient.record_timing=False

clean:
	rm -rf _build .venv .pytest_cache .hypothesis

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

# Keeps the versions that are locked already; make lock UPGRADE=--upgrade takes the newest.
lock:
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev $(UPGRADE) \
	    --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
