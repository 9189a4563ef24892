# The one door for people and machines. Needs Python 3.11+, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two processes; tests that look at one portal, or walk the same pages, run in one of them.
PROCESSES := -n 2 --dist loadgroup --no-loadscope-reorder

.PHONY: run test setup check bench slow soak lock messages migrations clean

run: $(VENV)/.runs
	@$(BIN)/python manage.py start

test: $(VENV)/.tests
	$(BIN)/python -m tests.engine sqlite $(PROCESSES)
	$(BIN)/python -m tests.engine postgresql $(PROCESSES)

setup: $(VENV)/.tests

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/mypy moratorium portal
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(VENV)/.tests
	$(BIN)/python -m tests.bench

# Where the suite's time goes: the slowest tests, and the share of each folder.
slow: $(VENV)/.tests
	$(BIN)/python -m tests.engine sqlite $(PROCESSES) -p tests.slow
	$(BIN)/python -m tests.engine postgresql $(PROCESSES) -p tests.slow

# The long forms of tests, and bounds in seconds: by hand, on a machine that does nothing else.
soak: $(VENV)/.tests
	$(BIN)/python -m tests.soak

# What translators work from: new sentences go into the catalogues, the .mo beside them.
messages: $(VENV)/.tests
	$(BIN)/python -m tests.house.catalogues

lock: $(VENV)/.tests
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The portal needs Python 3.11 or newer; try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.runs
