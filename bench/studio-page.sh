#!/bin/sh
# The studio's page in Chromium without a window: first paint, the weight of its files, and frames a second
# of the playground with 2,000 particles, beside those of a page that does nothing.
#
#   bench/studio-page.sh [--rounds N]
#
# 5 rounds unless stated, each in a fresh browser without a cache. Exits with 1 where a verdict is FAIL.
# Needs Node.js, npm and Chromium; playwright-core comes by npm into studio/node_modules.
#
#   CHROMIUM=chromium   the browser's command
#   INKWASH=./inkwash   the command that starts the studio
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
studio=$bench/../studio

[ -d "$studio/node_modules/playwright-core" ] ||
  (cd "$studio" && npm ci --ignore-scripts --no-audit --no-fund >&2)
runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
INKWASH=${INKWASH:-$bench/../inkwash} node "$bench/studio_page.mjs" --runs "$runs" "$@"
