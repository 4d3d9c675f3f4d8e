#!/bin/sh
# FID against training time for several networks, from one script: each network, length and seed is a
# training and an evaluation.
#
#   bench/quality.sh OUT
#
# OUT gets quality.md, and quality.jsonl with every row as soon as it is measured:
# stopped and started again, the script goes on where it was.
#
#   NETWORKS="simple-unet(width=32) compact-unet"   values of network
#   MINUTES="5 15 60"     lengths of the trainings
#   SEEDS="1 2"
#   RECIPE=flow-compact   all else
#   STEPS_A_MINUTE=       counts steps in place of minutes, for machines that do other work as well
#   STEPS=10              steps of the recipe's own solver
#   COUNT=5000            samples of each training
#   PRECISION=auto
#   THREADS=              operator threads, all cores unless set
set -eu
if [ $# -ne 1 ]; then
  echo "usage: bench/quality.sh OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=$1
mkdir -p "$out"

inkwash() {
  "${INKWASH:-$bench/../inkwash}" "$@" --precision "${PRECISION:-auto}" ${THREADS:+--threads "$THREADS"}
}

# trained NETWORK MINUTES SEED: a run, named after them; begun again where it was stopped
trained() {
  run=$out/$(echo "$1" | tr -c 'a-z0-9\n' '-')-$2-$3
  if [ -e "$run.done" ]; then return; fi
  rm -rf "$run"
  if [ -n "${STEPS_A_MINUTE:-}" ]; then
    length="--steps $(($2 * STEPS_A_MINUTE))"
  else
    length="--minutes $2"
  fi
  # shellcheck disable=SC2086
  inkwash train --recipe "${RECIPE:-flow-compact}" --conditional --data mnist --out "$run" \
    --set "network=$1" --seed "$3" --sample-every 0 $length
  touch "$run.done"
}

for seed in ${SEEDS:-1 2}; do
  for minutes in ${MINUTES:-5 15 60}; do
    for network in ${NETWORKS:-simple-unet(width=32) compact-unet}; do
      trained "$network" "$minutes" "$seed" </dev/null
      inkwash compare --rows "$out/quality.jsonl" --class 0:1:2:3:4:5:6:7:8:9 --format markdown \
        --metrics fid,accuracy --count "${COUNT:-5000}" "$run" --steps "${STEPS:-10}" \
        </dev/null >"$out/quality.md.new"
      mv "$out/quality.md.new" "$out/quality.md"
    done
  done
done
cat "$out/quality.md"
