#!/bin/sh
# Trains models of captioned MNIST digits and counts how often they draw what a prompt states.
#
#   bench/text.sh [MINUTES] [FOLDER]
#
# MINUTES (60) of training in all on two threads: a third for single digits, two thirds for pairs of
# digits side by side. Writes FOLDER (text-bench): two runs, and a grid of each with its prompts.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
minutes=${1:-60}
out=${2:-text-bench}

"$bench/build.sh"
train() {
  "$bench/../inkwash" train --recipe text-small --data "$1" --out "$out/$2" --minutes "$3" --threads 2
  "$bench/java.sh" io.inkwash.bench.PromptAccuracy --run "$out/$2" --count "$4" --threads 2 \
    --grid "$out/$2.png"
}
train mnist-captions digits $((minutes / 3)) 100
train mnist-pairs pairs $((minutes * 2 / 3)) 1
