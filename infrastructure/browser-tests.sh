#!/usr/bin/env bash
# The pages in Chromium against a whole running system, in a state directory of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

CHROMIUM=$(infrastructure/chromium.sh)
export MANCREL_CHROMIUM="$CHROMIUM"
state=$(mktemp -d "${TMPDIR:-/tmp}/mancrel-browser-XXXXXX")
port=$(.venv/bin/python -c 'from mancrel.children import free_port; print(free_port())')
MANCREL_STATE_DIR=$state MANCREL_PORT=$port MANCREL_SEND_DELAY_S=3 .venv/bin/mancrel demo > "$state/demo.out" 2>&1 &
demo=$!
finish() {
  kill -TERM $demo 2> /dev/null || true
  wait $demo 2> /dev/null || true
  rm -rf "$state"
}
trap finish EXIT
for _ in $(seq 600); do
  grep -q '^Mancrel is ready' "$state/demo.out" && break
  kill -0 $demo 2> /dev/null || { cat "$state/demo.out" >&2; exit 1; }
  sleep 0.5
done
grep -q '^Mancrel is ready' "$state/demo.out" || { cat "$state/demo.out" >&2; exit 1; }
cd frontend
MANCREL_E2E_URL=http://127.0.0.1:$port MANCREL_STATE_DIR=$state npm run --silent e2e
