"""Writes inception.keys.txt and inception.txt beside it: FID's Inception-v3 on one image.

Made with Python 3.11, torch 2.13.0+cpu, torchvision 0.28.0, on one thread:

    python inception.py

The network is torchvision's Inception-v3 with 1008 classes, changed as the weights that FID is
defined with want it: average pools in the mixed layers leave out the padding, and the last mixed
layer pools by maximum. Its weights are drawn from one generator after manual_seed(0), in the order
of inception.keys.txt, where each line is a name and a shape:

    conv.weight    uniform in +-sqrt(6 / fan in), so that ReLU layers keep the size of their inputs
    fc.weight      uniform in +-1 / sqrt(2048)
    running_var    uniform in [0.5, 1.5)
    bn.weight      uniform in [0.5, 1.5)
    the rest       uniform in [-0.5, 0.5)

The image is [1,3,40,32]; pixel i, in row-major order, is (1 + sin(0.37 i)) / 2, computed in float64
and rounded to float32. inception.txt has its "features" [2048] and "logits" [1008], computed in
float64, so that the numbers do not depend on the processor.
"""

import functools
from pathlib import Path

import torch
import torch.nn.functional as F

# torchvision asks for its own operators, which this network does not use: any signature will do.
operators = torch.library.Library("torchvision", "DEF")
for operator in ("nms", "qnms"):
    if not hasattr(torch.ops.torchvision, operator):
        operators.define(operator + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from torchvision.models import inception as tv  # noqa: E402

here = Path(__file__).parent
torch.set_num_threads(1)
WINDOW = {"kernel_size": 3, "stride": 1, "padding": 1}
mean = functools.partial(F.avg_pool2d, **WINDOW, count_include_pad=False)
maximum = functools.partial(F.max_pool2d, **WINDOW)


def pooling_by(pool):
    """torchvision's mixed layers call F.avg_pool2d themselves: give them another."""

    def patched(module):
        inner = module.forward

        def forward(x):
            kept = F.avg_pool2d
            F.avg_pool2d = lambda x, **_: pool(x)
            try:
                return inner(x)
            finally:
                F.avg_pool2d = kept

        module.forward = forward

    return patched


net = tv.inception_v3(weights=None, num_classes=1008, aux_logits=False, init_weights=False).eval()
names = [name for name, _ in net.named_children() if name.startswith("Mixed")]
for name in names:
    pooling_by(maximum if name == "Mixed_7c" else mean)(getattr(net, name))

generator = torch.Generator().manual_seed(0)
keys = []
with torch.no_grad():
    for name, value in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        keys.append(" ".join([name, *map(str, value.shape)]) + "\n")
        if name == "fc.weight":
            low, high = -(2048**-0.5), 2048**-0.5
        elif name.endswith("conv.weight"):
            high = (6 / value[0].numel()) ** 0.5
            low = -high
        elif name.endswith(("running_var", "bn.weight")):
            low, high = 0.5, 1.5
        else:
            low, high = -0.5, 0.5
        value.uniform_(low, high, generator=generator)


def image(*shape):
    index = torch.arange(torch.Size(shape).numel(), dtype=torch.float64)
    return ((1 + torch.sin(0.37 * index)) / 2).float().reshape(shape)


@torch.no_grad()
def features_and_logits(x):
    seen = []
    hook = net.avgpool.register_forward_hook(lambda *args: seen.append(args[2].flatten()))
    x = F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False)
    logits = net(2 * x - 1)
    hook.remove()
    return seen[0], logits.flatten()


net.double()  # after its weights were drawn in float32
lines = ["# Written by inception.py, torch 2.13.0+cpu, torchvision 0.28.0.\n"]
for kind, values in zip(("features", "logits"), features_and_logits(image(1, 3, 40, 32).double())):
    lines.append(f"{kind} = " + " ".join(f"{value:.12g}" for value in values.tolist()) + "\n")
(here / "inception.keys.txt").write_text("".join(keys))
(here / "inception.txt").write_text("".join(lines))
