#!/bin/sh
# Clients that draw from the shipped model at the studio's server, beside the library alone.
#
#   bench/studio-load.sh [--clients N] [--seconds N]
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
cd "$bench/.."
exec "$bench/java.sh" io.inkwash.bench.studio.Load "$@"
