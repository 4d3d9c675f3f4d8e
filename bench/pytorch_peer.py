"""PyTorch's side of the comparison: a denoiser of images, trained as a plain program does.

Takes one training step or one network evaluation for each line such as "step 128" or "eval 64" on its standard input,
the number being the batch, and answers with the seconds and a number by which the sides can be seen to do the same
work (the loss; the output's mean). It first says in one line of JSON who it is, and ends with its input.

Plain means eager float32 in contiguous layout with the defaults of AdamW. The options give PyTorch's other ways.
"""

import argparse
import contextlib
import json
import platform
import sys
import time

import torch
from torch import nn

import peer_networks


def images(count, channels, side, pixel):
    """The same images as Inkwash's side has: a formula of the number of the value."""
    place = torch.arange(count * channels * side * side, dtype=torch.float64)
    return pixel(place).float().view(count, channels, side, side)


def labels(count):
    return 37 * torch.arange(count) % 1000


class Program:
    """A network in training."""

    def __init__(self, network=None, channels=1, side=28, channels_last=False, bf16=False):
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.form = (channels, side)
        self.bf16 = bf16
        self.network = (network or peer_networks.network("simple-unet")).to(memory_format=self.layout)
        self.forward = self.network
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=2e-4)
        self.criterion = nn.MSELoss()
        self.inputs = {}

    def batch(self, count):
        """Noisy images, noise and noise levels."""
        if count not in self.inputs:
            x = images(count, *self.form, torch.sin).to(memory_format=self.layout)
            noise = images(count, *self.form, lambda i: torch.cos(0.7 * i)).to(memory_format=self.layout)
            self.inputs[count] = x, noise, labels(count)
        return self.inputs[count]

    def arithmetic(self):
        return torch.autocast("cpu", torch.bfloat16) if self.bf16 else contextlib.nullcontext()

    def step(self, count=128):
        x, noise, level = self.batch(count)
        self.network.train()
        with self.arithmetic():
            loss = self.criterion(self.forward(x, level), noise)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return loss.item()

    def eval(self, count=64):
        x, _, level = self.batch(count)
        self.network.eval()
        with torch.no_grad(), self.arithmetic():
            return self.forward(x, level).mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--network", default="simple-unet", help="a case of peer_networks.py")
    parser.add_argument("--channels", type=int, default=1)
    parser.add_argument("--side", type=int, default=28, help="height and width of the images")
    parser.add_argument("--compile", action="store_true", help="torch.compile")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--bf16", action="store_true", help="autocast to bfloat16")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.backends.nnpack.set_flags(False)  # not tried in vain, with a warning, at each convolution
    network = peer_networks.network(options.network)
    program = Program(network, options.channels, options.side, options.channels_last, options.bf16)
    if options.compile:
        program.forward = torch.compile(network)
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
        kind, count = line.split()
        started = time.perf_counter()
        result = work[kind](int(count))
        print(f"{time.perf_counter() - started:.9f} {result:.9f}", flush=True)


if __name__ == "__main__":
    main()
