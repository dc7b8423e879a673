# Everything runs in .venv, which is made on first use. Needs Python 3.11 or later, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test lint slow gains bench clean tools

setup: $(READY)

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "plancmp needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(READY)

demo: $(READY)
	@$(BIN)/python -m tests.support.demo

test: $(READY)
	$(BIN)/python -m pytest -n 2 -m "not slow" --cov --cov-report=term:skip-covered

slow: $(READY)
	$(BIN)/python -m pytest -n 2 -m "slow and not speed"
	$(BIN)/python -m pytest -m speed -rP

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gains: $(READY)
	@$(BIN)/python -m tests.support.gains $(ARGS)

# How many findings on judged documents are true, by code; ARGS names folders and sheets.
.PHONY: precision
precision: $(READY)
	@$(BIN)/python -m tests.support.precision $(ARGS)

# Random changes of small seeds for every reader, 30 minutes each; ARGS names readers, --seconds and --seed.
.PHONY: fuzz
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz $(ARGS)

# Extract and check over folders of foreign documents, with limits: make foreign ARGS=FOLDER.
.PHONY: foreign
foreign: $(READY)
	$(BIN)/python -m tests.support.foreign $(ARGS)

clean:
	rm -rf $(VENV) .fuzz build dist .coverage .hypothesis .mypy_cache .ruff_cache .import_linter_cache

# Write the records of the corpus anew; read the difference before you keep it.
.PHONY: records
records: $(READY)
	@cd $(CURDIR) && for draft in corpus/*-*.txt corpus/*-*.md corpus/*-*.html; do \
	  $(BIN)/plancmp extract $$draft > .record && mv .record corpus/$$(basename $${draft%.*}).yaml || exit; done

# One zip for Windows offices; PYTHON_ZIP is the embeddable Python of python.org (3.11, amd64).
.PHONY: windows
windows: $(READY)
	@$(BIN)/python -m tests.support.windows_zip $(PYTHON_ZIP) plancmp-windows.zip

# The pictures of the README, of the corpus; needs Chromium.
.PHONY: pictures
pictures: $(READY)
	$(BIN)/python -m tests.support.pictures

# Side by side with other converters; installs them below .bench/ first.
bench: $(READY)
	tests/bench/install_peers.sh
	$(BIN)/python -m tests.bench.docx_ratio
	$(BIN)/python -m tests.bench.peers
	$(BIN)/python -m tests.bench.batch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m tests.bench.pdf_ratio
