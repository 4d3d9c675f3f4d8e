"""Writes score-sde-models.txt: losses, samplers and likelihoods of the published score SDEs.

Run with PyTorch, SciPy and the path of a checkout of yang-song/score_sde_pytorch (Apache license 2.0),
version cb1f359f4aadf0ff9a5e122fe8fffc9451fd6e44:

    python score-sde-models.py CHECKOUT > score-sde-models.txt

Its own functions are called. Random numbers are replaced by formulas, and float32 by float64. The two
networks are formulas as well: `wavy`, which predicts noise, and `steep`, a score.
"""

import math
import sys

import numpy as np
import torch

torch.float32 = torch.float64
torch.set_default_dtype(torch.float64)
sys.path.insert(0, sys.argv[1])

import controllable_generation  # noqa: E402
import likelihood  # noqa: E402
import losses  # noqa: E402
import sampling  # noqa: E402
from models import utils as mutils  # noqa: E402
from sde_lib import VESDE, VPSDE, subVPSDE  # noqa: E402

START = torch.tensor([[[[1.3, -0.4], [0.2, -1.7]]]])
IMAGES = torch.tensor([[0.3, -0.7, 0.9, -1.0], [1.0, 0.1, -0.2, 0.6], [-0.5, 0.5, 0.0, -0.9]]).view(3, 1, 2, 2)
TIMES = torch.tensor([1 / 128, 0.25, 0.875])
SIGNS = torch.tensor([[[[1.0, 0.0], [0.0, 1.0]]]])
draws = []


def noise(n):
    return torch.tensor([math.sin(7 * n + 3 * k + 1) for k in range(4)]).view(1, 1, 2, 2)


def recorded(x):
    """Draw n of a run: the same for every image."""
    draws.append(0)
    return noise(len(draws) - 1).expand(x.shape)


torch.randn_like = recorded
torch.randn = lambda *shape: START.expand(shape)
torch.randint_like = lambda x, **_: SIGNS


class Model(torch.nn.Module):
    """A formula that notes what it is asked about."""

    def __init__(self, formula):
        super().__init__()
        self.formula = formula
        self.asked = []

    def forward(self, x, labels):
        self.asked.append(x.detach().clone())
        return self.formula(x, labels.view(-1, 1, 1, 1))


def wavy(x, label):
    return 0.4 * x + 0.5 * torch.sin(3 * x + label / 300)


def steep(x, sigma):
    return -(x - 0.7 * torch.sin(x)) / (sigma**2 + 0.25)


def by_level(x, label):
    """The score for labels that count noise levels from the noisiest."""
    return steep(x, torch.flip(VESDE(0.01, 50, 33).discrete_sigmas, dims=(0,))[label])


def show(name, values):
    print(name, "=", " ".join(repr(float(v)) for v in torch.as_tensor(values).flatten()))


def sdes(count):
    return (
        ("vp", VPSDE(0.1, 20, count), wavy),
        ("sub-vp", subVPSDE(0.1, 20, count), wavy),
        ("ve", VESDE(0.01, 50, count), steep),
    )


def per_image(name, loss_fn, formula, before):
    """A loss function gives the mean over its batch, so it is asked about one image at a time."""
    values = []
    for k in range(3):
        draws.clear()
        draws.extend([0] * k)  # image k has noise k
        before(k)
        values.append(loss_fn(Model(formula), IMAGES[k:k + 1]))
    show(name, values)


def at_time(k):
    torch.rand = lambda *_, **__: (TIMES[k:k + 1] - 1e-5) / (1 - 1e-5)


def at_label(k):
    torch.randint = lambda *_, **__: torch.tensor([[0, 13, 32][k]])


def pc(name, sde, formula, predictor, corrector, eps, states=True, batch=1, **options):
    draws.clear()
    model = Model(formula)
    sampler = sampling.get_pc_sampler(
        sde, (batch, 1, 2, 2), predictor, corrector, lambda x: x, 0.16, eps=eps, device="cpu", **options)
    end = sampler(model)[0]
    if states:
        show(name + ".asked", torch.cat(model.asked))
    show(name, end)


print("# score_sde_pytorch cb1f359; Python %s, NumPy %s, PyTorch %s"
      % (sys.version.split()[0], np.__version__, torch.__version__.split("+")[0]))
print("# made by score-sde-models.py, which says what the models and the noise are")

for name, sde, _ in sdes(1000):
    for weighting in ("simple", "likelihood"):
        for reduction in ("mean", "half-sum"):
            loss = losses.get_sde_loss_fn(
                sde, True, reduce_mean=reduction == "mean", likelihood_weighting=weighting == "likelihood")
            per_image(".".join(("loss", name, weighting, reduction)), loss, wavy, at_time)
for reduction in ("mean", "half-sum"):
    mean = reduction == "mean"
    per_image("loss.smld." + reduction, losses.get_smld_loss_fn(VESDE(0.01, 50, 33), True, mean), wavy, at_label)
    per_image("loss.ddpm." + reduction, losses.get_ddpm_loss_fn(VPSDE(0.1, 20, 33), True, mean), wavy, at_label)

# Of 32 steps to 1/32, every state that the model is asked about; then the published settings.
for name, sde, formula in sdes(32):
    pc(f"euler-maruyama.{name}", sde, formula, sampling.EulerMaruyamaPredictor, None, 1 / 32, continuous=True)
    if name != "sub-vp":  # it has no table of alphas, which the corrector wants
        pc(f"pc.{name}", sde, formula, sampling.ReverseDiffusionPredictor, sampling.LangevinCorrector, 1 / 32,
           continuous=True)
for name, sde, formula in sdes(1000):
    end = 1e-5 if name == "ve" else 1e-3
    if name != "sub-vp":
        pc(f"pc.{name}.published", sde, formula, sampling.ReverseDiffusionPredictor, sampling.LangevinCorrector,
           end, states=False, continuous=True)
torch.randn = lambda *shape: torch.cat((START, -3 * START))
pc("pc.ve.two", VESDE(0.01, 50, 32), steep, sampling.ReverseDiffusionPredictor, sampling.LangevinCorrector,
   1 / 32, states=False, batch=2, continuous=True)
torch.randn = lambda *shape: START.expand(shape)

# Inpainting. After the predictor the original puts in what is known with the noise of the level that was
# left; here it is that of the level reached.
class Levels(VESDE):
    calls = 0

    def marginal_prob(self, x, t):
        if not x.any():  # of the score
            return super().marginal_prob(x, t)
        self.calls += 1
        index = int(t.flatten()[0] * (self.N - 1)) - (self.calls % 2 == 0)
        std = self.discrete_sigmas[index] if index >= 0 else torch.tensor(0.0)
        return x, std.expand(len(x))


draws.clear()
model = Model(steep)
controllable_generation.get_pc_inpainter(
    Levels(0.01, 50, 32), sampling.ReverseDiffusionPredictor, sampling.LangevinCorrector, lambda x: x, 0.16,
    continuous=True, eps=1 / 32)(model, IMAGES[:1], SIGNS)
show("inpainting.ve.asked", torch.cat(model.asked))

# Networks that know timesteps only: 33 of them.
pc("ancestral.vp", VPSDE(0.1, 20, 33), wavy, sampling.AncestralSamplingPredictor, None, 0)
pc("ancestral.ve", VESDE(0.01, 50, 33), by_level, sampling.AncestralSamplingPredictor, None, 0)
pc("langevin.ve", VESDE(0.01, 50, 33), by_level, None, sampling.AnnealedLangevinDynamics, 0, n_steps=2,
   denoise=False)
for k in (1, 16, 32):
    draws.clear()
    sde = VPSDE(0.1, 20, 33)
    score = mutils.get_score_fn(sde, Model(wavy), continuous=True)
    corrector = sampling.AnnealedLangevinDynamics(sde, score, 0.16, 3)
    show(f"langevin.vp.{k}", corrector.update_fn(START, torch.tensor([k / 32]))[0])

# The probability flow: its drift, and where it leads.
for name, sde, formula in sdes(1000):
    score = mutils.get_score_fn(sde, Model(formula), continuous=True)
    flow = sde.reverse(score, probability_flow=True)
    for t in TIMES:
        show(f"drift.{name}.{float(t)}", flow.sde(START, t.view(1))[0])
    start = START * (50 if name == "ve" else 1)
    ode = sampling.get_ode_sampler(sde, START.shape, lambda x: x, rtol=1e-10, atol=1e-10, eps=1e-3, device="cpu")
    show("ode." + name, ode(Model(formula), start)[0])
    bits = likelihood.get_likelihood_fn(sde, lambda x: (x + 1) / 2, rtol=1e-10, atol=1e-10)
    for k in range(3):
        bpd, z, _ = bits(Model(formula), IMAGES[k:k + 1])
        show(f"bits.{name}.{k}", bpd)
