# Eleven Lines. `make run` and `make test` do all the set-up; nothing but Python 3.11 or newer has to be there.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Node is pinned like everything else: the environment's own comes first.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

# An environment that was left half made, or whose Python an upgrade took away, is begun anew.
$(shell test ! -d $(VENV) || $(BIN)/python -c 'import pip' 2>/dev/null || rm -rf $(VENV))

.PHONY: help run test lint format types bench screenshots lock vendor clean

help: ## show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run.stamp ## set up if need be, start the server, print its address
	@$(BIN)/elevenlines serve $(ARGS)

test: $(VENV)/test.stamp node_modules/.stamp ## set up if need be, run every test, the browser's too, on every core
	@$(BIN)/python -m tools.browser
	$(WITH_NODE) node --test tests/js/*.test.js
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/test.stamp node_modules/.stamp ## style, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(WITH_NODE) node_modules/.bin/tsc
	$(WITH_NODE) node_modules/.bin/biome check --error-on-warnings .

format: $(VENV)/test.stamp node_modules/.stamp ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(WITH_NODE) node_modules/.bin/biome check --write .

types: $(VENV)/test.stamp ## write the page's types of the API's answers anew
	$(BIN)/python -m tools.page_types

bench: $(VENV)/test.stamp ## measure, side by side, and print a table
	$(BIN)/python -m bench $(ARGS)

screenshots: $(VENV)/test.stamp ## take the README's pictures from the real page
	$(BIN)/python -m docs.screenshots

lock: $(VENV)/test.stamp ## pin every dependency anew, with hashes and without hosts
	$(BIN)/python -m tools.lock

vendor: $(VENV)/test.stamp ## fetch the vendored scripts anew and check their hashes
	$(WITH_NODE) $(BIN)/python -m tools.vendor $(ARGS)

clean: ## remove what the above made, but not your data
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed: install it, or name one with make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv is missing: on Debian and Ubuntu, apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The project itself is a folder of links into the tree: no build, and a change is there at the next start.
# The engine's kernel is compiled here, so that no start waits for it.
define install
	$(PIP) install --quiet --require-hashes -r $(1)
	@$(BIN)/python tools/link.py
	@$(BIN)/python -m elevenlines.app.runs.workers.compiled
	@touch $@
endef

$(VENV)/run.stamp: requirements.lock tools/link.py | $(BIN)/python
	$(call install,requirements.lock)

$(VENV)/test.stamp: requirements-dev.lock tools/link.py | $(BIN)/python
	$(call install,requirements-dev.lock)
	@touch $(VENV)/run.stamp

node_modules/.stamp: package-lock.json package.json | $(VENV)/test.stamp
	$(WITH_NODE) npm ci --silent --no-audit --no-fund
	@touch $@
