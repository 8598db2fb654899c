#!/usr/bin/env bash
# Style, types and the house rules, back and front.
set -euo pipefail
cd "$(dirname "$0")/.."
cd backend
../.venv/bin/ruff format --check -q .
../.venv/bin/ruff check -q .
../.venv/bin/mypy
../.venv/bin/lint-imports
cd ../frontend
npm run --silent lint
npm run --silent typecheck
node first-load.mjs > /dev/null
