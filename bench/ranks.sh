#!/bin/sh
# A training step by several ranks of one thread on this machine, beside PyTorch's DistributedDataParallel.
#
#   bench/ranks.sh [--ranks N] [--rounds N] [--warmup N]
#
#   PYTHON    a Python 3.9 or newer with torch, python3 unless set
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$bench/python.sh"
"$bench/build.sh"
exec "$python" "$bench/ranks.py" "$@" -- "$bench/java.sh" io.inkwash.bench.RankPeer
