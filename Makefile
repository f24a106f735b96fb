# Regards croisés: `make` lists what can be done. / `make` donne la liste des commandes.
VENV   ?= .venv
PYTHON ?= python3
PORT   ?= 8501
BIN    := $(VENV)/bin
PY     := $(BIN)/python
PIP    := $(PY) -m pip install --quiet --disable-pip-version-check

# One more than there are cores: a test that waits for a browser leaves its core to another.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help run stage-lan sign-in test check format audit bench package factsheets decks backup restore export pin browser office clean

help: ## This list / Cette liste
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## Start the dashboard on http://localhost:8501 / Ouvrir le tableau de bord
	@echo "Regards croisés: http://localhost:$(PORT)"
	@exec $(PY) -m streamlit run dashboard.py --server.port $(PORT)

# ADDRESS: under which the hall reaches this machine, where it has several.
stage-lan: $(VENV)/.run ## Open the stage to the hall's network, print its links / Ouvrir la scène à la salle
	@address="$(ADDRESS)"; [ -n "$$address" ] || address=$$($(PY) -m components.stage.lan) || exit 1; \
		REGARDS_STAGE_LAN="$$address" exec $(PY) -m streamlit run dashboard.py \
		--server.address 0.0.0.0 --server.port $(PORT) --server.headless true --browser.serverAddress "$$address"

# STAFF: id of the page « Accès », to sign in as somebody of the list.
sign-in: $(VENV)/.run ## Print a link that signs in on this machine / Se connecter au bureau sur ce poste
	@$(PY) -m components.sign_in --port $(PORT) $(if $(STAFF),--staff $(STAFF))

test: $(VENV)/.test browser office ## Run every test, a real browser included / Lancer tous les tests
	@$(PY) -m pytest -q -n $(WORKERS) --dist worksteal

check: $(VENV)/.test ## Format, lint, types, data, tests without browser / Tout vérifier
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/frictionless validate data/datapackage.json
	$(PY) -m data.dictionary --check
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal -m "not browser"

format: $(VENV)/.test ## Rewrite the code in the one format / Mettre le code en forme
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --strict: a package that nobody could judge is a failure, not a good answer.
audit: $(VENV)/.test ## Known vulnerabilities of what is pinned (needs a network) / Vulnérabilités connues
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements.txt
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements-dev.txt

bench: $(VENV)/.test browser ## Measure beside a hand-written page / Mesurer
	$(PY) -m benchmarks.run

package: $(VENV)/.run ## Write the open data package to build/ / Écrire le paquet de données
	$(PY) -m data.package

factsheets: $(VENV)/.run ## Write every city's PDF to build/ / Écrire les fiches des villes
	@$(PY) -m components.factsheets

decks: $(VENV)/.run ## Write what is taken from the stage to build/ / Écrire les présentations à emporter
	@$(PY) -m components.stage.decks

backup: $(VENV)/.run ## Save the desk to FILE=… / Sauvegarder le travail du bureau
	@$(PY) -m data.store backup $(or $(FILE),var/backups/desk.jsonl.gz)

restore: $(VENV)/.run ## Bring FILE=… back into an unused desk / Rétablir une sauvegarde
	@$(PY) -m data.store restore $(or $(FILE),var/backups/desk.jsonl.gz)

export: $(VENV)/.run ## Write the published tables to FOLDER=… / Écrire les tables publiées
	@$(PY) -m data.store export $(or $(FOLDER),build/edition)

pin: $(VENV)/.test ## Compile requirements*.txt from requirements*.in / Épingler les dépendances
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in

clean: ## Remove the environment and what was built / Tout effacer
	rm -rf $(VENV) build .pytest_cache .ruff_cache .mypy_cache .hypothesis

# An environment without its Python (half made, or that Python was removed) gets one, and the packages again.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed / Python 3.11 ou plus récent est nécessaire: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -f $(VENV)/bin/python; \
		echo "Install the module venv first / Installez d'abord le module venv: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt $(VENV)/bin/python
	@echo "Installing the pinned packages / Installation des paquets épinglés…"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@echo "Installing what tests need / Installation de ce que demandent les tests…"
	@$(PIP) -r requirements-dev.txt
	@touch $@

browser: $(VENV)/.test
	@PY=$(PY) sh tests/browser/install_browser.sh

# A second program opens the PowerPoint decks in a test; without it that test fails and says so.
office:
	@sh tests/browser/install_office.sh
