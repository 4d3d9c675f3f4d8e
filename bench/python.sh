# Sets python to PYTHON, else to python3, and ends where it cannot import torch. For the scripts beside it.
python=${PYTHON:-python3}

"$python" -c 'import torch' 2>/dev/null || {
  echo "bench: $python cannot import torch: set PYTHON to a Python that has it" >&2
  exit 1
}
