#!/bin/sh
# The small parts of a training step, each on its own, by JMH.
#
#   bench/micro.sh [JMH_OPTION]... [PATTERN]      for example: bench/micro.sh -p threads=1 adam
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
exec "$bench/java.sh" io.inkwash.bench.Micro "$@"
