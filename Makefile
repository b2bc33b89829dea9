# Each target sets up its own environment first. Needs Python 3.11+, make and git.
PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
UV     := $(shell command -v uv 2>/dev/null)
READY  := $(VENV)/.ready
# Two processes; a file's tests, and a notebook's cells, stay together.
TWO    := --numprocesses=2 --dist=loadscope
DRAWN  := $(CURDIR)/test-output/figures

.PHONY: help env figures figure accept docs test test-lab lab lint lock audit calibration bench

help:           ## show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

env: $(READY)   ## the locked environment in .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) and f"Python 3.11 or later is needed, this is {v[0]}.{v[1]}: say make PYTHON=python3.11")'
ifdef UV
	$(UV) venv --quiet --clear --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --compile-bytecode --python $(PY) --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(PY) --no-deps -e .
else
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@$(PY) -c 'from helpers.words.engine import compiled; compiled.prepare()'
	@touch $@

figure: $(READY)   ## redraw one figure: make figure NAME=own-voice
	$(PY) -m helpers run notebooks --only "$(NAME)"

figures: $(READY)  ## execute every notebook in place and write figures/
	$(PY) -m helpers run notebooks

accept: $(READY)  ## after the corpus changed: execute the notebooks anew and say what moved
	$(PY) -m helpers accept

docs: $(READY)  ## the documentation as a site: build/site/html/index.html
	$(PY) docs/site.py

test: $(READY)  ## strict nbval and pytest
	rm -rf $(DRAWN)
	HELPERS_FIGURES=$(DRAWN) $(PY) -m pytest $(TWO) --nbval --nbval-current-env --nbval-cell-timeout=120 notebooks
	DRAWN=$(DRAWN) $(PY) -m pytest $(TWO) tests -m "not lab"

test-lab: $(READY)  ## every notebook run in a real JupyterLab in a real browser
	$(PY) -m pytest tests/lab -m lab

lab: $(READY)   ## JupyterLab on the project, 00-start-here open (loopback only, with a token)
	@$(VENV)/bin/jupyter-trust notebooks/*.ipynb >/dev/null
	$(PY) -m jupyterlab --ip=127.0.0.1 --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

lint: $(READY)  ## ruff
	$(PY) -m ruff check . && $(PY) -m ruff format --check .

lock:           ## bring requirements.lock up to date with pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra test --extra docs --extra scale --generate-hashes --universal \
	  --no-emit-index-url --python-version 3.11 --no-header --output-file requirements.lock

audit:          ## known weaknesses of the locked packages (asks the net)
	$(PYTHON) -m venv .audit && .audit/bin/python -m pip install --quiet pip-audit
	.audit/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip

calibration: $(READY)  ## do intervals cover and tests reject as they say? (minutes)
	$(PY) benchmarks/calibration.py
	$(PY) benchmarks/correction.py

$(VENV)/.bench: $(READY)
ifdef UV
	$(UV) pip install --quiet --python $(PY) -e '.[bench]'
else
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[bench]'
endif
	@touch $@

bench: $(VENV)/.bench  ## speed and memory beside other libraries (three quarters of an hour; they are not locked)
	$(PY) benchmarks/speed.py
	$(PY) benchmarks/inference.py
	$(PY) benchmarks/copies.py 100000
	$(PY) benchmarks/lemmas.py
