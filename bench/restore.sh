#!/bin/sh
# What a trained model of MNIST can restore: each method beside baselines, and the way to noise and back.
#
#   bench/restore.sh RUN OUT [--count N] [--invert-count N] [--steps N] [--invert-steps A:B:C] [--threads N]
#
#   RUN               a trained run of 28x28 digits
#   OUT               where tables (NAME.txt, NAME/report.md) and strips (NAME/strip.png) go
#   --count           test images of each task, default 256
#   --invert-count    test images that go to noise and back, default 16
#   --steps           steps of the samplers, default 100
#   --invert-steps    steps each way, default 10:50:100:1000
#
#   INKWASH           the command, ./inkwash unless set
set -eu
[ $# -ge 2 ] || {
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2
  exit 2
}
run=$1 out=$2
shift 2
count=256 invert_count=16 steps=100 invert_steps=10:50:100:1000 threads=
while [ $# -gt 0 ]; do
  case $1 in
    --count) count=$2 ;;
    --invert-count) invert_count=$2 ;;
    --steps) steps=$2 ;;
    --invert-steps) invert_steps=$2 ;;
    --threads) threads="--threads $2" ;;
    *)
      echo "bench: there is no option $1" >&2
      exit 2
      ;;
  esac
  shift 2
done
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
inkwash=${INKWASH:-$here/../inkwash}
mkdir -p "$out"

# task NAME WORDS...: its table on the screen and in a file; its pictures and numbers in a folder
task() {
  name=$1
  shift
  echo "== $name: inkwash restore $*" >&2
  # shellcheck disable=SC2086
  "$inkwash" restore "$@" --run "$run" --data mnist $threads --out "$out/$name" \
    > "$out/$name.txt.partial"
  mv "$out/$name.txt.partial" "$out/$name.txt"
  cat "$out/$name.txt"
}

# Every method that is for the task; repaint with few passes, since it asks as often as it goes back.
solvers=ddnm,ddnm-plus,ddrm,pigdm,dps,replacement
noisy=posterior-mean,posterior-sample,ddnm-plus,ddrm,pigdm,dps,split-gibbs

task inpaint complete --missing center --count "$count" --steps "$steps" \
  --method "$solvers,repaint(jump=5, resamples=5),split-gibbs,mean-image,pseudo-inverse"
task superres superres --factor 4 --count "$count" --steps "$steps" \
  --method "$solvers,split-gibbs,nearest,bicubic,mean-image"
task denoise-0.5 denoise --noise 0.5 --count "$count" --steps "$steps" \
  --method "$noisy,median,pseudo-inverse"
task denoise-1.0 denoise --noise 1 --count "$count" --steps "$steps" \
  --method "$noisy,median(size=5),pseudo-inverse"
task invert invert --steps "$invert_steps" --count "$invert_count"
echo "$out"
