"""Writes unets.txt and unets.keys.txt: the published U-Nets' outputs, gradients and parameters.

Run with PyTorch and NumPy and checkouts of openai/improved-diffusion (MIT license) at
1bc7bbbdc414d83d4abf2ad8cc1446dc36c4e4d5, openai/guided-diffusion (MIT license) at
22e0df8183507e13a7813f8d38d51b072ca1e67c and deepinv/deepinv (BSD license) at
3f832a7c2a339e0ed91cb16fde554368c362c0d9:

    python unets.py improved-diffusion guided-diffusion deepinv

Weights and inputs are not stored: fill() makes them from their names, and the test makes the same.
"""

import math
import sys
import types

import numpy as np
import torch as th

IMPROVED, GUIDED, DEEPINV = sys.argv[1:]
sys.path[:0] = [IMPROVED, GUIDED]
for name in ("deepinv", "deepinv.models", "deepinv.utils"):  # without their imports of everything
    package = types.ModuleType(name)
    package.__path__ = [DEEPINV + "/" + name.replace(".", "/")]
    sys.modules[name] = package
sys.modules["deepinv.utils.io"] = types.SimpleNamespace(DownloadError=OSError)

from deepinv.models.diffunet import DiffUNet
from guided_diffusion.unet import UNetModel as Guided
from improved_diffusion.unet import UNetModel as Improved


def uniform(name, count):
    """Numbers in [-1, 1): FNV-1a of the name, plus a Weyl sequence, through murmur3's finaliser."""
    key = 0x811C9DC5
    for byte in name.encode():
        key = (key ^ byte) * 0x01000193 % 2**32
    z = (key + np.arange(count, dtype=np.uint64) * 0x9E3779B9) % 2**32
    z = (z ^ z >> 16) * 0x85EBCA6B % 2**32
    z = (z ^ z >> 13) * 0xC2B2AE35 % 2**32
    z = z ^ z >> 16
    return z.astype(np.float64) / 2**31 - 1


def fill(name, shape):
    values = uniform(name, math.prod(shape))
    if len(shape) > 1:
        values = values * math.sqrt(3 / math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values = 0.2 * values
    return th.tensor(values.reshape(shape), dtype=th.float32)


def images(name, *shape):
    return th.tensor(uniform(name, math.prod(shape)).reshape(shape), dtype=th.float32)


def write(name, values):
    print(name, "=", *("%.8g" % v for v in np.atleast_1d(values).ravel()), file=numbers)


def describe(case, model):
    for key, parameter in model.named_parameters():
        print(case, key, "x".join(map(str, parameter.shape)), file=keys)
    for parameter, filled in [(p, fill(k, tuple(p.shape))) for k, p in model.named_parameters()]:
        parameter.data.copy_(filled)
    model.eval()


def run(case, build, channels, classes, size=8):
    th.manual_seed(5)
    model = build()
    write(case + ".initial", [p.double().sum().item() for p in model.parameters()])
    describe(case, model)
    x = images(case + ".x", 2, channels, size, size).requires_grad_()
    told = {"y": th.tensor([classes - 1, 1])} if classes else {}
    y = model(x, th.tensor([3.5, 741.0]), **told)
    write(case + ".y", y.detach())
    (y * images(case + ".w", *y.shape)).sum().backward()
    write(case + ".dx", x.grad)
    write(
        case + ".dweights",
        [
            (p.grad.double() * fill("d." + k, tuple(p.shape)).double()).sum().item()
            for k, p in model.named_parameters()
        ],
    )


versions = "# improved-diffusion 1bc7bbb, guided-diffusion 22e0df8, deepinv 3f832a7; " + (
    "Python %s, NumPy %s, PyTorch %s" % (sys.version.split()[0], np.__version__, th.__version__)
)
numbers = open("unets.txt", "w")
keys = open("unets.keys.txt", "w")
print(versions, file=numbers)
print(versions, file=keys)
th.set_num_threads(1)

run(
    "improved-add",
    lambda: Improved(3, 32, 3, 1, (2,), dropout=0.3, channel_mult=(1, 2), num_heads=4),
    3,
    0,
)
run(
    "improved-scale-shift",
    lambda: Improved(
        3, 32, 6, 2, (2, 4), channel_mult=(1, 1, 2), num_heads=2, num_classes=5,
        use_scale_shift_norm=True,
    ),
    3,
    5,
)
run(
    "guided-head-width",
    lambda: Guided(
        8, 1, 32, 1, 1, (1,), channel_mult=(1, 2), num_head_channels=16, num_classes=3
    ),
    1,
    3,
)
run(
    "guided-plain",
    lambda: Guided(8, 1, 32, 1, 1, (), channel_mult=(1, 2), conv_resample=False, num_heads=1),
    1,
    0,
)
run(
    "guided-residual",
    lambda: Guided(
        8, 1, 32, 2, 1, (2,), channel_mult=(1, 2), num_heads=4, resblock_updown=True
    ),
    1,
    0,
)
run(
    "guided-new-order",
    lambda: Guided(
        8, 2, 64, 4, 1, (1, 2), channel_mult=(0.5, 1), num_head_channels=8, resblock_updown=True,
        use_scale_shift_norm=True, use_new_attention_order=True,
    ),
    2,
    0,
)

unet = DiffUNet(in_channels=1, out_channels=1, pretrained=None)
describe("diffunet", unet)
for height, width in ((28, 28), (32, 17)):
    with th.no_grad():
        x = images("diffunet.%dx%d" % (height, width), 1, 1, height, width)
        y = unet(x, th.tensor([251.0]), type_t="timestep")
    write("diffunet.%dx%d" % (height, width), y)
