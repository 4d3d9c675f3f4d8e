"""Writes edm-general.txt: EDM's sampler in its general form, with schedule s(t) and sigma(t).

Run with the path of a checkout of NVlabs/edm:

    python edm-general.py EDM > edm-general.txt

Only generate.py's ablation_sampler is taken from it. The result is the state that its last step begins from:
that step is straight in t, where other solvers end on the denoised image.
"""

import ast
import math
import sys

import numpy as np
import torch

source = open(sys.argv[1] + "/generate.py").read()
tree = ast.parse(source)
function = next(f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name == "ablation_sampler")
scope = {"torch": torch, "np": np}
exec(compile(ast.Module([function], []), "generate.py", "exec"), scope)
ablation_sampler = scope["ablation_sampler"]

START = torch.tensor([[[[1.3, -0.4], [0.2, -1.7]]]], dtype=torch.float64)
draws = []
last = []


def randn_like(x):
    n = len(draws)
    draws.append(0)
    return torch.tensor([[[[math.sin(7 * n + 3 * k + 1) for k in (2 * j, 2 * j + 1)] for j in (0, 1)]]],
                        dtype=torch.float64)


class Net:
    sigma_min = 0
    sigma_max = float("inf")

    @staticmethod
    def round_sigma(sigma):
        return torch.as_tensor(sigma, dtype=torch.float64)

    def __call__(self, x, sigma, labels):
        s = float(sigma)
        scaled = x / math.sqrt(s * s + 1)
        last[:] = [scaled]  # the state of a VP path
        return x - s * (0.4 * scaled + 0.5 * torch.sin(3 * scaled + 100 * math.log1p(s) / 300))


print("# NVlabs/edm 008a4e5, torch", torch.__version__.split("+")[0])
for solver in ("euler", "heun"):
    for alpha in (1.0, 0.5):
        for churn in (0, 4):
            draws.clear()
            ablation_sampler(
                Net(), START, randn_like=randn_like, num_steps=12, solver=solver, discretization="vp",
                schedule="vp", scaling="vp", alpha=alpha, S_churn=churn, S_max=50 if churn else math.inf,
                S_noise=1.003)
            # noise is drawn in every step, also in those without churn
            print(f"{solver}-{alpha}-{churn} =", " ".join(repr(float(v)) for v in last[0].flatten()))
