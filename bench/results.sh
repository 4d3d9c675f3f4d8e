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
#   CLASSES=0:1:2:3:4:5:6:7:8:9   what is asked of conditional runs, in turn; empty for others
#   COUNT=5000          samples of each recipe
#   NLL_COUNT=256       unseen images that are given bits
#   SOLVER_RUN=ddpm     the run that all solvers draw from
#   SOLVER_COUNT=2000   samples of each solver in each number of steps
#   SOLVER_STEPS=10:20  the steps of each but the ancestral sampler, which is drawn in 1000 as well
#   THREADS=            operator threads, all cores unless set
set -eu
if [ $# -ne 2 ]; then
  echo "usage: bench/results.sh RUNS OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
runs=$1
out=$2
classes=${CLASSES-0:1:2:3:4:5:6:7:8:9}
mkdir -p "$out"

# compare TABLE WORDS...: measures, and writes TABLE.md with all that has been measured for it
compare() {
  table=$out/$1
  shift
  "${INKWASH:-$bench/../inkwash}" compare --rows "$table.jsonl" ${THREADS:+--threads "$THREADS"} \
    ${classes:+--class "$classes"} --format markdown "$@" >"$table.md.new"
  mv "$table.md.new" "$table.md"
}

# way RECIPE: 20 evaluations by SDE-DPM-Solver++, on a grid that suits the path; Improved DDPM's own
# sampler where the variance is learned; gan and vae have one way to draw
way() {
  case $1 in
    gan | vae) ;;
    iddpm) echo "--solver ancestral-learned@trailing --steps 20" ;;
    ncsn | ve-sde | edm) echo "--solver dpm++sde@edm --steps 20" ;;
    *) echo "--solver dpm++sde@trailing --steps 20" ;;
  esac
}

# likelihood RECIPE: the metrics; a gan gives no likelihood
likelihood() {
  case $1 in
    gan) echo "--metrics fid,kid,precision-recall" ;;
    *) echo "--metrics fid,kid,precision-recall,nll --nll-count ${NLL_COUNT:-256}" ;;
  esac
}

# recipes TABLE PREFIX FEATURES: every recipe that there is a run of
recipes() {
  for recipe in ddpm iddpm ncsn ve-sde vp-sde edm flow gan vae; do
    if [ -r "$runs/$2$recipe/recipe.json" ]; then
      if [ $recipe = vae ]; then classes=; fi # it has none
      # shellcheck disable=SC2046
      compare "$1" "$runs/$2$recipe" $(way $recipe) $(likelihood $recipe) \
        --features "$3" --count "${COUNT:-5000}"
    fi
  done
  classes=${CLASSES-0:1:2:3:4:5:6:7:8:9}
  if [ -r "$out/$1.md" ]; then cat "$out/$1.md"; fi
}

recipes recipes '' digits-lenet
recipes fashion fashion- fashion-lenet

solved=$runs/${SOLVER_RUN:-ddpm}
if [ -r "$solved/recipe.json" ]; then
  few=${SOLVER_STEPS:-10:20}
  quality() { compare solvers "$solved" --metrics fid,kid --count "${SOLVER_COUNT:-2000}" "$@"; }
  quality --solver ancestral --steps 1000
  quality --steps "$few" --solver dpm++sde --solver ancestral --solver ddim --solver heun \
    --solver dpm++ --solver unipc --curve "$out/solvers.png"
  cat "$out/solvers.md"
fi
