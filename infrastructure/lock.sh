#!/usr/bin/env bash
# Locks the Python dependencies with hashes and without index addresses.
set -euo pipefail
cd "$(dirname "$0")/../backend"
../.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
lock() { ../.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade -q "$1" -o "$2"; }
lock requirements.in requirements.txt
lock requirements-dev.in requirements-dev.txt
