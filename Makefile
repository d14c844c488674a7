# `make` scores 1,000 cells and correlates; `make test` tests everything; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := first

TENAS := .build/release/tenas
# A program says which commit it was built from; Package.swift reads this.
export TENAS_COMMIT := $(shell .ci/commit)
PYTHON := .venv/bin/python
# On macOS the documentation compiler is found through Xcode only.
DOCC := $(or $(shell command -v docc),xcrun docc)
WHEEL := data/downloads/analog_nasbench-0.1.3-py3-none-any.whl
TABLE := data/analog-nasbench.h5
RUN := results/first-1000

.PHONY: first
first: score ## (default) install, build, get the accuracy table, score 1,000 random cells, correlate, draw
	@echo
	@$(TENAS) correlate --scores $(RUN) --table $(TABLE) --output $(RUN)/correlations.csv
	@echo "written: $(RUN)/scores.csv, $(RUN)/correlations.csv"
	@echo
	@$(TENAS) reproduce fig1 fig3 fig9 --run $(RUN) --table $(TABLE) --output $(RUN)/figures
	@$(TENAS) explore --scores $(RUN) --table $(TABLE) --output $(RUN)/explore.html

.PHONY: score
score: build $(TABLE) ## score the 1,000 cells, or what is left of them
	$(TENAS) score --sample 1000 --protocol paper --images natural-noise --seed 0 --output $(RUN)

.PHONY: build
build: system-packages ## build the command line, .build/release/tenas
	swift build -c release --product tenas

.PHONY: system-packages
system-packages: ## install the system's libraries that are missing (apt-get; asks for nothing if all are there)
	@.ci/install-system-packages

.PHONY: python
python: .venv/complete ## make .venv complete: what every verb, notebook and test needs

PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check
# What `make` itself needs, and a picture.
.venv/small: python/constraints.txt | system-packages
	python3 -m venv .venv
	$(PIP) install --constraint $< vl-convert-python
	touch $@

.venv/complete: python/pyproject.toml python/constraints.txt .venv/small
	$(PIP) install --constraint python/constraints.txt --editable 'python[test]'
	touch $@

$(WHEEL): | .venv/small
	$(PIP) download --no-deps --dest $(@D) analog-nasbench==0.1.3

$(TABLE): $(WHEEL) $(wildcard python/src/tenas/importers/*.py) .venv/small | build
	$(TENAS) table import --from analog-nasbench $(WHEEL) --output $@

.PHONY: test
test: test-build lint test-swift test-python ## install what is missing and run every test
	@[[ -d ../shared ]] || echo "note: there is no ../shared beside this directory; the tests that read it were skipped"
	@echo "make test: the build has no warnings, the sources are formatted, all Swift and Python tests passed"

.PHONY: test-build
test-build: system-packages
	@.ci/build-without-warnings

.PHONY: test-swift
test-swift: test-build .venv/complete
	swift test -c release --skip-build --disable-xctest </dev/null

.PHONY: test-python
test-python: .venv/complete $(WHEEL) test-build
	cd python && TENAS=$(CURDIR)/$(TENAS) ../$(PYTHON) -m pytest -q
	cd python && ../$(PYTHON) -m mypy && ../.venv/bin/ruff check --quiet . && ../.venv/bin/ruff format --check --quiet .

.PHONY: test-kills
test-kills: test-build ## kill a small run 200 times at random moments; resumed, it must be the same bytes (minutes)
	TENAS_KILLS=200 swift test -c release --skip-build --disable-xctest --filter KillTests </dev/null

.PHONY: test-slurm
test-slurm: build ## run 3 shards under a real Slurm started on this machine (root; skipped where that cannot be)
	@Benchmarks/slurm/test.sh || { [[ $$? -eq 77 ]] && echo "test-slurm: skipped"; }

FUZZ_SECONDS ?= 600
.PHONY: fuzz
fuzz: test-build ## damage what every reader reads, for ten minutes in all: make fuzz FUZZ_SECONDS=600
	FUZZ_SECONDS=$(FUZZ_SECONDS) swift test -c release --skip-build --disable-xctest --filter 'FuzzTests|FuzzedProgramTests' </dev/null

SANITIZED := (Files|Randomness|SearchSpaces|Kernels|Metrics|Scores|Runs|Searching|Studies|Checks)Tests
.PHONY: test-asan
test-asan: system-packages ## the tests of studies and kernels with AddressSanitizer (minutes)
	ASAN_OPTIONS=detect_leaks=0 swift test -c release --sanitize=address --scratch-path .build/asan --disable-xctest --filter '$(SANITIZED)' </dev/null

.PHONY: test-tsan
test-tsan: system-packages ## the same with ThreadSanitizer
	TSAN_OPTIONS=suppressions=$(CURDIR)/Benchmarks/tsan.supp swift test -c release --sanitize=thread --scratch-path .build/tsan --disable-xctest --filter '$(SANITIZED)' </dev/null

.PHONY: test-memory
test-memory: build ## two threads for thirty minutes: memory and open files must stay flat
	Benchmarks/memory.sh 1800

RECORD := results/nas-bench-201-lite
.PHONY: recorded
recorded: $(RECORD)/scores.csv ## unpack the recorded run: every metric of every cell, three draws

$(RECORD)/scores.csv: $(RECORD)/scores.csv.gz
	gzip -dc $< >$@

.PHONY: best-ranking
best-ranking: build $(RECORD)/scores.csv ## the study of the best ranking from the recorded run: make best-ranking OFFICIAL=TABLE.h5
	@[[ -n "$(OFFICIAL)" ]] || { echo "name the accuracy table: make best-ranking OFFICIAL=TABLE.h5" >&2; exit 1; }
	$(TENAS) combine --scores $(RECORD) --table $(OFFICIAL) --output results/best-ranking

PREFIX ?= /usr/local
.PHONY: install
install: standalone ## install the program, its Python package, manual and completions: make install PREFIX=DIR
	.ci/packaging/install $(PREFIX)

.PHONY: dist
dist: standalone ## pack the program into one .tar.gz that runs where it is unpacked
	@.ci/packaging/dist

.PHONY: wheel
wheel: standalone ## make a wheel of the Python package with the program in it
	@.ci/packaging/wheel

.PHONY: test-packages
test-packages: build dist wheel ## unpack and install both here, and try them beside the development build
	.ci/packaging/test-here

.PHONY: test-bare
test-bare: build dist wheel ## the same in bare trees of Debian and Ubuntu (root, minutes)
	.ci/packaging/test-bare

.PHONY: standalone
standalone: ## build the program that needs nothing but a C library, .build-dist/release/tenas
	@.ci/install-system-packages standalone
	.ci/packaging/build

DOCUMENTED := Sources/tenas/Documentation.docc
BEST := penalty meco_layers + penalty jacov + 2 penalty swap + 0.5 penalty trainability + 0.5 log logsynflow + 0.5 penalty progressivity
.PHONY: pictures
pictures: build .venv/complete $(RECORD)/scores.csv ## draw the documentation's pictures: make pictures OFFICIAL=TABLE.h5 (needs Chromium)
	@[[ -n "$(OFFICIAL)" ]] || { echo "name the accuracy table: make pictures OFFICIAL=TABLE.h5" >&2; exit 1; }
	$(TENAS) reproduce fig1 fig3 fig4 fig9 --run $(RECORD) --table $(OFFICIAL) --output results/pictures
	$(TENAS) validate --scores $(RECORD) --table $(OFFICIAL) --population live --output results/pictures/metrics
	$(TENAS) explore --scores $(RECORD) --table $(OFFICIAL) --rule '$(BEST)' --output results/pictures/explore.html
	for figure in 1 3 4 9; do \
	  $(PYTHON) python/tests/pictures.py small results/pictures/fig$$figure.png $(DOCUMENTED)/figure-$$figure.png; done
	$(PYTHON) python/tests/pictures.py small results/pictures/metrics/metrics.png $(DOCUMENTED)/metrics.png
	$(PYTHON) python/tests/pictures.py small results/pictures/metrics/pairs-of-metrics.png $(DOCUMENTED)/pairs-of-metrics.png
	$(PYTHON) python/tests/pictures.py page 'results/pictures/explore.html#cell=6111' $(DOCUMENTED)/explorer.png

.PHONY: formulas
formulas: .venv/complete ## typeset the documentation's formulas
	$(PYTHON) python/tests/pictures.py formulas $(DOCUMENTED)

.PHONY: completions
completions: build ## write completions for bash, zsh and fish to .build/completions
	mkdir -p .build/completions
	$(TENAS) --generate-completion-script bash >.build/completions/tenas
	$(TENAS) --generate-completion-script zsh >.build/completions/_tenas
	$(TENAS) --generate-completion-script fish >.build/completions/tenas.fish

.PHONY: manual
manual: build ## write a manual page for each verb to .build/manual; man -l .build/manual/tenas.1
	swift build -c release --product generate-manual
	mkdir -p .build/manual
	.build/release/generate-manual $(TENAS) --multi-page --output-directory .build/manual
	sed -i.bak 's/^$$/.Pp/' .build/manual/*.1 && rm .build/manual/*.bak # mdoc has a macro for the end of a paragraph

.PHONY: command-line
command-line: build ## write the documentation's reference of the command line from the program's help
	swift build -c release --product generate-docc-reference
	@.ci/command-line $(TENAS) .build/release/generate-docc-reference

.PHONY: docs
docs: ## build the documentation, .build/docs; a warning is an error
	$(DOCC) convert Sources/tenas/Documentation.docc --warnings-as-errors --output-path .build/docs \
	  --fallback-display-name tenas --fallback-bundle-identifier tenas
	@echo "to read it: python3 -m http.server --directory .build/docs 8000, and http://localhost:8000/documentation/tenas"

.PHONY: lint
lint: ## check the formatting of the Swift sources, and that ARCHITECTURE.md shows the modules there are
	swift format lint --strict --recursive Sources Tests Package.swift
	@.ci/architecture --check

.PHONY: architecture
architecture: ## draw the modules in ARCHITECTURE.md from Package.swift
	@.ci/architecture

.PHONY: format
format: ## format the Swift sources in place
	swift format --in-place --recursive Sources Tests Package.swift

.PHONY: clean
clean: ## remove what was built, downloaded and imported; results stay
	rm -rf .build .build-dist .venv data/downloads data/*.h5 python/.pytest_cache

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24
