.DEFAULT_GOAL := help
.PHONY: help setup demo test bench torture lint format openapi lock clean
SHELL := /bin/bash
BIN := .venv/bin

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install what is locked and build the pages (only what changed)
	@infrastructure/setup.sh

demo: ## Run Mancrel with sample data on http://127.0.0.1:$MANCREL_PORT (8000)
	@infrastructure/setup.sh --check-port
	@exec $(BIN)/mancrel demo

test: ## Run every test: backend, pages, and both together in a browser
	@infrastructure/setup.sh --dev
	@infrastructure/test.sh

lint: ## Check style, types and the house rules
	@infrastructure/setup.sh --dev
	@infrastructure/lint.sh

bench: ## Measure speed as ratios to limits taken in the same run
	@infrastructure/setup.sh --dev
	@cd backend && ../$(BIN)/python -m benchmarks

torture: ## The full-size fault and kill runs (long)
	@infrastructure/setup.sh --dev
	@cd backend && MANCREL_TORTURE=full ../$(BIN)/python -m pytest -q -s -p no:cacheprovider tests/torture
	@cd backend && MANCREL_TORTURE=full ../$(BIN)/python -m pytest -q -p no:cacheprovider tests/catalogue tests/conversations/test_at_most_once.py tests/assistant/test_contexts.py -k "any_order or around_a_send or another_contacts"
	@cd backend && MANCREL_TORTURE=full ../$(BIN)/python -m pytest -q -n 2 -p no:cacheprovider --timeout 0 tests -k "the_model_says or plain_list or always_a_third"
	@cd backend && MANCREL_EXAMPLES=$${MANCREL_EXAMPLES:-100} ../$(BIN)/python -m pytest -q -p no:cacheprovider tests/house/test_contract.py

format: ## Format the code
	@$(BIN)/ruff format -q backend && $(BIN)/ruff check -q --fix backend || true
	@cd frontend && npx biome check --write .

openapi: ## Write the OpenAPI document and the client made from it
	@$(BIN)/mancrel openapi > frontend/openapi.json.new && mv frontend/openapi.json.new frontend/openapi.json
	@cd frontend && npm run --silent generate

lock: ## Lock the dependencies anew
	@infrastructure/lock.sh

clean: ## Remove what was installed and built (not the demo's data)
	@rm -rf .venv frontend/node_modules frontend/dist
