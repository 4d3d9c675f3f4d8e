"""Writes solvers.txt: what published samplers make of one start with a non-linear model.

Run with the paths of a checkout of huggingface/diffusers and one of crowsonkb/k-diffusion:

    python solvers.py DIFFUSERS K_DIFFUSION > solvers.txt

Only the sampler files are loaded; what they import beside torch and numpy is replaced by the few lines
below. Tables are made in float64, where the originals say float32.
"""

import functools
import inspect
import math
import sys
import types

import numpy as np
import torch

torch.float32 = torch.float64
np.float32 = np.float64
torch.set_default_dtype(torch.float64)

DIFFUSERS, K_DIFFUSION = sys.argv[1:3]
START = torch.tensor([[[[1.3, -0.4], [0.2, -1.7]]]])
NOISE = [torch.tensor([[[[math.sin(7 * n + 3 * k + 1) for k in (2 * j, 2 * j + 1)] for j in (0, 1)]]])
         for n in range(12)]


def model(x, timestep):
    return 0.4 * x + 0.5 * torch.sin(3 * x + float(timestep) / 300)


class Config(dict):
    __getattr__ = dict.__getitem__


def register_to_config(init):
    @functools.wraps(init)
    def wrapped(self, *args, **kwargs):
        bound = inspect.signature(init).bind(self, *args, **kwargs)
        bound.apply_defaults()
        self.config = Config(list(bound.arguments.items())[1:])
        init(self, *args, **kwargs)

    return wrapped


def module(name, path=None, **content):
    made = types.ModuleType(name)
    made.__dict__.update(content)
    if path:
        made.__path__ = [path]
    sys.modules[name] = made
    return made


draws = []


def randn_tensor(shape, **_):
    draws.append(0)
    return NOISE[len(draws) - 1]


class Mixin:
    def register_to_config(self, **changed):
        self.config.update(changed)


module("huggingface_hub")
module("huggingface_hub.utils", validate_hf_hub_args=lambda f: f)
module("diffusers", DIFFUSERS + "/src/diffusers")
module("diffusers.schedulers", DIFFUSERS + "/src/diffusers/schedulers")
module("diffusers.configuration_utils", ConfigMixin=Mixin, register_to_config=register_to_config)
module("diffusers.utils", BaseOutput=object, PushToHubMixin=object, deprecate=lambda *a, **k: None,
       is_scipy_available=lambda: True, logging=types.SimpleNamespace(get_logger=lambda n: None))
module("diffusers.utils.torch_utils", randn_tensor=randn_tensor)
module("torchdiffeq", odeint=None)
module("torchsde")
module("tqdm")
module("tqdm.auto", trange=lambda n, disable=None: range(n), tqdm=None)
module("k_diffusion", K_DIFFUSION + "/k_diffusion")
module("k_diffusion.utils", append_dims=lambda x, n: x[(...,) + (None,) * (n - x.ndim)])

from diffusers.schedulers.scheduling_ddim import DDIMScheduler  # noqa: E402
from diffusers.schedulers.scheduling_ddim_inverse import DDIMInverseScheduler  # noqa: E402
from diffusers.schedulers.scheduling_ddpm import DDPMScheduler  # noqa: E402
from diffusers.schedulers.scheduling_deis_multistep import DEISMultistepScheduler  # noqa: E402
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler  # noqa: E402
from diffusers.schedulers.scheduling_euler_ancestral_discrete import EulerAncestralDiscreteScheduler  # noqa: E402
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler  # noqa: E402
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler  # noqa: E402
from diffusers.schedulers.scheduling_lms_discrete import LMSDiscreteScheduler  # noqa: E402
from diffusers.schedulers.scheduling_pndm import PNDMScheduler  # noqa: E402
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler  # noqa: E402
from k_diffusion import sampling  # noqa: E402


def show(name, values):
    print(name, "=", " ".join(repr(float(v)) for v in torch.as_tensor(values).flatten()))


def run(name, scheduler, steps=10, start=START, show_levels=False, **how):
    """The loop of every pipeline: scale, ask, step."""
    draws.clear()
    scheduler.set_timesteps(steps)
    x = start
    show(name + ".timesteps", scheduler.timesteps)
    if show_levels:
        show(name + ".sigmas", scheduler.sigmas)
        x = start * scheduler.sigmas.max()
    for t in scheduler.timesteps:
        scaled = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        x = scheduler.step(model(scaled, t), t, x, **how).prev_sample
    show(name, x)


TABLE = dict(num_train_timesteps=1000, beta_start=1e-4, beta_end=0.02, beta_schedule="linear")
print("# diffusers 58eb52c, k-diffusion 4601bf0, torch", torch.__version__.split("+")[0])
print("# made by solvers.py, which says what the model and the start are")
for order in (1, 2, 3):
    run(f"dpm++{order}m", DPMSolverMultistepScheduler(
        **TABLE, solver_order=order, lower_order_final=False, final_sigmas_type="zero"))
    run(f"dpm{order}m", DPMSolverMultistepScheduler(
        **TABLE, solver_order=order, algorithm_type="dpmsolver", lower_order_final=False,
        final_sigmas_type="sigma_min"))
    run(f"deis{order}", DEISMultistepScheduler(
        **TABLE, solver_order=order, lower_order_final=False))
    for variant in ("bh1", "bh2"):
        run(f"unipc{order}-{variant}", UniPCMultistepScheduler(
            **TABLE, solver_order=order, solver_type=variant, lower_order_final=False,
            final_sigmas_type="sigma_min"))
run("dpm++2m-sde", DPMSolverMultistepScheduler(
    **TABLE, solver_order=2, algorithm_type="sde-dpmsolver++", lower_order_final=False,
    final_sigmas_type="zero"))
run("pndm", PNDMScheduler(**TABLE, set_alpha_to_one=True))
run("plms", PNDMScheduler(**TABLE, set_alpha_to_one=True, skip_prk_steps=True))
run("ddim-inversion", DDIMInverseScheduler(**TABLE, clip_sample=False))
for variance in ("fixed_small", "fixed_large"):
    for clip in (False, True):
        run(f"ddpm-{variance}-{'clamp' if clip else 'none'}", DDPMScheduler(
            **TABLE, variance_type=variance, clip_sample=clip))
for eta in (0.0, 0.6):
    for clip in (False, True):
        run(f"ddim-{eta}-{'clamp' if clip else 'none'}", DDIMScheduler(
            **TABLE, clip_sample=clip), eta=eta, use_clipped_model_output=clip)
run("euler", EulerDiscreteScheduler(**TABLE), show_levels=True)
run("heun", HeunDiscreteScheduler(**TABLE), show_levels=True)
run("lms", LMSDiscreteScheduler(**TABLE), show_levels=True)
run("euler-ancestral", EulerAncestralDiscreteScheduler(**TABLE), show_levels=True)

levels = torch.tensor([20.0, 9, 4, 2, 1, 0.5, 0.2, 0.05, 0])
show("k.levels", levels)


def denoise(x, sigma):
    s = float(sigma)
    return x - s * model(x / math.sqrt(s * s + 1), 100 * math.log1p(s))


def singlestep(solver):
    """From level to level by half log-SNR, t = -log(sigma), and to the estimate from the last."""
    x = 20 * START
    for high, low in zip(levels[:-2], levels[1:-1]):
        x, _ = solver(x, -high.log(), -low.log())
    return denoise(x, levels[-2])


def noise_sampler(*_):
    draws.append(0)
    return NOISE[len(draws) - 1]


show("k.dpm++2s", sampling.sample_dpmpp_2s_ancestral(denoise, 20 * START, levels, eta=0.0, disable=True))
draws.clear()
show("k.dpm++3m-sde", sampling.sample_dpmpp_3m_sde(
    denoise, 20 * START, levels, eta=0.7, disable=True, noise_sampler=noise_sampler))
inner = sampling.DPMSolver(lambda x, sigma: denoise(x, sigma))
show("k.dpm2s", singlestep(inner.dpm_solver_2_step))
show("k.dpm3s", singlestep(inner.dpm_solver_3_step))
