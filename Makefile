# The three commands of this project. Everything else is in scripts/ and in pyproject.toml.
#   PYTHON=python3.12       the interpreter to make .venv with (default: the one .venv has, or python3)
#   PORT=8889               JupyterLab's port
#   ARGS="--no-browser"     passed on, to JupyterLab or to pytest
# Without make, on Windows too: python scripts/lab.py, scripts/test.py, scripts/make_course.py.

PYTHON ?= $(shell test -x .venv/bin/python && echo .venv/bin/python || echo python3)
PORT ?= 8888
ARGS ?=

.PHONY: help lab test course python

help:
	@echo 'make lab     sets up what is missing and opens your copy of the course, my_course/, in JupyterLab (PORT=8888 ARGS=...)'
	@echo 'make course  sets up what is missing and builds all copies and pages in build/course'
	@echo 'make test    sets up what is missing and runs every test (ARGS=... goes to pytest)'

lab: python
	@$(PYTHON) scripts/lab.py --port=$(PORT) $(ARGS)

test: python
	@$(PYTHON) scripts/test.py $(ARGS)

course: python
	@$(PYTHON) scripts/make_course.py $(ARGS)

python:
	@command -v $(PYTHON) >/dev/null || { echo 'There is no $(PYTHON) here: install Python 3.10 or newer, or name one: make lab PYTHON=python3.12' >&2; exit 1; }
