"""Writes adversaries.txt and adversaries.keys.txt: convolutional generators, discriminators and
autoencoders in PyTorch, and torch.nn.utils.spectral_norm.

Made with Python 3.11, torch 2.13.0+cpu:

    python adversaries.py

Weights and inputs are not stored: fill() makes them from their names, and the test makes the same.
Of long results every so many-th number is kept. Power iterations start from equal elements. A batch norm's count of batches is no part of the keys.
"""

import math
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils import spectral_norm

warnings.simplefilter("ignore")
HERE = Path(__file__).parent
lines, keys = [], []


def uniform(name, count):
    """Numbers in [-1, 1): FNV-1a of the name, plus a Weyl sequence, through murmur3's finaliser."""
    key = 0x811C9DC5
    for byte in name.encode():
        key = (key ^ byte) * 0x01000193 % 2**32
    z = (key + np.arange(count, dtype=np.uint64) * 0x9E3779B9) % 2**32
    z = (z ^ z >> 16) * 0x85EBCA6B % 2**32
    z = (z ^ z >> 13) * 0xC2B2AE35 % 2**32
    z = z ^ z >> 16
    return z.astype(np.float64) / 2**31 - 1


def fill(name, shape):
    values = uniform(name, math.prod(shape))
    if len(shape) > 1:
        values = values * math.sqrt(3 / math.prod(shape[1:]))
    elif name.endswith("weight"):
        values = 1 + 0.2 * values
    else:
        values = 0.2 * values
    return torch.tensor(values.reshape(shape), dtype=torch.float32)


def tensor(name, *shape):
    return torch.tensor(uniform(name, math.prod(shape)).reshape(shape), dtype=torch.float32)


def write(name, values):
    flat = values.detach().flatten()
    thinned = flat[:: 1 + len(flat) // 200].tolist()
    numbers = " ".join(f"{value:.9g}" for value in thinned)
    lines.append(f"{name} = {numbers}\n")


def prepare(case, model):
    state = model.state_dict()
    for key in sorted(state):
        if not key.endswith("num_batches_tracked"):
            keys.append(f"{case} {key} {'x'.join(map(str, state[key].shape))}\n")
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(fill(key, tuple(parameter.shape)))
        for key, buffer in model.named_buffers():
            if key.endswith(("weight_u", "weight_v")):
                buffer.fill_(buffer.numel() ** -0.5)
    return model.train()


def features(first, level):
    return first * min(2 ** (level - 1), 8)


def levels(size):
    return 0 if size % 2 or size // 2 < 4 else 1 + levels(size // 2)


class Down(nn.Module):
    def __init__(self, channels, size, first, norm):
        super().__init__()
        self.steps = []
        for level in range(1, levels(size) + 1):
            out = features(first, level)
            conv = nn.Conv2d(channels, out, 4, 2, 1)
            self.add(f"conv{level - 1}", spectral_norm(conv) if norm == "spectral" else conv)
            if norm == "batch" and level > 1:
                self.add(f"norm{level - 1}", nn.BatchNorm2d(out))
            self.steps.append(nn.LeakyReLU(0.2))
            channels = out

    def add(self, name, module):
        self.add_module(name, module)
        self.steps.append(module)

    def forward(self, x):
        for step in self.steps:
            x = step(x)
        return x.flatten(1)


class Up(nn.Module):
    def __init__(self, inputs, size, first, outputs, norm):
        super().__init__()
        depth = levels(size)
        self.shape = (-1, features(first, depth), size >> depth, size >> depth)
        self.project = nn.Linear(inputs, -math.prod(self.shape))
        self.steps = []
        for level in range(depth, 0, -1):
            here = features(first, level)
            if norm == "batch":
                self.add(f"norm{depth - level}", nn.BatchNorm2d(here))
            self.steps.append(nn.ReLU())
            out = outputs if level == 1 else features(first, level - 1)
            self.add(f"conv{depth - level}", nn.ConvTranspose2d(here, out, 4, 2, 1))

    add = Down.add

    def forward(self, z):
        x = self.project(z).view(self.shape)
        for step in self.steps:
            x = step(x)
        return x


class Generator(nn.Module):
    def __init__(self, channels, size, first, latent, classes):
        super().__init__()
        if classes:
            self.class_emb = nn.Embedding(classes, latent)
        self.up = Up(latent * (2 if classes else 1), size, first, channels, "batch")

    def forward(self, z, y=None):
        return self.up(z if y is None else torch.cat([z, self.class_emb(y)], 1)).tanh()


class Discriminator(nn.Module):
    def __init__(self, channels, size, first, norm, classes):
        super().__init__()
        wrap = spectral_norm if norm == "spectral" else lambda layer: layer
        self.down = Down(channels, size, first, norm)
        count = features(first, levels(size)) * (size >> levels(size)) ** 2
        self.out = wrap(nn.Linear(count, 1))
        if classes:
            self.class_emb = wrap(nn.Embedding(classes, count))

    def forward(self, x, y=None):
        h = self.down(x)
        logit = self.out(h).view(-1)
        return logit if y is None else logit + (self.class_emb(y) * h).sum(1)


class Vae(nn.Module):
    def __init__(self, channels, size, first, latent, outputs, norm):
        super().__init__()
        self.log_variance = nn.Parameter(torch.zeros(channels))
        self.encoder = Down(channels, size, first, norm)
        count = features(first, levels(size)) * (size >> levels(size)) ** 2
        self.encoder_hidden = nn.Linear(count, 6)
        self.moments = nn.Linear(6, 2 * latent)
        self.decoder_hidden = nn.Linear(latent, 6)
        self.decoder = Up(6, size, first, channels * outputs, norm)

    def encode(self, x):
        return self.moments(self.encoder_hidden(self.encoder(x)).relu())

    def decode(self, z):
        return self.decoder(self.decoder_hidden(z).relu())


def sum_of(y, name):
    """A sum with weights of its own for each number, so that no error cancels."""
    return (y * tensor(name, *y.shape)).sum()


def check(case, model, *arguments):
    """Two passes in training mode, the gradient of the first argument, a pass in evaluation mode."""
    first = arguments[0].requires_grad_()
    write(case + ".train1", model(*arguments))
    y = model(*arguments)
    write(case + ".train2", y)
    write(case + ".gradient", torch.autograd.grad(sum_of(y, "weights"), first)[0])
    model.eval()
    write(case + ".eval", model(*arguments))


y = torch.tensor([2, 0])
for case, channels, size, classes in (("g28", 1, 28, 0), ("g32", 3, 32, 3), ("g64", 1, 64, 0)):
    model = prepare(case, Generator(channels, size, 2, 5, classes))
    check(case, model, tensor("z", 2, 5), *([y] if classes else []))
for case, channels, size, norm, classes in (
    ("d28", 1, 28, "none", 0),
    ("d28c", 1, 28, "none", 3),
    ("d28b", 1, 28, "batch", 0),
    ("d28s", 1, 28, "spectral", 0),
    ("d32sc", 3, 32, "spectral", 3),
):
    model = prepare(case, Discriminator(channels, size, 2, norm, classes))
    check(case, model, tensor("x", 2, channels, size, size), *([y] if classes else []))
for case, channels, size, outputs, norm in (("v28", 1, 28, 1, "none"), ("v32", 3, 32, 2, "batch")):
    model = prepare(case, Vae(channels, size, 2, 4, outputs, norm))
    model.forward = model.encode
    check(case + ".encode", model, tensor("x", 2, channels, size, size))
    model.train()
    model.forward = model.decode
    check(case + ".decode", model, tensor("z", 2, 4))

head = "# Networks in torch 2.13.0+cpu; written by adversaries.py\n"
(HERE / "adversaries.txt").write_text(head + "".join(lines))
(HERE / "adversaries.keys.txt").write_text(head + "".join(keys))
