# Each target does its whole set-up by itself, into .venv, on a machine that has Python >= 3.11, git and make.

PYTHON ?= python3
READY := .venv/.ready
PYTEST := .venv/bin/python -m pytest -q -n 2 --dist worksteal

# Every process of the tests would otherwise compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-all coverage test-days soak newest lowest wheel check audit licences docs pictures bench bench-smallest format clean

demo: $(READY)
	@rm -rf demo
	.venv/bin/sync demo --dir demo

test: $(READY)
	$(PYTEST) -m "not browser and not postgres and not long and not whole"

# Everything: with the browser (Debian's chromium) and PostgreSQL (its postgresql), and the random tests for longer.
test-all: $(READY)
	LONG=60 $(PYTEST)

# How much of the pure rooms their own tests reach; the floor holds.
coverage: $(READY)
	$(PYTEST) tests/core tests/forms tests/templates -m "not whole" --cov=sync.core --cov=forms --cov=templates --cov-report=term:skip-covered --cov-fail-under=90

# All tests but those of Chromium, PostgreSQL and the long ones on other days, with Debian's faketime. `make test-days DAYS=--two`: on two, which the commit chooses.
test-days: $(READY)
	.venv/bin/python tests/days.py $(DAYS)

soak: $(READY)
	SOAK=$(or $(STEPS),10000) .venv/bin/pytest -q tests/e2e/test_machine.py
	KILLS=$(or $(KILLS),1000) PASTED=$(or $(PASTED),100000) $(PYTEST) tests/survival

bench: $(READY)
	.venv/bin/python -m bench.judge
	.venv/bin/python -m bench.arrange
	.venv/bin/python -m bench.workspace
	.venv/bin/python -m bench.calls

# Only shows that they run; no table is written.
bench-smallest: $(READY)
	.venv/bin/python -m bench.judge --smallest
	.venv/bin/python -m bench.arrange --smallest
	.venv/bin/python -m bench.workspace --smallest
	.venv/bin/python -m bench.calls --smallest

# What `pip install` gives to people: a wheel in an empty environment, away from this folder, runs the demo.
wheel:
	@rm -rf .wheel && $(PYTHON) -m venv .wheel/venv
	.wheel/venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir .wheel .
	.wheel/venv/bin/python -m pip install --quiet "$$(ls "$(CURDIR)"/.wheel/*.whl)[workspace]"
	cd .wheel && venv/bin/python -I -m pip check && venv/bin/making-time demo --dir demo

check: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python -m docs.generate --check
	.venv/bin/python -m bench.house

# The fast tests with the newest of everything that pyproject.toml allows: Google's client brings its newest discovery documents,
# against which what the product sends is checked. Once a week, .github/workflows/weekly.yml.
newest:
	@rm -rf .newest && $(PYTHON) -m venv .newest
	.newest/bin/python -m pip install --quiet --upgrade pip
	.newest/bin/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[workspace,postgres]' --group dev
	.newest/bin/python -m pytest -q -n 2 --dist worksteal -m "not browser and not postgres and not long"

# The fast tests with the lowest versions that pyproject.toml allows; uv resolves them.
lowest:
	@rm -rf .lowest && $(PYTHON) -m venv .lowest
	.lowest/bin/python -m pip install --quiet --upgrade pip uv
	.lowest/bin/uv pip install --quiet --python .lowest/bin/python --resolution lowest-direct --editable '.[workspace,postgres]' --group dev
	.lowest/bin/python -m pytest -q -n 2 --dist worksteal -m "not browser and not postgres and not long"

# Known weaknesses of what is installed; the list of them is fetched, so it takes a network.
audit: $(READY)
	.venv/bin/python -m pip install --quiet pip-audit
	.venv/bin/pip-audit --skip-editable

licences: $(READY)
	.venv/bin/python docs/licences.py

docs: $(READY)
	.venv/bin/python -m docs.generate

pictures: $(READY)
	.venv/bin/python docs/pictures.py

format: $(READY)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv .newest .lowest .wheel .mypy_cache .ruff_cache .hypothesis demo demo-open

# uv, where it is there, installs what uv.lock says; otherwise pip installs what pyproject.toml allows.
$(READY): pyproject.toml uv.lock
	@if command -v uv >/dev/null 2>&1; then \
	  uv sync --quiet --extra workspace --extra postgres --group dev; \
	else \
	  $(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)' && \
	  $(PYTHON) -m venv .venv && \
	  .venv/bin/python -m pip install --quiet --upgrade pip && \
	  .venv/bin/python -m pip install --quiet --editable '.[workspace,postgres]' --group dev; \
	fi
	@touch $(READY)
