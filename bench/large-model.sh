#!/bin/sh
# Draws one picture of 512x512 pixels with a random model of Stable Diffusion 1's size, whose weights
# are bfloat16 (2.2 GB of disk in a temporary folder), and prints seconds a step and the peak of memory
# (VmHWM), which counts the mapped file.
#
#   bench/large-model.sh [STEPS] [PRECISION...]
#
# STEPS (4) of two evaluations each; PRECISION (fp32) is the arithmetic of the U-Net: fp32, bf16.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
steps=${1:-4}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- fp32

"$here/build.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$here/java.sh" io.inkwash.bench.LargeModel make "$folder/model.safetensors"
for precision in "$@"; do
  "$here/java.sh" io.inkwash.bench.LargeModel draw "$folder/model.safetensors" "$steps" "$precision"
done
