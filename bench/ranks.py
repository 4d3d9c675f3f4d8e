"""Two ranks of one thread each: Inkwash beside PyTorch's DistributedDataParallel, taking turns in every round."""

import argparse
import os
import socket
import statistics
import subprocess
import sys


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


class Side:
    def __init__(self, name, command, size):
        self.name = name
        port = free_port()
        self.ranks = []
        for rank in range(size):
            environment = dict(
                os.environ,
                RANK=str(rank),
                LOCAL_RANK=str(rank),
                WORLD_SIZE=str(size),
                LOCAL_WORLD_SIZE=str(size),
                MASTER_ADDR="127.0.0.1",
                MASTER_PORT=port,
                OMP_NUM_THREADS="1",
            )
            self.ranks.append(
                subprocess.Popen(
                    command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            )
        for rank in self.ranks:
            line = rank.stdout.readline()
            while line and line.strip() != "ready":
                line = rank.stdout.readline()
            if not line:
                sys.exit(f"ranks: {name} did not start")
        self.steps = []
        self.sums = []

    def step(self, counts):
        for rank in self.ranks:
            rank.stdin.write("step\n")
            rank.stdin.flush()
        answers = [[float(word) for word in rank.stdout.readline().split()] for rank in self.ranks]
        if counts:
            self.steps.append(max(answer[0] for answer in answers))
            self.sums.append(min(answer[1] for answer in answers))
        return statistics.mean(answer[2] for answer in answers)

    def close(self):
        for rank in self.ranks:
            rank.stdin.close()
        for rank in self.ranks:
            rank.wait(60)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("java", nargs="+", help="the command that starts a rank of Inkwash, after --")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    inkwash = Side("Inkwash", options.java, options.ranks)
    alone = Side("Inkwash, one rank", options.java, 1)
    pytorch = Side("PyTorch DDP", [sys.executable, os.path.join(here, "ddp_peer.py")], options.ranks)
    sides = [inkwash, alone, pytorch]
    for number in range(options.warmup + options.rounds):
        losses = [side.step(number >= options.warmup) for side in sides]
        if number < 3 and max(losses) - min(losses) > 1e-4 * max(losses):
            sys.exit(f"ranks: the losses of step {number + 1} differ: {losses}")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; Python {sys.version.split()[0]}; {options.rounds} rounds")
    for side in sides:
        side.close()
        print(
            f"{side.name:18} step median {statistics.median(side.steps):.4f} s, least {min(side.steps):.4f} s"
        )
    shares = [s / t for s, t in zip(inkwash.sums, inkwash.steps)]
    ratios = [a / b for a, b in zip(inkwash.steps, pytorch.steps)]
    print(f"sum of gradients   median {1e3 * statistics.median(inkwash.sums):.1f} ms, {statistics.median(shares):.1%} of a step")
    print(
        f"Inkwash / DDP      {statistics.median(inkwash.steps) / statistics.median(pytorch.steps):.3f}"
        f" (of medians; single rounds {min(ratios):.2f} to {max(ratios):.2f})"
    )
    print(f"one rank / {options.ranks} ranks  {statistics.median(alone.steps) / statistics.median(inkwash.steps):.2f}")


if __name__ == "__main__":
    main()
