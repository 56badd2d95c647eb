# The executable documentation of the workflow. `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3

.PHONY: run test test-slow lint eval bench data-check models sbom licences lock pictures clean

run:            ## set-up, then the main job over the sample press
	$(PYTHON) dev.py run

test:           ## set-up, then the tests
	$(PYTHON) dev.py test

test-slow:      ## the tests that take longer
	$(PYTHON) dev.py test -m slow

lint:           ## ruff, mypy --strict, the arrows between rooms
	$(PYTHON) dev.py lint

eval:           ## tables of every model and of the whole chain
	$(PYTHON) dev.py eval

bench:          ## throughput per stage and how it grows
	$(PYTHON) dev.py bench

data-check:     ## schema, offsets, counts, near-duplicates of data/; agreement and shortcuts
	$(PYTHON) dev.py data-check

models:         ## fit the heads of models/ anew from data/
	$(PYTHON) dev.py models

licences:       ## the licence gate
	$(PYTHON) dev.py licences

sbom:           ## build/sbom.json (CycloneDX)
	$(PYTHON) dev.py sbom

lock:           ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header -o requirements.lock

pictures:       ## docs/pictures/ anew (needs Chromium, LibreOffice, poppler)
	$(PYTHON) dev.py pictures

clean:          ## remove what runs leave behind
	$(PYTHON) dev.py clean
