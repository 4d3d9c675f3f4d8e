#!/bin/sh
# Trains models of captioned MNIST digits and counts how often they draw what a prompt states.
#
#   bench/text.sh [MINUTES] [FOLDER]
#
# MINUTES (60) of training in all on one thread, which leaves out the encoding of latents: a sixth for
# the autoencoder, a third for single digits, the rest for pairs of digits side by side. Writes FOLDER
# (text-bench): three runs, and a grid of each model of captions with its prompts.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
minutes=${1:-60}
out=${2:-text-bench}

"$bench/build.sh"
inkwash="$bench/../inkwash"
"$inkwash" train --recipe autoencoder-small --data mnist-captions --out "$out/autoencoder" \
  --minutes $((minutes / 6)) --threads 1
train() {
  "$inkwash" train --recipe text-latent-small --codec "$out/autoencoder" --data "$1" \
    --set learningRate.warmup=50 --out "$out/$2" --minutes "$3" --threads 1
  "$bench/java.sh" io.inkwash.bench.PromptAccuracy --run "$out/$2" --count "$4" --threads 1 \
    --grid "$out/$2.png"
}
train mnist-captions digits $((minutes / 3)) 100
train mnist-pairs pairs $((minutes / 2)) 1
