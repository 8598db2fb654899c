#!/usr/bin/env bash
# Every test: backend, pages, and both together in a browser. Prints one line per suite at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${PYTHONDONTWRITEBYTECODE:-}" ]; then
  # The tests start many processes, each of which would compile all it imports: kept apart from the sources.
  unset PYTHONDONTWRITEBYTECODE
  export PYTHONPYCACHEPREFIX="${PYTHONPYCACHEPREFIX:-$PWD/.venv/bytecode}"
fi

echo "== lint"
infrastructure/lint.sh
echo "== the pages' client is the one of this API"
.venv/bin/mancrel openapi | cmp - frontend/openapi.json \
  || { echo "frontend/openapi.json is not what the API says: run 'make openapi'." >&2; exit 1; }
echo "== pages"
(cd frontend && npm test --silent)
echo "== browser"
infrastructure/browser-tests.sh
echo "== backend"
cd backend
../.venv/bin/python -m pytest -q -n 2 "$@"
