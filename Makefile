# `make demo` and `make test` need Python 3.11 or later and make, nothing else: each builds .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check cases lint bench clean

# Build the environment; again when the project's requirements change.
$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Licet needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q src
	touch $@

# Two scanners to Shanghai over six days, and the full reasons of one of them.
demo: $(READY)
	$(BIN)/python examples/scanners_to_shanghai.py

# Everything that must hold: style, types, imports, the worked cases and all tests.
test: $(READY) lint
	$(BIN)/python -m pytest -n auto --quiet

# Style, types and the direction of imports.
lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache > .import-linter.log || { cat .import-linter.log; exit 1; }

# Only the worked cases beside the law.
cases: $(READY)
	$(BIN)/licet law test

# The figures of docs/performance.md.
bench: $(READY)
	$(BIN)/python benchmarks/determination.py
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/batch.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import-linter.log
