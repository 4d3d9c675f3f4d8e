#!/bin/sh
# Trains models of captioned MNIST digits, an hour in all on two cores, and counts how often they draw what
# a prompt states: 100 pictures of each digit, and each pair of digits once.
#
#   bench/text.sh OUT
#
# OUT gets three runs, autoencoder.txt (what comes back of unseen digits), and of each model of captions the
# counts and a grid with the prompts: digits.txt, digits.png, pairs.txt, pairs.png. Stopped and started again,
# the script goes on where it was.
#
#   AUTOENCODER=10   minutes of training on one digit a picture, whose latents both models work in
#   DIGITS=20        minutes for one digit a picture, without the encoding of latents
#   PAIRS=25         minutes for two digits side by side
#   COUNT=100        pictures of each digit
#   DATA=mnist       or fewer digits to fetch: digits
#   THREADS=2        operator threads
set -eu
if [ $# -ne 1 ]; then
  echo "usage: bench/text.sh OUT" >&2
  exit 2
fi
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=$1
data=${DATA:-mnist}
threads=${THREADS:-2}
mkdir -p "$out"
trap 'exit 130' INT # a training that is stopped ends well, and the script is not to go on then
trap 'exit 143' TERM
"$bench/build.sh"

inkwash() {
  "${INKWASH:-$bench/../inkwash}" "$@" --threads "$threads" </dev/null
}

# train NAME MINUTES OPTION...: a run, OUT/NAME/seed-0, which --seeds goes on with where it was stopped
train() {
  name=$1
  minutes=$2
  shift 2
  inkwash train --seeds 0 --out "$out/$name" --minutes "$minutes" "$@"
}

# measured NAME COMMAND...: what the command prints of a run, unless that is known since its last checkpoint
measured() {
  name=$1
  shift
  latest=$out/$name/seed-0/checkpoints/latest
  if [ -z "$(find "$out/$name.txt" -newer "$latest" 2>/dev/null)" ]; then
    "$@" >"$out/$name.txt.new"
    mv "$out/$name.txt.new" "$out/$name.txt"
  fi
  echo "$name:"
  cat "$out/$name.txt"
}

# captioned NAME MINUTES SET COUNT: a model of captions, and what it draws
captioned() {
  train "$1" "$2" --recipe text-latent-small --codec "$out/autoencoder/seed-0" --data "$3" \
    --set learningRate.warmup=50
  measured "$1" "$bench/java.sh" io.inkwash.bench.PromptAccuracy --run "$out/$1/seed-0" --count "$4" \
    --threads "$threads" --grid "$out/$1.png"
}

train autoencoder "${AUTOENCODER:-10}" --recipe autoencoder-small --data "$data-captions"
measured autoencoder inkwash evaluate --run "$out/autoencoder/seed-0" --count 500
captioned digits "${DIGITS:-20}" "$data-captions" "${COUNT:-100}"
captioned pairs "${PAIRS:-25}" "$data-pairs" 1
