"""64 digits by a student of one evaluation, beside the DDPM of many tutorials in PyTorch and its 1000 steps, taking turns.

Each round draws 64 digits by the plain program in a process of its own; then by Inkwash in an open model, several
times, and by the command from the shell. Give --weights: without them the network is untrained, and what it draws need
not stay in the range in which a trained one computes."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import torch

import peer_networks

COUNT = 64
STEPS = 1000


@torch.no_grad()
def ancestral(network):
    """Ho et al. 2020, algorithm 2, with sigma_t^2 = beta_t."""
    betas = torch.linspace(1e-4, 0.02, STEPS)
    alphas = 1 - betas
    products = torch.cumprod(alphas, dim=0)
    x = torch.randn(COUNT, 1, 28, 28)
    for t in reversed(range(STEPS)):
        noise = network(x, torch.full((COUNT,), t))
        x = (x - betas[t] / (1 - products[t]).sqrt() * noise) / alphas[t].sqrt()
        if t > 0:
            x = x + betas[t].sqrt() * torch.randn_like(x)
    return x


def plain(options):
    """The plain program: prints the seconds of the drawing alone."""
    torch.set_num_threads(options.threads)
    network = peer_networks.SimpleUNet().eval()
    if options.weights:
        network.load_state_dict(torch.load(options.weights))
    started = time.monotonic()
    ancestral(network)
    print(time.monotonic() - started)


def timed(command):
    started = time.monotonic()
    printed = subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True).stdout
    return time.monotonic() - started, printed


def compare(options):
    peer = subprocess.Popen(options.java, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if peer.stdout.readline().strip() != "ready":
        sys.exit("digits: Inkwash did not start")

    def draw():
        peer.stdin.write("draw\n")
        peer.stdin.flush()
        return float(peer.stdout.readline())

    for _ in range(5):
        draw()  # to warm up
    alone = {"plain": [], "inkwash": []}
    shell = {"plain": [], "inkwash": []}
    this = [sys.executable, os.path.abspath(__file__), "--plain", "--threads", str(options.threads)]
    weights = ["--weights", options.weights] if options.weights else []
    with tempfile.TemporaryDirectory() as folder:
        sample = [options.inkwash, "sample", "--run", options.run, "--count", str(COUNT), "--threads", str(options.threads)]
        for number in range(options.rounds):
            whole, printed = timed(this + weights)
            shell["plain"].append(whole)
            alone["plain"].append(float(printed))
            alone["inkwash"] += [draw() for _ in range(20)]
            for k in range(3):
                shell["inkwash"].append(timed([*sample, "--out", f"{folder}/{number}-{k}.png"])[0])
            print(f"round {number + 1} of {options.rounds}: {printed.strip()} s", file=sys.stderr)
    peer.stdin.close()
    peer.wait(60)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; PyTorch {torch.__version__}, {options.threads} threads")
    print(f"{COUNT} digits: {STEPS} steps of the plain program, and {options.run}; medians of {options.rounds} rounds")
    for name, seconds in [("the drawing alone", alone), ("from the shell to the file", shell)]:
        a, b = (statistics.median(seconds[side]) for side in ("plain", "inkwash"))
        print(f"{name:27} {a:8.2f} s  {b:8.4f} s  {a / b:7.0f} times faster")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--run", default="mnist-student")
    parser.add_argument("--weights", help="of the plain program, as plain_program.py writes them")
    parser.add_argument("--inkwash", default="inkwash", help="the command")
    parser.add_argument("--plain", action="store_true", help="be the plain program")
    parser.add_argument("java", nargs="*", help="the command that starts Inkwash's side, after --")
    options = parser.parse_args()
    if options.plain:
        plain(options)
    else:
        compare(options)


if __name__ == "__main__":
    main()
