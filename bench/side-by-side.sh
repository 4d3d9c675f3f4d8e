#!/bin/sh
# Inkwash against PyTorch, one training step and one network evaluation, interleaved in one run.
#
#   bench/side-by-side.sh [--threads N] [--rounds N] [--warmup N] [--cases NAME,...] [--compile]
#
#   PYTHON    a Python 3.9 or newer with torch, python3 unless set
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
python=${PYTHON:-python3}

"$python" -c 'import torch' 2>/dev/null || {
  echo "bench: $python cannot import torch: set PYTHON to a Python that has it" >&2
  exit 1
}
"$bench/build.sh"
exec "$python" "$bench/side_by_side.py" "$@"
