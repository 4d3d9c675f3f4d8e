"""Where the time of a training step goes in libtorch: by kind of operator, then convolution by convolution.

    PYTHON bench/operator_profile.py [--threads N] [--steps N] [--channels-last] [--batch N]

The step is that of pytorch_peer.py; Inkwash runs the same operators of the same libtorch. To see what the allocator
does to the cheap operators, run it once plainly and once under the GLIBC_TUNABLES that ./inkwash sets.
"""

import argparse
import collections
import time

import torch
import torch.nn.functional as F
from torch.profiler import ProfilerActivity, profile

from pytorch_peer import Program

KINDS = [  # the first word that an operator's name contains decides
    ("convolution_backward", "convolutions, backward"),
    ("conv", "convolutions, forward"),
    ("group_norm", "group norm"),
    ("silu", "SiLU"),
    ("cat", "cat and its backward"),
    ("slice", "cat and its backward"),
    ("narrow", "cat and its backward"),
    ("mm", "linear layers"),
    ("Optimizer", "optimizer and clipping"),
    ("foreach", "optimizer and clipping"),
    ("vector_norm", "optimizer and clipping"),
    ("addc", "optimizer and clipping"),
    ("lerp", "optimizer and clipping"),
    ("sqrt", "optimizer and clipping"),
]
SIZES = [  # inputs, outputs, side of the input, kernel, stride, transposed; the network's own, in order
    (1, 64, 28, 3, 1, False),
    (64, 128, 28, 3, 2, False),
    (128, 256, 14, 3, 2, False),
    (256, 256, 7, 3, 1, False),
    (512, 128, 7, 4, 2, True),
    (256, 64, 14, 4, 2, True),
    (128, 64, 28, 3, 1, False),
    (64, 1, 28, 1, 1, False),
]


def kind(name):
    return next((title for word, title in KINDS if word in name), "the rest")


def by_kind(options):
    program = Program(channels_last=options.channels_last)
    program.step()
    with profile(activities=[ProfilerActivity.CPU]) as profiler:
        for _ in range(options.steps):
            program.step()
    spent = collections.Counter()
    for event in profiler.key_averages():
        spent[kind(event.key)] += event.self_cpu_time_total / 1e3 / options.steps
    total = sum(spent.values())
    print(f"one training step, batch 128: {total:.0f} ms under the profiler")
    for title, milliseconds in spent.most_common():
        print(f"  {title:26}{milliseconds:9.1f} ms {milliseconds / total:6.1%}")


def fastest(work, runs):
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def by_convolution(options):
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    title = f"convolutions, batch {options.batch}, GFLOP/s"
    print(f"\n{title:43}{'forward':>12}{'to inputs':>12}{'to weights':>12}")
    for inputs, outputs, side, kernel, stride, transposed in SIZES:
        shape = (inputs, outputs) if transposed else (outputs, inputs)
        x = torch.randn(options.batch, inputs, side, side).to(memory_format=layout).requires_grad_()
        w = torch.randn(*shape, kernel, kernel).to(memory_format=layout).requires_grad_()
        convolution = F.conv_transpose2d if transposed else F.conv2d
        padding = (kernel - 1) // 2

        def forward():
            return convolution(x, w, None, stride, padding)

        y = forward()
        gradient = torch.randn_like(y)
        places = side**2 if transposed else y.shape[2] ** 2
        operations = 2 * options.batch * inputs * outputs * kernel**2 * places
        seconds = [
            fastest(forward, options.steps),
            fastest(lambda: torch.autograd.grad(y, x, gradient, retain_graph=True), options.steps),
            fastest(lambda: torch.autograd.grad(y, w, gradient, retain_graph=True), options.steps),
        ]
        name = f"{kernel}x{kernel} {'transposed ' if transposed else ''}{inputs} to {outputs}, stride {stride}"
        print(f"  {name:36} @{side:<3}" + "".join(f"{operations / s / 1e9:>12.0f}" for s in seconds), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=3, help="repetitions of everything")
    parser.add_argument("--batch", type=int, default=128, help="of the single convolutions")
    parser.add_argument("--channels-last", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    by_kind(options)
    by_convolution(options)


if __name__ == "__main__":
    main()
