#!/usr/bin/env bash
# Makes sure that a Chromium for the browser tests is there, and prints where.
set -euo pipefail
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" && exit 0
done
if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
  command -v chromium && exit 0
fi
echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one in CHROMIUM." >&2
exit 1
