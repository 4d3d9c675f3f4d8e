#!/bin/sh
# 64 digits by the student that comes with the tool, beside the DDPM of many tutorials in PyTorch and its 1000
# steps: the drawing alone, and from the shell to the file, taking turns.
#
#   bench/digits.sh [--weights FILE] [--rounds N] [--threads N]
#
#   --weights   of the plain program, as plain_program.py writes them; an untrained network unless stated
#
#   PYTHON    a Python 3.9 or newer with torch, python3 unless set
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$bench/python.sh"
"$bench/build.sh"
exec "$python" "$bench/digits.py" --inkwash "$bench/../inkwash" "$@" -- "$bench/java.sh" io.inkwash.bench.DigitsPeer
