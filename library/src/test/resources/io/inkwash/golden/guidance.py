"""Writes guidance.txt: what published guidance makes of two predictions.

Run with checkouts of huggingface/diffusers and openai/guided-diffusion:

    python guidance.py DIFFUSERS GUIDED_DIFFUSION > guidance.txt

Of diffusers only single functions are loaded. Numbers are float64.
"""

import ast
import math
import sys
from types import SimpleNamespace

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.Tensor.float = torch.Tensor.double
DIFFUSERS, GUIDED_DIFFUSION = sys.argv[1:3]
GUIDERS = DIFFUSERS + "/src/diffusers/guiders/"
SAG = DIFFUSERS + "/src/diffusers/pipelines/deprecated/stable_diffusion_sag/pipeline_stable_diffusion_sag.py"
SHAPE = (2, 1, 2, 2)
SHARED = {}


def function(file, name):
    """A function, method or class by its name, without the imports of its file."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    tree = ast.walk(ast.parse(open(file).read()))
    found = next(n for n in tree if isinstance(n, kinds) and n.name == name)
    space = {"torch": torch, "math": math, "F": torch.nn.functional, "MomentumBuffer": object, **SHARED}
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
memory = function(GUIDERS + "adaptive_projected_guidance.py", "MomentumBuffer")(-0.5)
for call in range(3):
    write(f"momentum {call}", apg(conditional * (1 + call), unconditional, 4.0, memory, 0.0, 0.7, True))
star = function(GUIDERS + "classifier_free_zero_star_guidance.py", "cfg_zero_star_scale")
scale = star(conditional.flatten(1), unconditional.flatten(1), 0).view(-1, 1, 1, 1)
write("zero-star", unconditional * scale + 5.0 * (conditional - unconditional * scale))
rescale = function(GUIDERS + "guider_utils.py", "rescale_noise_cfg")
write("rescaled", rescale(unconditional + 5.0 * (conditional - unconditional), conditional, 0.7))

alpha, sigma = 0.8, 0.6
image = torch.tensor([math.sin(0.9 * i + 0.02 * i * i) for i in range(2 * 3 * 6 * 8)]).view(2, 3, 6, 8)
noise = torch.tensor([math.cos(1.3 * i) for i in range(2 * 3 * 6 * 8)]).view(2, 3, 6, 8)
attention = torch.tensor([math.sin(2.3 * i + 0.01 * i * i) for i in range(2 * 2 * 12 * 12)])
attention = (2 * attention).view(4, 12, 12).softmax(-1)
write("sag x", alpha * image + sigma * noise)
write("sag x0", image)
write("sag map", attention)
SHARED["gaussian_blur_2d"] = function(SAG, "gaussian_blur_2d")
pipeline = SimpleNamespace(
    unet=SimpleNamespace(config=SimpleNamespace(attention_head_dim=2)),
    scheduler=SimpleNamespace(add_noise=lambda x0, noise, timesteps: alpha * x0 + sigma * noise))
masking = function(SAG, "sag_masking")
write("sag degraded", masking(pipeline, image, attention, (3, 4), torch.tensor(5), noise))

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
