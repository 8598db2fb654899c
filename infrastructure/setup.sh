#!/usr/bin/env bash
# Installs what is locked and builds the pages; does only what has changed since the last time.
#   --dev         also what tests and lint need
#   --check-port  first see that the demo's port is free, so that nobody waits for an install in vain
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '  %s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

dev=false
check_port=false
for argument in "$@"; do
  case "$argument" in
    --dev) dev=true ;;
    --check-port) check_port=true ;;
    *) fail "setup.sh does not know $argument" ;;
  esac
done

find_python() {
  for name in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3; do
    [ -n "$name" ] && command -v "$name" > /dev/null || continue
    if "$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      echo "$name"
      return
    fi
  done
}

python=$(find_python)
[ -n "$python" ] || fail "Mancrel needs Python 3.11 or newer with its venv module. Install it, then run this again."
command -v node > /dev/null || fail "Mancrel needs Node.js 20.19 or newer to build its pages. Install it, then run this again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
  || fail "Mancrel needs Node.js 20.19 or newer; this is $(node --version). Update it, then run this again."
command -v npm > /dev/null || fail "Mancrel needs npm, which comes with Node.js. Install it, then run this again."

if $check_port; then
  port=${MANCREL_PORT:-8000}
  "$python" - "$port" << 'PY' || fail "Port $port is in use. Stop what listens there, or choose another: MANCREL_PORT=$((port + 1)) make demo"
import socket, sys
probe = socket.socket()
probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    probe.bind(("127.0.0.1", int(sys.argv[1])))
except OSError:
    sys.exit(1)
PY
fi

hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }
is_done() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# A venv that was interrupted half-way has no stamp and is made anew.
python_lock=$(hash_of backend/requirements.txt backend/pyproject.toml)
if ! is_done .venv/.mancrel-setup "$python_lock"; then
  say "Installing the Python libraries (a minute or two the first time) …"
  [ -x .venv/bin/python ] || "$python" -m venv --clear .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r backend/requirements.txt
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e backend
  echo "$python_lock" > .venv/.mancrel-setup
fi
if $dev; then
  dev_lock=$(hash_of backend/requirements-dev.txt)
  if ! is_done .venv/.mancrel-setup-dev "$dev_lock"; then
    say "Installing what the tests need …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r backend/requirements-dev.txt
    echo "$dev_lock" > .venv/.mancrel-setup-dev
  fi
fi

node_lock=$(hash_of frontend/package-lock.json frontend/package.json)
if ! is_done frontend/node_modules/.mancrel-setup "$node_lock"; then
  say "Installing the JavaScript libraries …"
  (cd frontend && npm ci --no-audit --no-fund --loglevel=error)
  echo "$node_lock" > frontend/node_modules/.mancrel-setup
fi
pages=$(find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f \
  \( -path 'frontend/src/*' -o -path 'frontend/public/*' -o -maxdepth 2 -name '*.json' -o -name 'index.html' -o -name 'vite.config.ts' \) -print \
  | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
if ! is_done frontend/dist/.mancrel-setup "$pages"; then
  say "Building the pages …"
  (cd frontend && npm run --silent build > build.log 2>&1) || { tail -30 frontend/build.log; fail "The pages could not be built; the whole output is in frontend/build.log."; }
  rm -f frontend/build.log
  echo "$pages" > frontend/dist/.mancrel-setup
fi
