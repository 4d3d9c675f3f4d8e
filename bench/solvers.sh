#!/bin/sh
# FID against the evaluations of the model, for every solver of docs/solvers.md, from one run.
#
#   bench/solvers.sh RUN OUT
#
# OUT gets solvers.md, solvers.png and solvers.jsonl with every row as soon as it is measured: stopped
# and started again, the script goes on where it was.
#
#   EVALUATIONS="5 10 20 50"   evaluations an image; a solver takes as many steps as they allow
#   COUNT=2000                 samples of each solver at each number
#   GRID=                      the grid of all solvers, for example trailing; the run's own unless set
#   ONLY=                      names to take instead of the table's, separated by spaces
#   CLASSES=                   what is asked of conditional runs, in turn; empty for others
#   FEATURES=                  the feature network, the command's own unless set
#   THREADS=                   operator threads, all cores unless set
set -eu
if [ $# -ne 2 ]; then
  echo "usage: bench/solvers.sh RUN OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
run=$1
out=$2
mkdir -p "$out"

# solvers: NAME EVALUATIONS-IN-10-STEPS, a line each. Those that choose their own steps, or need
# something that other models lack, are left out
solvers() {
  awk -F'|' '/^\| `/ { gsub(/^ *`|` *$/, "", $2); gsub(/ /, "", $2); gsub(/ /, "", $9); print $2, $9 }' \
    "$bench/../docs/solvers.md" |
    grep -v -E '^(ancestral-learned|annealed-langevin|dpm-adaptive|rk45|lcm|tcd|.*cfg\+\+(\(.*\))?) ' |
    while read -r name ten; do
      if [ -z "${ONLY:-}" ] || echo " $ONLY " | grep -qF " $name "; then echo "$name $ten"; fi
    done
}

# compare STEPS SOLVER: a row
compare() {
  "${INKWASH:-$bench/../inkwash}" compare --rows "$out/solvers.jsonl" \
    ${THREADS:+--threads "$THREADS"} ${CLASSES:+--class "$CLASSES"} \
    ${FEATURES:+--features "$FEATURES"} --format markdown --metrics fid \
    --count "${COUNT:-2000}" --curve "$out/solvers.png" "$run" --steps "$1" \
    --solver "$2${GRID:+@$GRID}" >"$out/solvers.md.new" &&
    mv "$out/solvers.md.new" "$out/solvers.md"
}

solvers | while read -r name ten; do
  for evaluations in ${EVALUATIONS:-5 10 20 50}; do
    steps=$(((evaluations * 10 + ten - 1) / ten))
    if [ "$steps" -ge 2 ]; then
      compare "$steps" "$name" </dev/null || echo "$name in $steps steps: no row" >&2
    fi
  done
done
cat "$out/solvers.md"
