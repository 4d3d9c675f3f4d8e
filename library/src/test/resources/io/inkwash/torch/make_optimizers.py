"""Writes optimizers.txt beside it: PyTorch's optimizers over ten steps, and its gradient clipping.

Made with Python 3.11, torch 2.13.0+cpu:

    python make_optimizers.py

The weights are a linear layer's, [3,4] and [3], as one list of 15 numbers. The gradients of step n
are row n of "gradients". Lion, which torch does not have, is its paper's algorithm 2.
"""

from pathlib import Path

import torch

STEPS = 10
RATES = [1e-3, 1e-3, 5e-4, 2e-3, 1e-3, 1e-3, 3e-3, 1e-3, 2e-4, 1e-3]
PLAIN = {"foreach": False}
OPTIMIZERS = {
    "adamw.default": lambda p: torch.optim.AdamW(p, **PLAIN),
    "adamw.decay": lambda p: torch.optim.AdamW(
        p, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.3, **PLAIN
    ),
    "adam.default": lambda p: torch.optim.Adam(p, **PLAIN),
    "adam.decay": lambda p: torch.optim.Adam(
        p, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1, **PLAIN
    ),
    "radam.default": lambda p: torch.optim.RAdam(p, **PLAIN),
    "radam.decay": lambda p: torch.optim.RAdam(
        p, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.3, **PLAIN
    ),
    "radam.decoupled": lambda p: torch.optim.RAdam(
        p, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1, decoupled_weight_decay=True, **PLAIN
    ),
    "adafactor.default": lambda p: torch.optim.Adafactor(p, **PLAIN),
    "adafactor.decay": lambda p: torch.optim.Adafactor(
        p, beta2_decay=-0.5, eps=(None, 1e-2), d=1.5, weight_decay=0.3, **PLAIN
    ),
    "sgd.default": lambda p: torch.optim.SGD(p, **PLAIN),
    "sgd.decay": lambda p: torch.optim.SGD(p, weight_decay=0.3, **PLAIN),
    "sgd.momentum": lambda p: torch.optim.SGD(p, momentum=0.9, weight_decay=0.1, **PLAIN),
    "sgd.nesterov": lambda p: torch.optim.SGD(
        p, momentum=0.8, nesterov=True, weight_decay=0.1, **PLAIN
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


def lion(name, beta1, beta2, decay):
    weights, mean = start.clone(), torch.zeros(15)
    for step, gradient in enumerate(gradients):
        direction = torch.sign(beta1 * mean + (1 - beta1) * gradient)
        weights = weights * (1 - RATES[step] * decay) - RATES[step] * direction
        mean = beta2 * mean + (1 - beta2) * gradient
        write(f"{name}.{step + 1}", weights)


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
lion("lion.default", 0.9, 0.99, 0)
lion("lion.decay", 0.7, 0.9, 0.5)
for bound in (0.5, 100.0):
    weights = [torch.nn.Parameter(value) for value in layer(start)]
    for weight, gradient in zip(weights, layer(gradients[0])):
        weight.grad = gradient
    write(f"clip.{bound:g}.norm", torch.nn.utils.clip_grad_norm_(weights, bound))
    write(f"clip.{bound:g}", torch.cat([weight.grad.flatten() for weight in weights]))

header = ["# Optimizers and clip_grad_norm_ of torch 2.13.0+cpu; written by make_optimizers.py\n"]
(Path(__file__).parent / "optimizers.txt").write_text("".join(header + lines))
