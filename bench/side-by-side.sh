#!/bin/sh
# Inkwash against PyTorch, one training step and one network evaluation, interleaved in one run.
#
#   bench/side-by-side.sh [--threads N] [--rounds N] [--warmup N] [--cases NAME,...] [--compile]
#
#   PYTHON    a Python 3.9 or newer with torch, python3 unless set
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$bench/python.sh"
"$bench/build.sh"
exec "$python" "$bench/side_by_side.py" "$@"
