# archive-watch: `make demo` shows it, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
NEXT := .venv-next/bin
# Where the two Datasettes differ, and one walk in the browser; the rest says nothing more of 1.0.
NEXT_TESTS = -k "not test_in_a_browser or journalist" $(patsubst %,tests/datasette_plugin/test_%.py,\
	answering archives asking_for_a_check home in_a_browser meanings policy serving)

.PHONY: help demo serve test test-next lint bench bench-peers kills soak docs lock wheel clean

help:
	@echo "make demo    install, watch an invented archive for three days, print the report"
	@echo "make serve   the demo's archive in Datasette"
	@echo "make test    every check and test"
	@echo "make test-next      the tests of the Datasette plugin, with the pre-release of Datasette 1.0"
	@echo "make lint    the checks alone    make bench   the numbers, beside peers"
	@echo "make bench-peers    what a round costs, beside urlwatch, webchanges and changedetection.io"
	@echo "make kills   a thousand kills while fetching    make soak    two hours with an archive that moves"
	@echo "make docs    write the generated files    make lock    lock the dependencies anew"

demo: .venv/installed
	@$(BIN)/archive-watch demo

serve: .venv/installed
	@test -f demo/archive.db || $(BIN)/archive-watch demo
	@$(BIN)/archive-watch --db demo/archive.db serve

test: lint
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

test-next: .venv-next/installed
	$(NEXT)/pytest -p no:cacheprovider -n 2 --dist loadfile $(NEXT_TESTS)

lint: .venv/installed-dev
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	$(BIN)/python bench/measure.py

bench-peers: .venv/installed-dev
	$(BIN)/python bench/peers.py $(PEERS)

kills: .venv/installed-dev
	$(BIN)/python bench/kills.py

soak: .venv/installed-dev
	$(BIN)/python bench/soak.py

docs: .venv/installed-dev
	$(BIN)/python docs/generate.py

lock: .venv/installed-dev
	$(LOCK) --upgrade --output-file requirements/run.txt pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --upgrade --extra trafilatura --constraint requirements/dev.txt --output-file requirements/trafilatura.txt pyproject.toml
	$(LOCK) --upgrade --extra apprise --constraint requirements/dev.txt --output-file requirements/apprise.txt pyproject.toml
	cp requirements/dev.txt requirements/datasette-next.txt # the same versions, but of Datasette
	$(LOCK) --upgrade-package datasette --output-file requirements/datasette-next.txt pyproject.toml requirements/datasette-next.in
	$(LOCK) --upgrade --output-file requirements/build.txt requirements/build.in
	$(LOCK) --upgrade --output-file requirements/bench.txt requirements/bench.in

wheel: .venv/installed-dev
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

clean:
	rm -rf .venv .venv-next dist build demo bench/out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "archive-watch needs Python 3.11 or later: make PYTHON=python3.11 demo")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv-next/installed: .venv/bin/python requirements/datasette-next.txt requirements/build.txt pyproject.toml
	.venv/bin/python -m venv .venv-next
	$(NEXT)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/datasette-next.txt
	$(NEXT)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
