#!/bin/sh
# Kills a training at random moments (SIGKILL), goes on with it each time, and holds the files that it
# ends with to those of a training that was never killed.
#
#   bench/kills.sh [--kills N] [--seconds N] [--seed N] [--out FOLDER]
#
# The files must be equal bit for bit, but for times of the clock. Exits with 1 and keeps FOLDER (kills)
# if they are not.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
cd "$bench/.."
exec "$bench/java.sh" io.inkwash.bench.Kills "$@"
