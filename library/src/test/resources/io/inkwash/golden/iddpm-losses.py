"""Writes iddpm-losses.txt: losses, bounds and samples of the published code of Improved DDPM.

Run with PyTorch and a checkout of openai/improved-diffusion (MIT license), version
1bc7bbbdc414d83d4abf2ad8cc1446dc36c4e4d5, on the module path:

    PYTHONPATH=improved-diffusion python iddpm-losses.py > iddpm-losses.txt

That code rounds its tables to float32 when it reads them; here they stay float64. Images, noise and
model are formulas that the test repeats.
"""

import sys

import numpy as np
import torch as th
from improved_diffusion import gaussian_diffusion as gd
from improved_diffusion import respace

th.set_default_dtype(th.float64)
th.Tensor.float = th.Tensor.double


def table(values, timesteps, shape):
    picked = th.from_numpy(np.asarray(values, dtype=np.float64))[timesteps]
    return picked.reshape(-1, *[1] * (len(shape) - 1)).expand(shape)


gd._extract_into_tensor = table

SHAPE = (4, 2, 3, 3)
COUNT = int(np.prod(SHAPE))


def images():
    return th.tensor([(i % 6) * 51 / 127.5 - 1 for i in range(COUNT)]).reshape(SHAPE)


def noise(draw):
    return th.tensor([1.5 * np.sin(7 * draw + 3 * i + 1) for i in range(COUNT)]).reshape(SHAPE)


def model(variance):
    def forward(x, label):
        label = label.reshape(-1, 1, 1, 1)
        mean = 0.4 * x + 0.5 * th.sin(3 * x + label / 300)
        second = th.tanh(0.7 * x - label / 500)
        if variance == gd.ModelVarType.LEARNED_RANGE:
            return th.cat([mean, second], dim=1)
        if variance == gd.ModelVarType.LEARNED:
            return th.cat([mean, 0.5 * second - 4], dim=1)
        return mean

    return forward


def diffusion(schedule, timesteps, mean, variance, loss):
    return gd.GaussianDiffusion(
        betas=gd.get_named_beta_schedule(schedule, timesteps),
        model_mean_type=mean,
        model_var_type=variance,
        loss_type=loss,
        rescale_timesteps=True,
    )


def write(name, values):
    print(name, "=", *(repr(float(v)) for v in values.flatten()))


class Draws:
    """Hands out noise 1, 2, 3, ... in place of random draws."""

    def __enter__(self):
        self.count = 0
        self.before = th.randn_like
        th.randn_like = self.draw

    def draw(self, like):
        self.count += 1
        return noise(self.count)

    def __exit__(self, *exception):
        th.randn_like = self.before


print("# improved-diffusion 1bc7bbb; Python %s, NumPy %s, PyTorch %s"
      % (sys.version.split()[0], np.__version__, th.__version__))
print("# Losses at timesteps 1, 2, 8, 40 of linear betas, T = 40; bounds and samples of cosine, T = 12.")
print("# Respaced: 5 and 4 timesteps in the halves of cosine, T = 40.")

TIMES = th.tensor([0, 1, 7, 39])
for mean in gd.ModelMeanType:
    for variance in gd.ModelVarType:
        for loss in gd.LossType:
            process = diffusion("linear", 40, mean, variance, loss)
            terms = process.training_losses(model(variance), images(), TIMES, noise=noise(0))
            write(".".join(("loss", mean.name, variance.name, loss.name)), terms["loss"])

for variance in gd.ModelVarType:
    process = diffusion("cosine", 12, gd.ModelMeanType.EPSILON, variance, gd.LossType.MSE)
    with Draws():
        bound = process.calc_bpd_loop(model(variance), images(), clip_denoised=True)
    for key in ("prior_bpd", "vb", "total_bpd"):
        write("%s.%s" % (key, variance.name), bound[key])
    with Draws():
        sample = process.p_sample_loop(model(variance), SHAPE, noise=noise(0), device="cpu")
    write("sample." + variance.name, sample)

for variance in gd.ModelVarType:
    if variance == gd.ModelVarType.LEARNED:
        continue  # what it learned is the variance of a whole step, and these are longer
    process = respace.SpacedDiffusion(
        use_timesteps=respace.space_timesteps(40, [5, 4]),
        betas=gd.get_named_beta_schedule("cosine", 40),
        model_mean_type=gd.ModelMeanType.EPSILON,
        model_var_type=variance,
        loss_type=gd.LossType.MSE,
        rescale_timesteps=True,
    )
    with Draws():
        sample = process.p_sample_loop(model(variance), SHAPE, noise=noise(0), device="cpu")
    write("respaced-sample." + variance.name, sample)
    if variance == gd.ModelVarType.FIXED_SMALL:
        for eta in (0.0, 0.6, 1.0):
            with Draws():
                sample = process.ddim_sample_loop(
                    model(variance), SHAPE, noise=noise(0), device="cpu", eta=eta)
            write("ddim.%s" % eta, sample)
