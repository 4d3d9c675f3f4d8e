#!/bin/sh
# FID against training time for several networks, and for a plain PyTorch program, from one script: each
# network, length and seed is a training and an evaluation, one after the other.
#
#   bench/quality.sh OUT
#
# OUT gets quality.md, and quality.jsonl with every row as soon as it is measured (of the PyTorch program plain.md and
# plain.jsonl, since it knows no classes): stopped and started again, the script goes on where it was.
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
#                         PYTHON (python3), before the others, and drawn by SDE-DPM-Solver++ in STEPS steps
#   PLAIN_MINUTES="6 15 30 60"  its lengths, moments of one training
#   PLAIN_COUNT=0         samples of the last by its own 1000 steps too, a hundred times the work of the others
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

# measured TABLE RUN COUNT OPTION...: a row of TABLE.jsonl, and TABLE.md anew. Accuracy is of requested classes.
measured() {
  table=$out/$1
  run=$2
  count=$3
  shift 3
  case " $* " in *" --class "*) metrics=fid,accuracy ;; *) metrics=fid ;; esac
  inkwash compare --data mnist --rows "$table.jsonl" --format markdown --metrics "$metrics" \
    --count "$count" "$run" "$@" </dev/null >"$table.md.new"
  mv "$table.md.new" "$table.md"
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

if [ -n "${PLAIN:-}" ]; then
  lengths=${PLAIN_MINUTES:-6 15 30 60}
  if [ ! -e "$out/plain.done" ]; then
    # shellcheck disable=SC2086
    "${PYTHON:-python3}" "$bench/plain_program.py" --data "$PLAIN" --minutes $lengths \
      --threads "${THREADS:-$(getconf _NPROCESSORS_ONLN)}" --out "$out/plain"
    touch "$out/plain.done"
  fi
  for minutes in $lengths; do
    run=$out/plain-$minutes
    [ -e "$run" ] || "$command" import "$run.pth" --recipe ddpm --out "$run"
    measured plain "$run" "${COUNT:-5000}" --solver dpm++sde@trailing --steps "${STEPS:-10}"
  done
  if [ "${PLAIN_COUNT:-0}" -gt 0 ]; then
    measured plain-1000 "$run" "$PLAIN_COUNT" --steps 1000
  fi
fi

for seed in ${SEEDS:-1 2}; do
  for minutes in ${MINUTES:-5 15 60}; do
    for network in ${NETWORKS:-simple-unet(width=32) compact-unet}; do
      trained "$network" "$minutes" "$seed" </dev/null
      measured quality "$run" "${COUNT:-5000}" --steps "${STEPS:-10}" ${classes:+--class "$classes"}
    done
  done
done

cat "$out"/*.md
