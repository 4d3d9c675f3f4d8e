"""Writes guidance.txt: what published guidance makes of two predictions.

Run with checkouts of huggingface/diffusers and openai/guided-diffusion:

    python guidance.py DIFFUSERS GUIDED_DIFFUSION > guidance.txt

Of diffusers only single functions are loaded. Numbers are float64.
"""

import ast
import math
import sys

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.Tensor.float = torch.Tensor.double
DIFFUSERS, GUIDED_DIFFUSION = sys.argv[1:3]
GUIDERS = DIFFUSERS + "/src/diffusers/guiders/"
SHAPE = (2, 1, 2, 2)


def function(file, name):
    tree = ast.parse(open(file).read())
    found = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name)
    space = {"torch": torch, "math": math, "MomentumBuffer": object}
    exec(compile(ast.Module([found], []), file, "exec"), space)
    return space[name]


def write(name, value):
    print(name, "=", *(repr(float(v)) for v in torch.as_tensor(value).flatten()))


def wave(k):
    return torch.tensor([math.sin(1.7 * i * k + k) for i in range(8)]).view(SHAPE)


x, conditional, unconditional = wave(3), wave(1) + 0.3, 0.4 * wave(2) - 0.1
print("# diffusers 58eb52c, guided-diffusion 22e0df8; PyTorch", torch.__version__)
write("x", x)
write("conditional", conditional)
write("unconditional", unconditional)
apg = function(GUIDERS + "adaptive_projected_guidance.py", "normalized_guidance")
for eta, radius in ((0.0, 0.0), (0.0, 0.7), (0.5, 1.2), (1.0, 0.0)):
    write(f"projected {eta} {radius}", apg(conditional, unconditional, 4.0, None, eta, radius, True))
star = function(GUIDERS + "classifier_free_zero_star_guidance.py", "cfg_zero_star_scale")
scale = star(conditional.flatten(1), unconditional.flatten(1), 0).view(-1, 1, 1, 1)
write("zero-star", unconditional * scale + 5.0 * (conditional - unconditional * scale))
rescale = function(GUIDERS + "guider_utils.py", "rescale_noise_cfg")
write("rescaled", rescale(unconditional + 5.0 * (conditional - unconditional), conditional, 0.7))

sys.path.insert(0, GUIDED_DIFFUSION)
from guided_diffusion import gaussian_diffusion as gd  # noqa: E402

gd._extract_into_tensor = lambda array, t, shape: torch.from_numpy(array)[t].view(-1, 1, 1, 1).expand(shape)
diffusion = gd.GaussianDiffusion(
    betas=np.linspace(0.001, 0.2, 20), model_mean_type=gd.ModelMeanType.EPSILON,
    model_var_type=gd.ModelVarType.FIXED_SMALL, loss_type=gd.LossType.MSE)
t = torch.tensor([7, 7])
step = diffusion.p_mean_variance(lambda x, t: conditional, x, t, clip_denoised=False)
for name in ("condition_mean", "condition_score"):
    done = getattr(diffusion, name)(lambda x, t: unconditional, step, x, t, {})
    write(name, done if name == "condition_mean" else done["mean"])
