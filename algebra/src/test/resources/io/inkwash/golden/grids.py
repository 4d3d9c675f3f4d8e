"""Writes grids.txt: sampling times, tables and training times of other code.

Run with checkouts of huggingface/diffusers, crowsonkb/k-diffusion, LuChengTHU/dpm-solver, NVlabs/edm and
comfyanonymous/ComfyUI:

    python grids.py DIFFUSERS K_DIFFUSION DPM_SOLVER EDM COMFYUI > grids.txt

Only the files named below are loaded, and of some only single functions; what they import beside torch,
numpy and scipy is replaced by the few lines here. Numbers are float64, where the originals say float32.
Timesteps count from 0: timestep k is time k + 1 on a table.
"""

import ast
import functools
import importlib
import inspect
import math
import sys
import types

import numpy
import scipy
import scipy.stats
import torch

torch.float32 = torch.float = torch.float64
numpy.float32 = numpy.float64
torch.set_default_dtype(torch.float64)

DIFFUSERS, K_DIFFUSION, DPM_SOLVER, EDM, COMFYUI = sys.argv[1:6]


def write(name, values):
    values = torch.as_tensor(values, dtype=torch.float64).flatten().tolist()
    print(name, "=", *(repr(float(v)) for v in values))


def functions(path, **known):
    """The top-level functions and plain constants of a file, without its imports."""
    kept = [node for node in ast.parse(open(path).read()).body
            if isinstance(node, (ast.FunctionDef, ast.Assign))]
    space = {"torch": torch, "np": numpy, "numpy": numpy, "math": math, "scipy": scipy, **known}
    for node in kept:
        try:
            exec(compile(ast.Module([node], []), path, "exec"), space)
        except Exception:  # needs what is not loaded, and is not used here
            pass
    return types.SimpleNamespace(**space)


class Config(dict):
    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(name)


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


class Plain:
    pass


class Mixin:
    def register_to_config(self, **changed):
        self.config.update(changed)


module("diffusers", DIFFUSERS + "/src/diffusers")
module("diffusers.schedulers", DIFFUSERS + "/src/diffusers/schedulers")
module("diffusers.configuration_utils", ConfigMixin=Mixin, register_to_config=register_to_config)
module("diffusers.utils", BaseOutput=object, PushToHubMixin=Plain, deprecate=lambda *a, **k: None,
       is_scipy_available=lambda: True, logging=types.SimpleNamespace(get_logger=lambda n: None))
module("diffusers.utils.torch_utils", randn_tensor=None)
module("diffusers.schedulers.scheduling_utils", SchedulerMixin=Plain, SchedulerOutput=dict,
       KarrasDiffusionSchedulers=[])


def scheduler(file, name, **options):
    return getattr(importlib.import_module("diffusers.schedulers.scheduling_" + file), name)(**options)


def timesteps(name, steps, file, kind, set_options=None, **options):
    made = scheduler(file, kind, **options)
    made.set_timesteps(steps, **(set_options or {}))
    write(f"{name} {steps}", made.timesteps)


print("# diffusers 58eb52c, k-diffusion 4601bf0, dpm-solver 52bc3fb, edm 008a4e5, ComfyUI 0.29.0 (4f874c5);",
      "NumPy", numpy.__version__ + ", SciPy", scipy.__version__ + ", PyTorch", torch.__version__)
for n in (4, 10, 23):
    timesteps("ddim-leading-offset", n, "ddim", "DDIMScheduler", timestep_spacing="leading", steps_offset=1)
    timesteps("dpm-leading", n, "dpmsolver_multistep", "DPMSolverMultistepScheduler", timestep_spacing="leading")
    timesteps("dpm-linspace", n, "dpmsolver_multistep", "DPMSolverMultistepScheduler")
    timesteps("dpm-lu", n, "dpmsolver_multistep", "DPMSolverMultistepScheduler", use_lu_lambdas=True)
    timesteps("dpm-karras", n, "dpmsolver_multistep", "DPMSolverMultistepScheduler", use_karras_sigmas=True)
    timesteps("euler-linspace", n, "euler_discrete", "EulerDiscreteScheduler")
    timesteps("euler-karras", n, "euler_discrete", "EulerDiscreteScheduler", use_karras_sigmas=True)
    timesteps("euler-exponential", n, "euler_discrete", "EulerDiscreteScheduler", use_exponential_sigmas=True)
    timesteps("euler-beta", n, "euler_discrete", "EulerDiscreteScheduler", use_beta_sigmas=True)
    timesteps("lcm", n, "lcm", "LCMScheduler")
    timesteps("tcd", n, "tcd", "TCDScheduler")
    even = numpy.linspace(1, 1 / n, n)
    timesteps("flow-shift-3", n, "flow_match_euler_discrete", "FlowMatchEulerDiscreteScheduler",
              {"sigmas": even}, shift=3.0)
    for tokens in (1024, 4096):
        mu = functions(DIFFUSERS + "/src/diffusers/pipelines/flux/pipeline_flux.py").calculate_shift(tokens)
        timesteps(f"flow-tokens-{tokens}", n, "flow_match_euler_discrete", "FlowMatchEulerDiscreteScheduler",
                  {"sigmas": even, "mu": mu}, use_dynamic_shifting=True)

euler = scheduler("euler_discrete", "EulerDiscreteScheduler")
ddpm = importlib.import_module("diffusers.schedulers.scheduling_ddpm")
for kind in ("exp", "laplace"):
    write("betas-" + kind, ddpm.betas_for_alpha_bar(100, alpha_transform_type=kind))
training = functions(DIFFUSERS + "/src/diffusers/training_utils.py")
U = torch.linspace(0.01, 0.99, 15)
write("u", U)
torch.rand = lambda size, **_: U
for scale in (0.5, 1.29):
    write(f"mode {scale}", training.compute_density_for_timestep_sampling("mode", 15, mode_scale=scale))
for kind in ("cosmap", "sigma_sqrt"):
    write("weight-" + kind, training.compute_loss_weighting_for_sd3(kind, U))

k = functions(K_DIFFUSION + "/k_diffusion/sampling.py")
utils = functions(K_DIFFUSION + "/k_diffusion/utils.py")
vars(utils)["rand_log_logistic"].__globals__["stratified_with_settings"] = lambda shape, **_: U
write("vp-levels", k.get_sigmas_vp(9))
write("polyexponential", k.get_sigmas_polyexponential(9, 0.01, 50, 1.7))
write("log-logistic", utils.rand_log_logistic((15,), -0.7, 0.5, 0.01, 80))
write("log-uniform", utils.rand_log_uniform((15,), 0.01, 80))
write("v-diffusion", utils.rand_v_diffusion((15,), 0.5, 0.001, 1000))
write("cosine-shifted", utils.rand_cosine_interpolated((15,), 256, 64, 64, 1, 1e-3, 1e3))
write("cosine-interpolated", utils.rand_cosine_interpolated((15,), 256, 32, 256, 1, 1e-3, 1e3))

dpm = types.ModuleType("dpm_solver")
exec(compile(open(DPM_SOLVER + "/dpm_solver_pytorch.py").read(), "dpm_solver", "exec"), vars(dpm))
solver = dpm.DPM_Solver(lambda x, t: x, dpm.NoiseScheduleVP("linear"))
for kind in ("logSNR", "time_quadratic"):
    write("dpm-solver-" + kind, solver.get_time_steps(kind, 1.0, 1e-3, 12, "cpu"))

levels = []


class Net:
    sigma_min, sigma_max = 0.002, 80
    round_sigma = staticmethod(torch.as_tensor)

    def __call__(self, x, sigma, labels):
        levels.append(float(sigma))
        return x


edm = functions(EDM + "/generate.py")
for n in (9, 18):
    levels.clear()
    edm.ablation_sampler(Net(), torch.zeros(1), num_steps=n, discretization="iddpm", solver="euler")
    write(f"edm-iddpm {n}", levels)

torch.FloatTensor = torch.tensor
comfy = functions(COMFYUI + "/comfy/samplers.py")
nodes = functions(COMFYUI + "/comfy_extras/nodes_align_your_steps.py")
laplace = functions(COMFYUI + "/comfy/k_diffusion/sampling.py").get_sigmas_laplace
table = euler.sigmas[:-1].flip(0)
sampling = types.SimpleNamespace(
    sigmas=table, sigma_min=table[0], sigma_max=table[-1], timestep=lambda s: torch.argmin((table - s).abs()).item(),
    sigma=lambda t: torch.exp(torch.lerp(table.log()[math.floor(t)], table.log()[math.ceil(t)], t - math.floor(t))))
for n in (4, 10, 23):
    write(f"comfy-simple {n}", comfy.simple_scheduler(sampling, n))
    write(f"comfy-normal {n}", comfy.normal_scheduler(sampling, n))
    write(f"comfy-sgm-uniform {n}", comfy.normal_scheduler(sampling, n, sgm=True))
    write(f"comfy-beta {n}", comfy.beta_scheduler(sampling, n))
    write(f"comfy-kl-optimal {n}", comfy.kl_optimal_scheduler(n, 0.002, 80))
    write(f"comfy-laplace {n}", laplace(n, 0.002, 80))
    write(f"comfy-linear-quadratic {n}", comfy.linear_quadratic_schedule(
        types.SimpleNamespace(sigma_max=torch.tensor(1.0)), n))
    for model in ("SD1", "SDXL", "SVD"):
        write(f"align-your-steps-{model} {n}", nodes.loglinear_interp(nodes.NOISE_LEVELS[model], n + 1)[:-1])

for a, b in ((0.6, 0.6), (1, 1), (2.5, 0.3), (0.05, 7), (12, 9)):
    p = [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999]
    write(f"beta-quantile {a} {b}", scipy.stats.beta.ppf(p, a, b))
