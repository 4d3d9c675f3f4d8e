#!/bin/sh
# Damaged files: each must be read or be refused in one line, in bounded time and memory.
#
#   bench/fuzz.sh [--cases N] [--seconds N] [--seed N] [--only READER] [--out FOLDER]
#
# What is found is written, made small, to FOLDER (fuzz), to become a test. Exits with 1 then.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$bench/build.sh"
cd "$bench/.."
exec "$bench/java.sh" io.inkwash.bench.fuzz.Fuzz "$@"
