"""Writes improved-diffusion.txt: tables of the published code of Improved DDPM.

Run with PyTorch and a checkout of openai/improved-diffusion (MIT license), version
1bc7bbbdc414d83d4abf2ad8cc1446dc36c4e4d5, on the module path:

    PYTHONPATH=improved-diffusion python improved-diffusion.py > improved-diffusion.txt
"""

import sys

import numpy as np
import torch as th
from improved_diffusion.gaussian_diffusion import (
    LossType,
    ModelMeanType,
    ModelVarType,
    get_named_beta_schedule,
)
from improved_diffusion.resample import LossSecondMomentResampler
from improved_diffusion.respace import SpacedDiffusion, space_timesteps

np.int = int  # removed from NumPy since that code was written


def write(name, values):
    print(name, "=", *(repr(float(v)) for v in np.atleast_1d(values)))


def diffusion(schedule, timesteps, use=None):
    return SpacedDiffusion(
        use_timesteps=range(timesteps) if use is None else use,
        betas=get_named_beta_schedule(schedule, timesteps),
        model_mean_type=ModelMeanType.EPSILON,
        model_var_type=ModelVarType.FIXED_SMALL,
        loss_type=LossType.MSE,
        rescale_timesteps=True,
    )


def tables(name, process, picked):
    write(name + ".index", picked)
    for key in (
        "betas",
        "alphas_cumprod",
        "posterior_variance",
        "posterior_log_variance_clipped",
        "posterior_mean_coef1",
        "posterior_mean_coef2",
    ):
        write(name + "." + key, getattr(process, key)[picked])


print("# improved-diffusion 1bc7bbb; Python %s, NumPy %s, PyTorch %s"
      % (sys.version.split()[0], np.__version__, th.__version__))
print("# Indices count from 0: index k is timestep k + 1.")

for schedule, timesteps in (("linear", 1000), ("cosine", 1000), ("linear", 250), ("cosine", 4000)):
    picked = sorted({*range(0, timesteps, timesteps // 20), 1, 2, timesteps - 2, timesteps - 1})
    tables("%s-%d" % (schedule, timesteps), diffusion(schedule, timesteps), picked)

for timesteps, spacing in (
    (300, "10,15,20"), (1000, "10"), (1000, "50"), (1000, "250"), (1000, "30,20,10"),
    (1000, "7,1,13"), (4000, "100"), (1001, "90,60,60,20,20"), (1000, "ddim25"), (1000, "ddim50"),
    (4000, "ddim50"), (1000, "ddim334"),
):
    use = sorted(space_timesteps(timesteps, spacing))
    name = "respaced-%d-%s" % (timesteps, spacing)
    write(name, use)

for schedule, timesteps, spacing in (("linear", 1000, "50"), ("cosine", 4000, "ddim50")):
    use = space_timesteps(timesteps, spacing)
    name = "strided-%s-%d-%s" % (schedule, timesteps, spacing)
    write(name + ".use", sorted(use))
    tables(name, diffusion(schedule, timesteps, use), list(range(len(use))))

process = diffusion("cosine", 5)
resampler = LossSecondMomentResampler(process, history_per_term=3, uniform_prob=0.01)
losses = np.random.RandomState(0).uniform(0.1, 2.0, size=(4, 5))
for row in losses:
    resampler.update_with_all_losses(range(5), list(row))
weights = resampler.weights()
write("second-moment.losses", losses.ravel())
write("second-moment.probabilities", weights / weights.sum())
