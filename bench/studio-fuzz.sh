#!/bin/sh
# Mutated requests to the studio's server: none may be answered by status 500 or above, hang, reach a
# file outside the folder of runs, or come back as markup.
#
#   bench/studio-fuzz.sh [--cases N] [--seed N] [--threads N]
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
cd "$bench/.."
exec "$bench/java.sh" io.inkwash.bench.studio.RequestFuzz "$@"
