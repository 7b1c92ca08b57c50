# make book | test | check | processors | pdf | epub | live | lab | run | assignments | grade | bench | lock | clean      (needs make and Python 3.11 or newer)
.PHONY: setup environment book test check processors pdf epub live lab run assignments grade bench lock clean

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CORES := $(shell getconf _NPROCESSORS_ONLN)
NOTEBOOKS := $(sort $(shell find chapters -name '*.ipynb' -not -path '*/.*'))

# Notebooks and tests run side by side, one on each core, so NumPy keeps to one thread in each.
export OPENBLAS_NUM_THREADS := 1
export PYTHONHASHSEED := 0
export JUPYTERCACHE := _build/.jupyter_cache

# Nothing of the user's own settings reaches the book, the tests or the grader: no matplotlibrc, no profile or configuration
# of IPython and Jupyter, no module from another folder. Where packages come from (an index, a certificate) stays as it is.
unexport MPLBACKEND MATPLOTLIBRC JUPYTER_PATH JUPYTER_CONFIG_PATH
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONOPTIMIZE PYTHONWARNINGS PYTHONSAFEPATH PYTHONINSPECT PYTHONPLATLIBDIR
unexport SYMPY_USE_CACHE SYMPY_GROUND_TYPES SYMPY_DEBUG
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIRE_VIRTUALENV
unexport UV_SYSTEM_PYTHON UV_TARGET UV_PREFIX UV_CONSTRAINT UV_OVERRIDE
export PIP_USER := 0
export PYTHONUTF8 := 1
export MPLCONFIGDIR := $(CURDIR)/.venv/settings/matplotlib
export IPYTHONDIR := $(CURDIR)/.venv/settings/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/.venv/settings/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/.venv/settings/jupyter
export JUPYTER_NO_CONFIG := 1

# A name for the content of some files: it changes when a file is changed, added or removed.
fingerprint = $(shell find $(1) -type f -not -name '*.pyc' -exec cksum {} + | sort | cksum | tr ' ' -)
# The environment holds the path of its folder: in a folder that was moved or copied it is made anew.
INSTALLED := .venv/installed-$(shell printf %s "$(CURDIR)" | cksum | tr ' ' -)
SETTINGS := _assets _templates extensions _config.yml _toc.yml references.bib
CODE_DONE := _build/code-$(call fingerprint,bplib requirements.lock)
SETTINGS_DONE := _build/settings-$(call fingerprint,$(SETTINGS))
LIVE_DONE := _build/live-$(call fingerprint,bplib requirements.lock live.lock tools/live $(SETTINGS) chapters)
BOOK_DONE := _build/book-$(call fingerprint,bplib requirements.lock $(SETTINGS) chapters $(wildcard assignments/sets/*/release))

# A text that a reader sees and a translator would not: an error.
book test check: export BOOK_STRICT_WORDS := 1

book: $(BOOK_DONE)
	@echo "The book: file://$(CURDIR)/_build/html/index.html"

# Notebooks run only when they, bplib or the packages have changed. One that fails is not kept: it runs and fails again
# in jupyter-book. A page that only causes a warning is not read a second time; so, after a build that did not end well
# and after a change of the settings, all pages are made anew.
$(BOOK_DONE): $(INSTALLED) $(CODE_DONE)
	$(BIN)/jcache notebook clear --force
	$(BIN)/jcache notebook add $(NOTEBOOKS)
	$(BIN)/jcache project execute --executor local-parallel --timeout 300
	test -e $(SETTINGS_DONE) || rm -rf _build/.doctrees _build/html
	rm -rf _build/settings-* _build/book-* _build/live*
	$(BIN)/jupyter-book build -W --keep-going --quiet .
	touch $(SETTINGS_DONE) $@

$(CODE_DONE): | $(INSTALLED)
	rm -rf _build
	mkdir -p $(JUPYTERCACHE)
	touch $@

# The book has just run every notebook: nbval compares that run with the stored one (tests/replay.py).
test: book
	RUN_OF_THE_BOOK=$(JUPYTERCACHE) $(BIN)/pytest

# The package alone: no book, no notebook, no browser, no problem set; a property is tried on fewer examples.
check: $(INSTALLED)
	$(BIN)/pytest --hypothesis-profile=quick tests/core tests/layers tests/symbolic tests/book tests/wrong

# The numbers as on a processor without AVX, with the kernels for it in NumPy and OpenBLAS: other last digits, the same outputs.
processors: export OPENBLAS_CORETYPE := Nehalem
processors: export NPY_DISABLE_CPU_FEATURES := X86_V3 X86_V4 AVX512_ICL AVX512_SPR
processors: $(INSTALLED)
	$(BIN)/pytest chapters tests/core tests/layers tests/book tests/wrong

pdf: book
	$(BIN)/python -m tools.pdf

epub: book
	$(BIN)/python -m tools.epub

# A copy of the book, in _build/live, whose derivations run in the page; _build/html stays as it is. make live test tests both.
live: $(LIVE_DONE)
	@echo "The book with derivations that run: file://$(CURDIR)/_build/live/index.html"

$(LIVE_DONE): $(BOOK_DONE) .venv/pyodide/installed
	rm -rf _build/live*
	$(BIN)/python -m tools.live
	touch $@

# Pyodide, beside the environment and no part of it.
.venv/pyodide/installed: $(INSTALLED) live.lock
	rm -rf $(@D)
	$(UV) pip install --quiet --python $(BIN)/python --target $(@D) --no-deps --require-hashes -r live.lock
	touch $@

lab: $(INSTALLED)
	$(BIN)/jupyter-lab chapters

# One notebook: make run NOTEBOOKS=chapters/equations/bp2.ipynb
# No times and no version of Python are stored, and what a cell prints is one piece: the same run gives the same file.
run: $(INSTALLED)
	printf '%s\n' $(NOTEBOOKS) | xargs -n 1 -P $(CORES) \
	    $(BIN)/jupyter-nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	    --NotebookExporter.preprocessors=nbconvert.preprocessors.CoalesceStreamsPreprocessor \
	    --CoalesceStreamsPreprocessor.enabled=True --ClearMetadataPreprocessor.enabled=True \
	    --ClearMetadataPreprocessor.clear_cell_metadata=False \
	    --ClearMetadataPreprocessor.preserve_nb_metadata_mask="{'kernelspec', ('language_info', 'name')}"

# The students' notebooks: assignments/sets/*/release, from assignments/sets/*/source.
assignments: $(INSTALLED)
	$(BIN)/python assignments/prepare.py

# A folder of submissions: make grade SUBMISSIONS=handed-in ASSIGNMENT=set1, or with ARGS=--without-isolation
grade: $(INSTALLED)
	$(BIN)/python assignments/grade.py "$(SUBMISSIONS)" "$(ASSIGNMENT)" $(ARGS)

# Times beside other libraries: make bench, or make bench ARGS=--quick
bench: $(INSTALLED) .bench/installed
	.bench/bin/python benchmarks $(ARGS)

# An environment of its own: that of the book, and the libraries of benchmarks/peers.txt as far as they can be installed.
.bench/installed: $(INSTALLED) benchmarks/peers.txt
	$(PYTHON) -m venv --clear .bench
	$(UV) pip install --quiet --python .bench/bin/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python .bench/bin/python --no-deps --no-build-isolation -e .
	while read -r peer; do .bench/bin/pip install --quiet "$$peer" || echo "not installed: $$peer"; done < benchmarks/peers.txt
	touch $@

clean:
	rm -rf _build .venv .venv-before .bench .pytest_cache .hypothesis

setup: $(INSTALLED)

# A changed lock or pyproject.toml makes the environment anew, so that it never holds more than the lock names. The old one is
# put back when that fails, without a network for example. Fonts are looked for once, here, and not in the first figures.
$(INSTALLED): requirements.lock pyproject.toml
	test ! -e .venv -o -e .venv-before || mv .venv .venv-before
	$(MAKE) --no-print-directory environment || { rm -rf .venv; test ! -e .venv-before || mv .venv-before .venv; exit 1; }
	rm -rf .venv-before
	touch $@

# --python: else uv would install into whatever environment happens to be active.
environment:
	$(PYTHON) -m venv --clear .venv
	sed -n '/^uv==/,/[^\]$$/p' requirements.lock > .venv/uv.lock
	$(BIN)/pip install --quiet --require-hashes -r .venv/uv.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python -c "import matplotlib.font_manager"

# Keeps the versions that are locked already; make lock UPGRADE=--upgrade takes the newest.
lock:
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev $(UPGRADE) \
	    --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --group live --no-deps $(UPGRADE) \
	    --custom-compile-command "make lock" --output-file live.lock
