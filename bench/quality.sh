#!/bin/sh
# FID against training time for several networks, and for a plain PyTorch program, from one script: each
# network, length and seed is a training and an evaluation, one after the other.
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
#   CONDITION=conditional or none: whether the models are given the class
#   MORE=                 further options of train, such as "--set objective.clamp=false --set threshold=none"
#   STEPS=10              steps of the recipe's own solver
#   COUNT=5000            samples of each training
#   PRECISION=auto
#   THREADS=              operator threads, all cores unless set
#   PLAIN=                a folder that holds MNIST: the DDPM of many tutorials is trained there as well, by
#                         PYTHON (python3), for as many minutes, and drawn by its own 1000 steps
#   PLAIN_MINUTES=60      its lengths
#   PLAIN_COUNT=1000      its samples
set -eu
if [ $# -ne 1 ]; then
  echo "usage: bench/quality.sh OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=$1
mkdir -p "$out"

command=${INKWASH:-$bench/../inkwash}

inkwash() {
  "$command" "$@" --precision "${PRECISION:-auto}" ${THREADS:+--threads "$THREADS"}
}

case ${CONDITION:=conditional} in
  conditional) conditional=--conditional classes=0:1:2:3:4:5:6:7:8:9 ;;
  none) conditional='' classes='' ;;
  *)
    echo "quality.sh: CONDITION is '$CONDITION'; allowed: conditional, none" >&2
    exit 2
    ;;
esac

# measured RUN STEPS COUNT CLASSES: a row of quality.jsonl, and quality.md anew
measured() {
  inkwash compare --data mnist --rows "$out/quality.jsonl" ${4:+--class "$4"} --format markdown \
    --metrics fid,accuracy --count "$3" "$1" --steps "$2" </dev/null >"$out/quality.md.new"
  mv "$out/quality.md.new" "$out/quality.md"
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
  inkwash train --recipe "${RECIPE:-flow-compact}" $conditional --data mnist --out "$run" \
    --set "network=$1" --seed "$3" --sample-every 0 ${MORE:-} $length
  touch "$run.done"
}

for seed in ${SEEDS:-1 2}; do
  for minutes in ${MINUTES:-5 15 60}; do
    for network in ${NETWORKS:-simple-unet(width=32) compact-unet}; do
      trained "$network" "$minutes" "$seed" </dev/null
      measured "$run" "${STEPS:-10}" "${COUNT:-5000}" "$classes"
    done
  done
done

if [ -n "${PLAIN:-}" ]; then
  for minutes in ${PLAIN_MINUTES:-60}; do
    run=$out/plain-$minutes
    if [ ! -e "$run.done" ]; then
      rm -rf "$run"
      "${PYTHON:-python3}" "$bench/plain_program.py" --data "$PLAIN" --minutes "$minutes" \
        --threads "${THREADS:-$(getconf _NPROCESSORS_ONLN)}" --out "$run.pth"
      "$command" import "$run.pth" --recipe ddpm --out "$run"
      touch "$run.done"
    fi
    measured "$run" 1000 "${PLAIN_COUNT:-1000}" ''
  done
fi
cat "$out/quality.md"
