# Two commands set everything up on a machine with Python 3.11 or later and make: `make demo` and `make test`.
PYTHON ?= python3
BIN = .venv/bin
WORKERS ?= 2

.PHONY: demo test lint types unit bench sample clean

demo: .venv/installed
	rm -rf out/v0.1.0
	$(BIN)/corpus build sample/pages --config sample/corpus.toml --out out --version 0.1.0 --workers $(WORKERS)
	@echo
	@echo "Load it in Python ($(BIN)/python):"
	@echo
	@echo "    import corpus"
	@echo "    articles = corpus.load(\"out/v0.1.0\", split=\"train\")"
	@echo "    print(articles[0][\"headline\"])"

test: .venv/installed-dev lint types unit

lint: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/installed-dev
	$(BIN)/mypy

unit: .venv/installed-dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

bench: .venv/installed-dev
	$(BIN)/pytest benchmarks

sample: .venv/installed-dev
	$(BIN)/python scripts/make_sample.py

clean:
	rm -rf .venv out

# Versions are pinned: a set-up next month is the same set-up.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@
