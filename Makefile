# The three commands of this project. Everything else is in scripts/ and in pyproject.toml.
#   PYTHON=python3.12       the interpreter to make .venv with (default: the one .venv has, or python3)
#   PORT=8889               JupyterLab's port
#   ARGS="--no-browser"     passed on, to JupyterLab or to pytest

PYTHON ?= $(shell test -x .venv/bin/python && echo .venv/bin/python || echo python3)
PORT ?= 8888
ARGS ?=
WORKERS = -n auto --maxprocesses=4 --dist=loadfile

.PHONY: help lab test course set-up

help:
	@echo 'make lab     sets up what is missing and opens your copy of the course, my_course/, in JupyterLab (PORT=8888 ARGS=...)'
	@echo 'make course  sets up what is missing and builds all copies and pages in build/course'
	@echo 'make test    sets up what is missing and runs every test (ARGS=... goes to pytest)'

lab: set-up
	@.venv/bin/python scripts/lab.py --port=$(PORT) $(ARGS)

test: set-up
	@echo 'Running the tests.'
	@OMP_NUM_THREADS=1 .venv/bin/python -m pytest $(WORKERS) $(ARGS)

course: set-up
	@.venv/bin/python scripts/make_course.py $(ARGS)

set-up:
	@command -v $(PYTHON) >/dev/null || { echo 'There is no $(PYTHON) here: install Python 3.10 or newer, or name one: make lab PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) scripts/set_up.py
