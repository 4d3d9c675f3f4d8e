"""Writes samplers.txt: more published samplers on the models and the start of solvers.py.

Run with the paths of checkouts of huggingface/diffusers, crowsonkb/k-diffusion, comfyanonymous/ComfyUI and
wl-zhao/UniPC:

    python samplers.py DIFFUSERS K_DIFFUSION COMFYUI UNIPC > samplers.txt

What those files import beside torch, numpy and scipy is replaced by the few lines of solvers.py and below.
Tables are made in float64, where the originals say float32.
"""

import contextlib
import importlib.util
import io
import math
import os
import sys
import types

import torch

here = os.path.dirname(os.path.abspath(__file__))
DIFFUSERS, K_DIFFUSION, COMFYUI, UNIPC = sys.argv[1:5]
sys.argv = ["solvers.py", DIFFUSERS, K_DIFFUSION]
with contextlib.redirect_stdout(io.StringIO()):
    spec = importlib.util.spec_from_file_location("solvers", os.path.join(here, "solvers.py"))
    base = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(base)
    base.NOISE.extend(torch.tensor([[[[math.sin(7 * n + 3 * k + 1) for k in (2 * j, 2 * j + 1)]
                                      for j in (0, 1)]]]) for n in range(12, 64))
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler  # noqa: E402
from diffusers.schedulers.scheduling_dpmsolver_multistep_inverse import (  # noqa: E402
    DPMSolverMultistepInverseScheduler)
from diffusers.schedulers.scheduling_dpmsolver_singlestep import DPMSolverSinglestepScheduler  # noqa: E402
from diffusers.schedulers.scheduling_deis_multistep import DEISMultistepScheduler  # noqa: E402
from diffusers.schedulers.scheduling_sasolver import SASolverScheduler  # noqa: E402
from diffusers.schedulers.scheduling_tcd import TCDScheduler  # noqa: E402
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler  # noqa: E402
from k_diffusion import sampling  # noqa: E402

show, START, TABLE, run, model = base.show, base.START, base.TABLE, base.run, base.model

base.module("comfy", COMFYUI + "/comfy")
base.module("comfy.memory_management")
base.module("comfy.utils", model_trange=lambda *n, disable=None: range(*n))
base.module("comfy.model_patcher", set_model_options_post_cfg_function=lambda options, function, **_: {
    **options, "sampler_post_cfg_function": [function]})
base.module("comfy.model_sampling", CONST=type("CONST", (), {}))
for part in ("model_patcher", "model_sampling"):
    setattr(sys.modules["comfy"], part, sys.modules["comfy." + part])
base.module("comfy.k_diffusion", COMFYUI + "/comfy/k_diffusion")
base.module("comfy.k_diffusion.utils", append_dims=lambda x, n: x[(...,) + (None,) * (n - x.ndim)])
sys.modules["tqdm.auto"].tqdm = lambda total=None, disable=None: contextlib.nullcontext(
    types.SimpleNamespace(update=lambda: None))
sampling.tqdm = sys.modules["tqdm.auto"].tqdm
import comfy.k_diffusion.sampling as comfy  # noqa: E402

comfy.tqdm = sys.modules["tqdm.auto"].tqdm

version = {}
exec(open(COMFYUI + "/comfyui_version.py").read(), version)
print(f"# diffusers 58eb52c, k-diffusion 4601bf0, ComfyUI {version['__version__']} (4f874c5), UniPC cf9de85; torch",
      torch.__version__.split("+")[0])
print("# made by samplers.py, with the models and the start of solvers.py")

# On a table of betas.
for last in (False, True):
    for order in (2, 3):
        run(f"dpm++{order}m-last-{last}", DPMSolverMultistepScheduler(
            **TABLE, solver_order=order, lower_order_final=last, final_sigmas_type="zero"))
        run(f"unipc{order}-last-{last}", UniPCMultistepScheduler(
            **TABLE, solver_order=order, lower_order_final=last, final_sigmas_type="sigma_min"))
        run(f"deis{order}-last-{last}", DEISMultistepScheduler(
            **TABLE, solver_order=order, lower_order_final=last))
for kind in ("dpmsolver++", "sde-dpmsolver++", "sde-dpmsolver"):
    run(f"{kind}-heun", DPMSolverMultistepScheduler(
        **TABLE, solver_order=2, algorithm_type=kind, solver_type="heun", lower_order_final=False,
        final_sigmas_type="zero" if kind.endswith("++") else "sigma_min"))
for order in (1, 2):
    run(f"sde-dpmsolver{order}", DPMSolverMultistepScheduler(
        **TABLE, solver_order=order, algorithm_type="sde-dpmsolver", lower_order_final=False,
        final_sigmas_type="sigma_min"))
for order in (1, 2, 3):
    for variant in ("bh1", "bh2"):
        run(f"unipc{order}-{variant}-noise", UniPCMultistepScheduler(
            **TABLE, solver_order=order, solver_type=variant, predict_x0=False, lower_order_final=False,
            final_sigmas_type="sigma_min"))
run("unipc3-uncorrected", UniPCMultistepScheduler(
    **TABLE, solver_order=3, disable_corrector=[0, 1], lower_order_final=False, final_sigmas_type="sigma_min"))
for order in (2, 3):
    for solver_type in ("midpoint", "heun"):
        run(f"dpm++{order}s-{solver_type}", DPMSolverSinglestepScheduler(
            **TABLE, solver_order=order, solver_type=solver_type, lower_order_final=True,
            final_sigmas_type="zero"), steps=9 + order)
        run(f"dpm{order}s-{solver_type}", DPMSolverSinglestepScheduler(
            **TABLE, solver_order=order, solver_type=solver_type, algorithm_type="dpmsolver",
            lower_order_final=False, final_sigmas_type="sigma_min"), steps=12)
for predictor, corrector, kind in ((2, 2, "data"), (1, 1, "data"), (3, 4, "data"), (2, 2, "noise")):
    run(f"sa-{predictor}{corrector}-{kind}", SASolverScheduler(
        **TABLE, predictor_order=predictor, corrector_order=corrector, lower_order_final=False,
        algorithm_type="data_prediction" if kind == "data" else "noise_prediction"))
run("sa-22-last", SASolverScheduler(**TABLE, predictor_order=2, corrector_order=2, lower_order_final=True))
for gamma in (0.0, 0.3, 1.0):
    run(f"tcd-{gamma}", TCDScheduler(**TABLE, clip_sample=False), eta=gamma, steps=5)
for order in (1, 2, 3):
    run(f"dpm++{order}m-inverse", DPMSolverMultistepInverseScheduler(
        **TABLE, solver_order=order, lower_order_final=False))

# On noise levels.
levels = torch.tensor([20.0, 9, 4, 2, 1, 0.5, 0.2, 0.05, 0])
show("levels", levels)
START20 = 20 * START
denoise = base.denoise


def noise_sampler(sigma=1, following=0):
    if not math.isclose(sigma, following):  # of no time there is no noise
        base.draws.append(0)
    return base.NOISE[len(base.draws) - 1]


def sample(name, function, **how):
    base.draws.clear()
    show(name, function(denoise, START20, levels, disable=True, **how))


def scripted(name, function, **how):
    sample(name, function, noise_sampler=noise_sampler, **how)


torch.randn_like = lambda x: noise_sampler()  # of churn; one draw a step, used or not


for churn in (0, 3):
    sample(f"k.euler-churn{churn}", sampling.sample_euler, s_churn=churn, s_noise=1.003)
    sample(f"k.dpm2-churn{churn}", sampling.sample_dpm_2, s_churn=churn, s_noise=1.003)
for eta in (0.6, 1.0):
    scripted(f"k.dpm2-ancestral-{eta}", sampling.sample_dpm_2_ancestral, eta=eta)
    scripted(f"k.dpm++2s-ancestral-{eta}", sampling.sample_dpmpp_2s_ancestral, eta=eta)
    scripted(f"k.dpm++sde-{eta}", sampling.sample_dpmpp_sde, eta=eta)
    for kind in ("midpoint", "heun"):
        scripted(f"k.dpm++2m-sde-{kind}-{eta}", sampling.sample_dpmpp_2m_sde, eta=eta, solver_type=kind)
for nfe in (9, 10, 11):
    for eta in (0.0, 0.7):
        base.draws.clear()
        m = nfe // 3 + 1
        show(f"k.dpm-fast-{nfe}-{eta}.levels", torch.linspace(math.log(20), math.log(0.05), m + 1).exp())
        show(f"k.dpm-fast-{nfe}-{eta}", sampling.sample_dpm_fast(
            denoise, START20, 0.05, 20.0, nfe, eta=eta, noise_sampler=noise_sampler, disable=True))
for order in (2, 3):
    for eta in (0.0, 0.7):
        base.draws.clear()
        x, info = sampling.sample_dpm_adaptive(
            denoise, START20, 0.05, 20.0, order=order, eta=eta, noise_sampler=noise_sampler, return_info=True,
            disable=True)
        show(f"k.dpm-adaptive-{order}-{eta}", x)
        show(f"k.dpm-adaptive-{order}-{eta}.steps", [info["n_accept"], info["n_reject"]])
base.draws.clear()
show("k.dpm-adaptive-pid", sampling.sample_dpm_adaptive(
    denoise, START20, 0.05, 20.0, order=3, rtol=0.01, atol=0.001, pcoeff=0.2, icoeff=0.6, dcoeff=0.1,
    noise_sampler=noise_sampler, disable=True))

# ComfyUI's. Its model bears what scales levels, and hands both estimates to CFG++.
model_sampling = types.SimpleNamespace(noise_scaling=lambda sigma, noise, x: x + sigma * noise)


class Model:
    inner_model = types.SimpleNamespace(
        inner_model=types.SimpleNamespace(model_sampling=model_sampling),
        model_patcher=types.SimpleNamespace(get_model_object=lambda name: model_sampling))

    def __call__(self, x, sigma, model_options=None, seed=None):
        conditional = denoise(x, sigma)
        unconditional = 0.8 * conditional - 0.1
        guided = unconditional + 0.6 * (conditional - unconditional)
        for function in (model_options or {}).get("sampler_post_cfg_function", []):
            return function({"denoised": guided, "uncond_denoised": unconditional})
        return conditional


class First(Model):
    """Shows the estimates of each step's first evaluation: the original overwrites them by the second's."""

    calls = 0

    def __call__(self, x, sigma, model_options=None, seed=None):
        self.calls += 1
        options = model_options if self.calls % 2 else {"sampler_post_cfg_function": [lambda e: e["denoised"]]}
        return super().__call__(x, sigma, options)


comfy_model = Model()
straight = levels.clone()
straight[-1] = 1e-300  # so that the last step is like the others, and not to the estimate


def sample(name, function, levels=levels, model=comfy_model, **how):
    base.draws.clear()
    show(name, function(model, START20, levels, disable=True, **how))


def scripted(name, function, **how):
    sample(name, function, noise_sampler=noise_sampler, **how)


for order in (2, 3, 4):
    sample(f"c.ipndm{order}", comfy.sample_ipndm, levels=straight, max_order=order)
    sample(f"c.ipndm-v{order}", comfy.sample_ipndm_v, levels=straight, max_order=order)
sample("c.heunpp2", comfy.sample_heunpp2)
sample("c.gradient-estimation", comfy.sample_gradient_estimation, levels=straight)
scripted("c.res-multistep", comfy.res_multistep, eta=0.0)
for stage in (1, 2, 3):
    scripted(f"c.er-sde{stage}", comfy.sample_er_sde, max_stage=stage)
scripted("c.lcm", comfy.sample_lcm)
for eta in (0.0, 0.6, 1.0):
    scripted(f"c.res-multistep-ancestral-{eta}", comfy.sample_res_multistep_ancestral, eta=eta)
    for stages in (2, 3):
        scripted(f"c.seeds{stages}-{eta}", getattr(comfy, f"sample_seeds_{stages}"), eta=eta)
    scripted(f"c.exp-heun-{eta}", comfy.sample_exp_heun_2_x0_sde, eta=eta)
    scripted(f"c.euler-cfg++-{eta}", comfy.sample_euler_ancestral_cfg_pp, eta=eta)
    scripted(f"c.dpm++2s-cfg++-{eta}", comfy.sample_dpmpp_2s_ancestral_cfg_pp, model=First(), eta=eta)
sample("c.dpm++2m-cfg++", comfy.sample_dpmpp_2m_cfg_pp)
sample("c.gradient-estimation-cfg++", comfy.sample_gradient_estimation_cfg_pp, levels=straight)
for tau in (0.0, 1.0):  # without the step to 0, before which the orders are lowered
    for predictor, corrector in ((2, 2), (1, 1), (3, 4)):
        for pece in (False, True):
            scripted(f"c.sa-{predictor}{corrector}-{'pece' if pece else 'pec'}-{tau}", comfy.sample_sa_solver,
                     levels=levels[:-1], tau_func=lambda sigma: tau, predictor_order=predictor,
                     corrector_order=corrector, simple_order_2=True, use_pece=pece)

# UniPC's authors, whose time is that of a linear VP path.
sys.path.insert(0, UNIPC)
with contextlib.redirect_stdout(io.StringIO()):
    import uni_pc
    schedule = uni_pc.NoiseScheduleVP("linear")
    for predict_x0 in (True, False):
        solver = uni_pc.UniPC(
            lambda x, t: model(x, float(t.flatten()[0]) * 1000), schedule,
            algorithm_type="data_prediction" if predict_x0 else "noise_prediction", variant="vary_coeff")
        results = {}
        times = torch.linspace(1.0, 0.1, 9)
        for order in (2, 3):
            x, prev, t_prev = START, [], []
            for i, t in enumerate(times):
                vec = t.expand(1)
                if i:
                    x, _ = solver.multistep_uni_pc_vary_update(
                        x, prev, t_prev, vec, min(order, i), use_corrector=False)
                prev = (prev + [solver.model_fn(x, vec)])[-3:]
                t_prev = (t_prev + [vec])[-3:]
            results[order] = x
        for order, x in results.items():
            base.pending = getattr(base, "pending", []) + [
                (f"a.unip{order}-vary-{'data' if predict_x0 else 'noise'}", x)]
for name, x in base.pending:
    show(name, x)
