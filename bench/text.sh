#!/bin/sh
# Trains models of captioned MNIST digits and counts how often they draw what a prompt states: 100
# pictures of each digit, and each pair of digits once.
#
#   bench/text.sh [AUTOENCODER [DIGITS [PAIRS [FOLDER]]]]
#
# Minutes of training on one thread, which leave out the encoding of latents: 10 for the autoencoder, 20
# for single digits, 25 for pairs of digits side by side. Writes FOLDER (text-bench): three runs, a grid
# of each model of captions with its prompts, and the counts in digits.txt and pairs.txt.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
out=${4:-text-bench}

"$bench/build.sh"
inkwash="$bench/../inkwash"
"$inkwash" train --recipe autoencoder-small --data mnist-captions --out "$out/autoencoder" \
  --minutes "${1:-10}" --threads 1
"$inkwash" evaluate --run "$out/autoencoder" --count 500 --threads 1
train() {
  "$inkwash" train --recipe text-latent-small --codec "$out/autoencoder" --data "$1" \
    --set learningRate.warmup=50 --out "$out/$2" --minutes "$3" --threads 1
  "$bench/java.sh" io.inkwash.bench.PromptAccuracy --run "$out/$2" --count "$4" --threads 1 \
    --grid "$out/$2.png" | tee "$out/$2.txt"
}
train mnist-captions digits "${2:-20}" 100
train mnist-pairs pairs "${3:-25}" 1
