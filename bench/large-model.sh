#!/bin/sh
# Draws one picture of 512x512 pixels with a random model of Stable Diffusion 1's size, whose weights
# are bfloat16 (2.2 GB of disk in a temporary folder), and prints seconds a step and the peak of memory
# (VmHWM), which counts the mapped file; and then the same steps of the same U-Net by PyTorch.
#
#   bench/large-model.sh [STEPS] [PRECISION...]
#
# STEPS (4) of two evaluations each; PRECISION (fp32) is the arithmetic of the U-Net: fp32, bf16.
#
#   PYTHON            a Python with torch and diffusers, python3 unless set; without them only Inkwash
#   OMP_NUM_THREADS   threads of both, one a core unless set
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
python=${PYTHON:-python3}
steps=${1:-4}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- fp32

"$bench/build.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$bench/java.sh" io.inkwash.bench.LargeModel make "$folder/model.safetensors"
for precision in "$@"; do
  "$bench/java.sh" io.inkwash.bench.LargeModel draw "$folder/model.safetensors" "$steps" "$precision"
done
if "$python" -c 'from diffusers import UNet2DConditionModel' 2>/dev/null; then
  "$python" "$bench/large_model_peer.py" "$steps" "$@"
else
  echo "bench: $python cannot import torch and diffusers; set PYTHON to a Python that has them" >&2
fi
