"""Writes adam.txt beside it: PyTorch's Adam and AdamW over six steps, and its gradient clipping.

Made with Python 3.11, torch 2.13.0+cpu:

    python make_adam.py

The weights are a linear layer's, [3,4] and [3], as one list of 15 numbers. The gradients of step n
are row n of "gradients".
"""

from pathlib import Path

import torch

STEPS = 6
RATES = [1e-3, 1e-3, 5e-4, 2e-3, 1e-3, 1e-3]
OPTIMIZERS = {
    "adamw.default": lambda p: torch.optim.AdamW(p, foreach=False),
    "adamw.decay": lambda p: torch.optim.AdamW(
        p, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.3, foreach=False
    ),
    "adam.default": lambda p: torch.optim.Adam(p, foreach=False),
    "adam.decay": lambda p: torch.optim.Adam(
        p, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1, foreach=False
    ),
}

torch.manual_seed(0)
start = torch.randn(15)
gradients = torch.randn(STEPS, 15) * torch.logspace(-4, 1, 15)
lines = []


def write(name, values):
    numbers = " ".join(f"{value:.9g}" for value in values.flatten().tolist())
    lines.append(f"{name} = {numbers}\n")


def layer(values):
    return [values[:12].reshape(3, 4).clone(), values[12:].clone()]


write("start", start)
write("gradients", gradients)
write("rates", torch.tensor(RATES, dtype=torch.float64))
for name, make in OPTIMIZERS.items():
    weights = [torch.nn.Parameter(value) for value in layer(start)]
    optimizer = make(weights)
    for step in range(STEPS):
        for weight, gradient in zip(weights, layer(gradients[step])):
            weight.grad = gradient
        optimizer.param_groups[0]["lr"] = RATES[step]
        optimizer.step()
        write(f"{name}.{step + 1}", torch.cat([weight.detach().flatten() for weight in weights]))
for bound in (0.5, 100.0):
    weights = [torch.nn.Parameter(value) for value in layer(start)]
    for weight, gradient in zip(weights, layer(gradients[0])):
        weight.grad = gradient
    write(f"clip.{bound:g}.norm", torch.nn.utils.clip_grad_norm_(weights, bound))
    write(f"clip.{bound:g}", torch.cat([weight.grad.flatten() for weight in weights]))

header = ["# Adam, AdamW and clip_grad_norm_ of torch 2.13.0+cpu; written by make_adam.py\n"]
(Path(__file__).parent / "adam.txt").write_text("".join(header + lines))
