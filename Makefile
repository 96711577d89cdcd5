# The single door to Rinde. Plain `make` lists what there is.
PYTHON ?= python3
PORT ?= 8000
ENV := .venv/bin
RINDE_DATA_DIR ?= var
export RINDE_DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format docs bench pictures lock clean

help: ## List these targets
	@printf 'Rinde. Two commands are enough: make demo, make test\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\n  PORT=8123 changes the port (8000), RINDE_DATA_DIR=folder where data are kept (var).\n'

setup: ## Install everything for development in .venv (locked and hashed)
	@$(PYTHON) requirements/install.py dev

demo: ## Start a site with the data of a fictional town, on http://127.0.0.1:8000
	@$(PYTHON) requirements/install.py run
	@exec $(ENV)/rinde demo --port $(PORT)

serve: ## Start the site and its worker with your own data
	@$(PYTHON) requirements/install.py run
	@exec $(ENV)/rinde serve --port $(PORT)

test: setup ## Run every suite: SQLite, PostgreSQL where there is one, Chromium where there is one
	@$(ENV)/python tests/run.py

check: setup ## Format, lint, types, import contracts, templates, migrations, security, generated docs
	@$(ENV)/python tests/check.py

format: setup ## Put code and imports in order
	@$(ENV)/ruff format . && $(ENV)/ruff check --fix .

docs: setup ## Write the generated pages of docs/
	@$(ENV)/python docs/generate.py

bench: setup ## Measure reading, pages, memory and size against their budgets
	@$(ENV)/python benchmarks/run.py

pictures: setup ## Photograph every page of the demo into var/pictures (needs Chromium)
	@$(ENV)/python tests/journeys/pictures.py

lock: ## Choose newer versions and write the locks of requirements/ (needs uv)
	@sh requirements/lock.sh

clean: ## Take away what can be made again; the data in var/ stay
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
