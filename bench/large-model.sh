#!/bin/sh
# Draws one picture of 512x512 pixels with a random model of Stable Diffusion 1's size (4.3 GB of disk
# in a temporary folder), and prints seconds a step and the peak of memory. Usage: large-model.sh [STEPS]
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

"$here/build.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$here/java.sh" io.inkwash.bench.LargeModel make "$folder/model.safetensors"
"$here/java.sh" io.inkwash.bench.LargeModel draw "$folder/model.safetensors" "${1:-4}"
