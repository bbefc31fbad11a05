# `make check` is what CI does; every step is written down once, in .ci/run.
# VENV is where Python is: .venv (README's) unless told otherwise, as in `make check VENV=~/envs/firsthand`.

VENV ?= .venv
export VENV

.PHONY: check format lint types imports tests docs audit gate wheel refresh fix serve

check: format lint types imports tests docs gate ; @echo "all checks passed"

format lint types imports tests docs audit gate wheel: ; @.ci/run $@

fix: ; $(VENV)/bin/ruff check --fix . && $(VENV)/bin/ruff format .

refresh: ; $(VENV)/bin/python docs/refresh.py

serve: ; $(VENV)/bin/zensical serve
