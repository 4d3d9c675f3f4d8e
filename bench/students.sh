#!/bin/sh
# FID against evaluations of the network, of a model and of its students, in one plot.
#
#   bench/students.sh OUT
#
# OUT gets the students' runs, students.md, students.png and students.jsonl with every row as soon as it is
# measured: stopped and started again, the script goes on where it was.
#
#   TEACHER=mnist             the model
#   MINUTES=60                length of each student's training
#   ONLY="ect progressive distribution-matching two-steps mean-flow"  which; also fisher and
#                             adversary, which go on from two-steps
#   ALSO=mnist-student        runs that exist, measured as the students are
#   MORE="--set objective.clamp=true --set threshold=clamp"  further options of distill, for a teacher without limits
#   STEPS="1 2 4 8 16 32 64"  steps of the teacher's own solver; 256 and 1000 take one hour and five
#   STUDENT_STEPS="1 2 4"     of the students'
#   CLASSES=0:1:2:3:4:5:6:7:8:9
#   COUNT=5000                samples of each row
#   PRECISION=auto
#   THREADS=                  operator threads, all cores unless set
set -eu
if [ $# -ne 1 ]; then
  echo "usage: bench/students.sh OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=$1
mkdir -p "$out"
teacher=${TEACHER:-mnist}

inkwash() {
  "${INKWASH:-$bench/../inkwash}" "$@" --precision "${PRECISION:-auto}" ${THREADS:+--threads "$THREADS"} </dev/null
}

# student NAME COMMAND...: a run, begun again where it was stopped
student() {
  name=$1
  shift
  if [ ! -e "$out/$name.done" ]; then
    rm -rf "${out:?}/$name"
    inkwash "$@" --out "$out/$name" --minutes "${MINUTES:-60}"
    touch "$out/$name.done"
  fi
}

# distilled NAME OPTION...: a student of the teacher
distilled() {
  name=$1
  shift
  # shellcheck disable=SC2086
  student "$name" distill --teacher "$teacher" ${MORE---set objective.clamp=true --set threshold=clamp} "$@"
}

# measured RUN STEPS...: a row for each number of steps
measured() {
  run=$1
  shift
  for steps in "$@"; do
    inkwash compare --data mnist --rows "$out/students.jsonl" --class "${CLASSES:-0:1:2:3:4:5:6:7:8:9}" \
      --format markdown --metrics fid,accuracy --count "${COUNT:-5000}" --curve "$out/students.png" \
      "$run" --steps "$steps" >"$out/students.md.new"
    mv "$out/students.md.new" "$out/students.md"
  done
}

# shellcheck disable=SC2086
measured "$teacher" ${STEPS:-1 2 4 8 16 32 64}
# shellcheck disable=SC2086
for run in ${ALSO-mnist-student}; do
  measured "$run" ${STUDENT_STEPS:-1 2 4}
done

for name in ${ONLY:-ect progressive distribution-matching two-steps mean-flow}; do
  case $name in
    ect) distilled ect --recipe 'ect(q=4,stageSteps=1500,rate=1e-3)' --set learningRate.decay=cosine ;;
    progressive) distilled progressive --recipe 'progressive(teacherSteps=16,rate=5e-4)' ;;
    distribution-matching) distilled distribution-matching --student "$out/progressive" --recipe distribution-matching ;;
    two-steps)
      distilled two-steps --student "$out/distribution-matching" --recipe 'distribution-matching(studentSteps=2)'
      ;;
    fisher)
      distilled fisher --student "$out/two-steps" \
        --recipe 'distribution-matching(studentSteps=2,divergence=fisher(alpha=1))'
      ;;
    adversary)
      distilled adversary --student "$out/two-steps" \
        --recipe 'distribution-matching(studentSteps=2,adversary=0.003)'
      ;;
    mean-flow) student mean-flow train --recipe mean-flow-small --conditional --data mnist ;;
    *)
      echo "students.sh: ONLY names '$name'; allowed: ect, progressive, distribution-matching (after progressive), two-steps (after that), fisher and adversary (after that), mean-flow" >&2
      exit 2
      ;;
  esac
  # shellcheck disable=SC2086
  measured "$out/$name" ${STUDENT_STEPS:-1 2 4}
done
cat "$out/students.md"
