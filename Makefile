# make book | test | check | pdf | lab | run | assignments | grade | bench | lock | clean      (needs make and Python 3.11 or newer)
.PHONY: setup book test check pdf lab run assignments grade bench lock clean

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
SETTINGS := _assets _templates extensions _config.yml _toc.yml references.bib
CODE_DONE := _build/code-$(call fingerprint,bplib requirements.lock)
SETTINGS_DONE := _build/settings-$(call fingerprint,$(SETTINGS))
BOOK_DONE := _build/book-$(call fingerprint,bplib requirements.lock $(SETTINGS) chapters $(wildcard assignments/sets/*/release))

# A text that a reader sees and a translator would not: an error.
book test check: export BOOK_STRICT_WORDS := 1

book: $(BOOK_DONE)
	@echo "The book: file://$(CURDIR)/_build/html/index.html"

# Notebooks run only when they, bplib or the packages have changed. One that fails is not kept: it runs and fails again
# in jupyter-book. A page that only causes a warning is not read a second time; so, after a build that did not end well
# and after a change of the settings, all pages are made anew.
$(BOOK_DONE): .venv/installed $(CODE_DONE)
	$(BIN)/jcache notebook clear --force
	$(BIN)/jcache notebook add $(NOTEBOOKS)
	$(BIN)/jcache project execute --executor local-parallel --timeout 300
	test -e $(SETTINGS_DONE) || rm -rf _build/.doctrees _build/html
	rm -f _build/settings-* _build/book-*
	$(BIN)/jupyter-book build -W --keep-going --quiet .
	touch $(SETTINGS_DONE) $@

$(CODE_DONE):
	rm -rf _build
	mkdir -p $(JUPYTERCACHE)
	touch $@

# The book has just run every notebook: nbval compares that run with the stored one (tests/replay.py).
test: book
	RUN_OF_THE_BOOK=$(JUPYTERCACHE) $(BIN)/pytest

# The package alone: no book, no notebook, no browser, no problem set; a property is tried on fewer examples.
check: .venv/installed
	$(BIN)/pytest --hypothesis-profile=quick tests/core tests/layers tests/symbolic tests/book tests/wrong

pdf: book
	$(BIN)/python tools/pdf.py

lab: .venv/installed
	$(BIN)/jupyter-lab chapters

# One notebook: make run NOTEBOOKS=chapters/equations/bp2.ipynb
# No times and no version of Python are stored, and what a cell prints is one piece: the same run gives the same file.
run: .venv/installed
	printf '%s\n' $(NOTEBOOKS) | xargs -n 1 -P $(CORES) \
	    $(BIN)/jupyter-nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	    --NotebookExporter.preprocessors=nbconvert.preprocessors.CoalesceStreamsPreprocessor \
	    --CoalesceStreamsPreprocessor.enabled=True --ClearMetadataPreprocessor.enabled=True \
	    --ClearMetadataPreprocessor.clear_cell_metadata=False \
	    --ClearMetadataPreprocessor.preserve_nb_metadata_mask="{'kernelspec', ('language_info', 'name')}"

# The students' notebooks: assignments/sets/*/release, from assignments/sets/*/source.
assignments: .venv/installed
	$(BIN)/python assignments/prepare.py

# A folder of submissions: make grade SUBMISSIONS=handed-in ASSIGNMENT=set1
grade: .venv/installed
	$(BIN)/python assignments/grade.py "$(SUBMISSIONS)" "$(ASSIGNMENT)"

# Times beside other libraries: make bench, or make bench ARGS=--quick
bench: .venv/installed .bench/installed
	.bench/bin/python benchmarks $(ARGS)

# An environment of its own: that of the book, and the libraries of benchmarks/peers.txt as far as they can be installed.
.bench/installed: .venv/installed benchmarks/peers.txt
	$(PYTHON) -m venv --clear .bench
	$(UV) pip install --quiet --python .bench/bin/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python .bench/bin/python --no-deps --no-build-isolation -e .
	while read -r peer; do .bench/bin/pip install --quiet "$$peer" || echo "not installed: $$peer"; done < benchmarks/peers.txt
	touch $@

clean:
	rm -rf _build .venv .bench .pytest_cache .hypothesis

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
