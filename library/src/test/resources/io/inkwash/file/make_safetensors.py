"""Writes the golden files beside it: python.safetensors and what is in it, python.json.

Made with Python 3.11, safetensors 0.8.0, torch 2.13.0+cpu, numpy 2.4.6:

    python make_safetensors.py

The file has one metadata entry, because the writer shuffles several. The values in the JSON are
Python's own conversions to float64 or int; JSON carries those exactly.
"""

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

here = Path(__file__).parent
reals = [0.0, -0.0, 1.0, -2.5, math.pi, 1 / 3, 65504.0, 6.1e-5, 5.96e-8, 1e-40]
reals += [math.inf, -math.inf, math.nan]
every_37th_half = torch.arange(-(2**15), 2**15, 37).to(torch.int16).view(torch.float16)

tensors = {
    "f32": torch.tensor(reals, dtype=torch.float32),
    "f64": torch.tensor(reals + [1e-310, 1.7e308], dtype=torch.float64),
    "f16": torch.tensor(reals, dtype=torch.float16),
    "bf16": torch.tensor(reals, dtype=torch.bfloat16),
    "f16.all": every_37th_half,
    "i64": torch.tensor([[0, -1, 2**63 - 1], [-(2**63), 7, 8]]),
    "i32": torch.tensor([2**31 - 1, -(2**31)], dtype=torch.int32),
    "i16": torch.tensor([[[32767]], [[-32768]]], dtype=torch.int16),
    "i8": torch.tensor([127, -128, 0], dtype=torch.int8),
    "u8": torch.tensor([[0, 127], [128, 255]], dtype=torch.uint8),
    "u16": torch.tensor([0, 65535], dtype=torch.uint16),
    "u32": torch.tensor([0, 2**32 - 1], dtype=torch.uint32),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(0.1),
    "empty": torch.empty(2, 0, 3),
    "conv.weight": torch.arange(2 * 1 * 3 * 3, dtype=torch.float32).reshape(2, 1, 3, 3) / 7,
    "墨.水": torch.tensor([1.5]),
    "𝛂": torch.tensor([2.5]),
    "ﬀ": torch.tensor([3.5]),
    'quote " back \\ slash / tab \t bell \x07 del \x7f': torch.tensor([4.5]),
    "": torch.tensor([5.5]),
}

file = here / "python.safetensors"
save_file(tensors, file, metadata={"format": "pt, ink \U0001f58b \x1f"})
file.chmod(0o644)

names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
lines = []
for name, tensor in load_file(file).items():
    exact = tensor.double() if tensor.is_floating_point() else tensor.to(torch.int64)
    values = [names.get(str(value), value) for value in exact.flatten().tolist()]
    entry = json.dumps({"shape": list(tensor.shape), "values": values})
    lines.append(json.dumps(name, ensure_ascii=False) + ": " + entry)
(here / "python.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
