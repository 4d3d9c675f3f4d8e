"""PyTorch's side of the comparison: the small U-Net of a DDPM for MNIST, trained as a plain program does.

Takes one training step or one network evaluation for each line "step" or "eval" on its standard input, and
answers with the seconds and a number by which the sides can be seen to do the same work (the loss; the output's
mean). It first says in one line of JSON who it is, and ends with its input.

Plain means eager float32 in contiguous layout with the defaults of AdamW. The options give PyTorch's other ways.
"""

import argparse
import contextlib
import json
import math
import platform
import sys
import time

import torch
from torch import nn


class Sinusoids(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width

    def forward(self, label):
        half = self.width // 2
        rate = math.log(10000) / (half - 1)
        frequencies = torch.exp(torch.arange(half, dtype=torch.float32, device=label.device) * -rate)
        angles = label[:, None].float() * frequencies[None, :]
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class Block(nn.Module):
    """Convolution, time bias, group norm, SiLU."""

    def __init__(self, convolution, inputs, outputs, time_width):
        super().__init__()
        self.time_mlp = nn.Linear(time_width, outputs)
        self.conv = convolution(inputs, outputs)
        self.norm = nn.GroupNorm(8, outputs)
        self.act = nn.SiLU()

    def forward(self, x, t):
        bias = self.time_mlp(t)[:, :, None, None]
        h = self.conv(x)
        h = h + bias
        return self.act(self.norm(h))


def same(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def half(inputs, outputs):
    return nn.Conv2d(inputs, outputs, 3, 2, 1)


def twice(inputs, outputs):
    return nn.ConvTranspose2d(inputs, outputs, 4, 2, 1)


class SimpleUNet(nn.Module):
    def __init__(self, channels=1, time_width=32):
        super().__init__()
        t = time_width
        self.time_mlp = nn.Sequential(Sinusoids(t), nn.Linear(t, t), nn.SiLU(), nn.Linear(t, t))
        self.down1 = Block(same, channels, 64, t)
        self.down2 = Block(half, 64, 128, t)
        self.down3 = Block(half, 128, 256, t)
        self.mid1 = Block(same, 256, 256, t)
        self.mid2 = Block(same, 256, 256, t)
        self.up1 = Block(twice, 512, 128, t)
        self.up2 = Block(twice, 256, 64, t)
        self.up3 = Block(same, 128, 64, t)
        self.out = nn.Conv2d(64, channels, 1)

    def forward(self, x, label):
        t = self.time_mlp(label)
        x1 = self.down1(x, t)
        x2 = self.down2(x1, t)
        x3 = self.down3(x2, t)
        h = self.mid2(self.mid1(x3, t), t)
        h = self.up1(torch.cat([h, x3], dim=1), t)
        h = self.up2(torch.cat([h, x2], dim=1), t)
        h = self.up3(torch.cat([h, x1], dim=1), t)
        return self.out(h)


def images(count, pixel):
    """The same images as Inkwash's side has: a formula of the pixel's place."""
    place = torch.arange(count * 28 * 28, dtype=torch.float64)
    return pixel(place).float().view(count, 1, 28, 28)


def labels(count):
    return 37 * torch.arange(count) % 1000


class Program:
    """A network in training."""

    def __init__(self, channels_last=False, bf16=False):
        torch.manual_seed(0)
        layout = torch.channels_last if channels_last else torch.contiguous_format
        self.bf16 = bf16
        self.network = SimpleUNet().to(memory_format=layout)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=2e-4)
        self.criterion = nn.MSELoss()
        self.x = images(128, torch.sin).to(memory_format=layout)
        self.noise = images(128, lambda i: torch.cos(0.7 * i)).to(memory_format=layout)
        self.label = labels(128)
        self.eval_x = images(64, torch.sin).to(memory_format=layout)
        self.eval_label = labels(64)

    def arithmetic(self):
        return torch.autocast("cpu", torch.bfloat16) if self.bf16 else contextlib.nullcontext()

    def step(self):
        self.network.train()
        with self.arithmetic():
            loss = self.criterion(self.network(self.x, self.label), self.noise)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return loss.item()

    def eval(self):
        self.network.eval()
        with torch.no_grad(), self.arithmetic():
            return self.network(self.eval_x, self.eval_label).mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--bf16", action="store_true", help="autocast to bfloat16")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    program = Program(options.channels_last, options.bf16)
    hello = {
        "name": "PyTorch",
        "version": torch.__version__,
        "runtime": f"Python {platform.python_version()}",
        "threads": torch.get_num_threads(),
        "parameters": sum(p.numel() for p in program.network.parameters()),
    }
    print(json.dumps(hello), flush=True)
    work = {"step": program.step, "eval": program.eval}
    for line in sys.stdin:
        started = time.perf_counter()
        result = work[line.strip()]()
        print(f"{time.perf_counter() - started:.9f} {result:.9f}", flush=True)


if __name__ == "__main__":
    main()
