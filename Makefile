# St Jude's portal. `make run` is all that a newcomer needs; `make help` names the rest.

# Settings may be given on make's command line too: make run PORT=8001 VAR=/srv/portal
export PYTHON VAR PORT BIND PUBLIC_URL DATABASE_URL REDIS_URL DEMO TRUSTED_PROXIES
export DATABASE_URL_FILE REDIS_URL_FILE

.PHONY: help run demo setup setup-dev test check bench lock
.DEFAULT_GOAL := help

help:  ## Name what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: setup  ## Start the portal on http://localhost:8000 (settings: PORT, BIND, VAR, PUBLIC_URL, DATABASE_URL, REDIS_URL)
	@exec .venv/bin/python -m stjudes_portal.run

demo: export DEMO = 1
demo: run  ## Start the demonstration school, on this machine only

setup:  ## Make the virtual environment and install what the portal runs on
	@sh scripts/setup.sh requirements.txt

setup-dev:
	@sh scripts/setup.sh requirements-dev.txt

test: setup-dev  ## Run every test: quick ones, the database's again on PostgreSQL, then those that start processes
	@sh scripts/test.sh

check: setup-dev  ## Style, types, layers, templates, migrations and the settings of a real portal
	@sh scripts/check.sh

bench: setup-dev  ## Measure the portal against the least that the database needs (ITEMS, ROUNDS, ONLY; PEER=1 beside django-helpdesk)
	@.venv/bin/python -m bench.run
	@.venv/bin/python -m bench.incidents.run
	@.venv/bin/python -m bench.desk.run $(ITEMS)
	@if [ -n "$(PEER)" ]; then .venv/bin/python -m bench.peer.run $(PEER_ITEMS); fi

lock: setup-dev  ## Pin requirements.in and requirements-dev.in again
	@sh scripts/lock.sh
