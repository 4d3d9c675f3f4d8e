#!/bin/sh
# Runs a main class of the benches as ./inkwash runs the command, with its settings for Java, threads
# and memory:
#
#   bench/java.sh [JAVA_OPTION]... CLASS [ARGUMENT]...
#
# Java runs the first main class that it is given. ./inkwash puts INKWASH_JAVA_OPTS before its own,
# so ours stands there, and what ./inkwash adds arrives as arguments after a lone --.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
built=$home/bench/target/bench

[ -r "$built/classpath" ] || { echo "bench: run bench/build.sh first" >&2; exit 1; }

words=$(mktemp)
trap 'rm -f "$words"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
{
  printf -- '-cp "%s:%s"\n' "$built/classes" "$(cat "$built/classpath")"
  printf '"%s"\n' "$@" --
} >"$words"

INKWASH_JAVA_OPTS="${INKWASH_JAVA_OPTS:-} @$words" "$home/inkwash"
