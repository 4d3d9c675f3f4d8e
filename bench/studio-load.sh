#!/bin/sh
# Clients that draw from the shipped model at the studio's server, beside the library alone at a batch of
# as many, in turns; the time of a request and the memory of the process.
#
#   bench/studio-load.sh [--clients N] [--seconds N]
#
# 64 clients for 600 seconds unless stated. Exits with 1 where a verdict is FAIL.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
cd "$bench/.."
# The heap is touched at the start, so that memory which grows is not the heap's.
exec "$bench/java.sh" -Xms512m -XX:+AlwaysPreTouch io.inkwash.bench.studio.Load "$@"
