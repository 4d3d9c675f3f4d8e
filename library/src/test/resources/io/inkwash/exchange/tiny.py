"""Tiny random networks and what they make of images, for the scripts beside this one."""

import math
import pathlib
import shutil
import tempfile
import zipfile

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
PERIOD = 127
TIMES = torch.tensor([3.0, 741.0])

torch.set_num_threads(1)
root = pathlib.Path(tempfile.mkdtemp())
answers = {}


def coarse(model):
    """Random weights that repeat every 127, a prime, so that they pack well and each row differs."""
    torch.manual_seed(7)
    for name, parameter in model.named_parameters():
        drawn = (torch.randn(PERIOD) * 4).round().clamp(-12, 12)
        noise = drawn.repeat(parameter.numel() // PERIOD + 1)[: parameter.numel()].view(parameter.shape)
        if parameter.dim() > 1:
            fan_in = parameter[0].numel()
            value = noise * 2.0 ** (round(-0.5 * math.log2(fan_in)) - 2)
        else:
            value = noise / 32 + (1 if name.endswith("weight") else 0)
        parameter.data.copy_(value)
    return model.eval()


def images(channels, size):
    torch.manual_seed(11)
    return torch.randn(2, channels, size, size)


def answer(case, model, x, t, classes=None):
    with torch.no_grad():
        y = model(x, t) if classes is None else model(x, t, classes)
    answers[case + ".x"] = x
    answers[case + ".t"] = t.clone()
    answers[case + ".y"] = getattr(y, "sample", y).contiguous().contiguous()
    if classes is not None:
        answers[case + ".classes"] = classes


def pack(name):
    """Writes what is in the root folder, and the answers, beside this file."""
    save_file(answers, root / "answers.safetensors")
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(root.rglob("*")):
            if file.is_file():
                info = zipfile.ZipInfo(str(file.relative_to(root)), (1980, 1, 1, 0, 0, 0))
                packed.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    shutil.rmtree(root)
