#!/bin/sh
# The tables and the plot of the models' quality, from finished runs.
#
#   bench/results.sh RUNS OUT
#
# RUNS holds runs on MNIST in folders named after their recipes, and runs on Fashion-MNIST in folders
# named fashion-RECIPE; those that are not there are passed over. OUT gets recipes.md, fashion.md,
# solvers.md and solvers.png, and a .jsonl file beside each table with every row as soon as it is
# measured: stopped and started again, the script goes on where it was.
#
#   COUNT=5000          samples of each recipe
#   NLL_COUNT=256       unseen images that are given bits
#   SOLVER_RUN=ddpm     the run that all solvers draw from
#   SOLVER_COUNT=2000   samples of each solver in each number of steps
#   SOLVER_STEPS=5:10:15:20:50
#   THREADS=            operator threads, all cores unless set
set -eu
if [ $# -ne 2 ]; then
  echo "usage: bench/results.sh RUNS OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
runs=$1
out=$2
mkdir -p "$out"

# compare TABLE WORDS...: measures, and writes TABLE.md
compare() {
  table=$out/$1
  shift
  "${INKWASH:-$bench/../inkwash}" compare --rows "$table.jsonl" ${THREADS:+--threads "$THREADS"} \
    --format markdown "$@" >"$table.md.new"
  mv "$table.md.new" "$table.md"
  cat "$table.md"
}

# recipes TABLE PREFIX FEATURES: every recipe by its own sampler
recipes() {
  table=$1
  prefix=$2
  features=$3
  set --
  for recipe in ddpm iddpm ncsn ve-sde vp-sde edm flow; do
    if [ -r "$runs/$prefix$recipe/recipe.json" ]; then set -- "$@" "$runs/$prefix$recipe"; fi
  done
  if [ $# -gt 0 ]; then
    compare "$table" "$@" --metrics fid,kid,precision-recall,nll --features "$features" \
      --count "${COUNT:-5000}" --nll-count "${NLL_COUNT:-256}"
  fi
}

recipes recipes '' digits-lenet
recipes fashion fashion- fashion-lenet

solved=$runs/${SOLVER_RUN:-ddpm}
if [ -r "$solved/recipe.json" ]; then
  compare solvers "$solved" --metrics fid,kid --count "${SOLVER_COUNT:-2000}" \
    --solver ancestral --steps 1000
  compare solvers "$solved" --metrics fid,kid --count "${SOLVER_COUNT:-2000}" \
    --solver ancestral --solver ddim --solver heun --solver plms --solver deis --solver dpm++ \
    --solver unipc --solver dpm++@log-snr --solver unipc@log-snr \
    --steps "${SOLVER_STEPS:-5:10:15:20:50}" --curve "$out/solvers.png"
fi
