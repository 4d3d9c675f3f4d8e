#!/bin/sh
# 2,000 training steps: does the step time stay level, and the memory flat?
#
#   bench/steady-state.sh [--recipe NAME] [--data SET] [--batch N] [--steps N] [--threads N]
#
# The Java heap is touched whole at the start, so what memory moves later is libtorch's and Java's
# own, not garbage that has yet to be collected.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
INKWASH_HEAP=${INKWASH_HEAP:-256m}
export INKWASH_HEAP
exec "$bench/java.sh" "-Xms$INKWASH_HEAP" -XX:+AlwaysPreTouch io.inkwash.bench.SteadyState "$@"
