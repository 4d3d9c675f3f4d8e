"""Writes score-sde.txt: marginals and coefficients of the published score SDEs.

Run with PyTorch and a checkout of yang-song/score_sde_pytorch (Apache license 2.0), version
cb1f359f4aadf0ff9a5e122fe8fffc9451fd6e44, on the module path:

    PYTHONPATH=score_sde_pytorch python score-sde.py > score-sde.txt
"""

import sys

import numpy as np
import torch
from sde_lib import VESDE, VPSDE, subVPSDE


def write(name, values):
    print(name, "=", *(repr(float(v)) for v in values))


print("# score_sde_pytorch cb1f359; Python %s, NumPy %s, PyTorch %s"
      % (sys.version.split()[0], np.__version__, torch.__version__))
t = torch.tensor([1e-5, 1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1.0], dtype=torch.float64)
one = torch.ones(len(t), 1, 1, 1, dtype=torch.float64)
write("t", t)
for name, sde in (
    ("vp", VPSDE(0.1, 20, 1000)), ("sub-vp", subVPSDE(0.1, 20, 1000)), ("ve", VESDE(0.01, 50, 1000))
):
    mean, std = sde.marginal_prob(one, t)
    drift, diffusion = sde.sde(one, t)
    write(name + ".alpha", mean.flatten())
    write(name + ".sigma", std.flatten())
    write(name + ".drift", drift.flatten())
    write(name + ".diffusion", diffusion.flatten())
