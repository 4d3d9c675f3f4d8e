"""Trains by two ranks, kills one of them again and again at random moments, and goes on each time.

Holds that the other rank ends by itself with one line within the patience, that the last checkpoint goes on, and
that the losses at the end are those of one process that was never stopped. With --namespaces the ranks are two
hosts (network namespaces joined by a veth pair; wants root), the link is cut once for a minute and one rank is
stopped once (SIGSTOP).
"""

import argparse
import json
import os
import random
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time

TRAIN = (
    "--data digits --size 16 --batch 16 --threads 1 --precision fp32 --recipe ddpm-demo"
    " --set network=simple-unet(width=32) --set solver=ddim --set grid=trailing --set steps=2"
)
PATIENCE = 10
HOSTS = ["10.77.0.1", "10.77.0.2"]


def ip(words):
    subprocess.run(["ip", *words.split()], check=True)


class Namespaces:
    def __init__(self):
        for i in (0, 1):
            ip(f"netns add inkwash{i}")
        ip("link add inkwash-v0 netns inkwash0 type veth peer name inkwash-v1 netns inkwash1")
        for i in (0, 1):
            ip(f"-n inkwash{i} addr add {HOSTS[i]}/24 dev inkwash-v{i}")
            ip(f"-n inkwash{i} link set inkwash-v{i} up")
            ip(f"-n inkwash{i} link set lo up")

    def link(self, state):
        ip(f"-n inkwash0 link set inkwash-v0 {state}")

    def close(self):
        for i in (0, 1):
            subprocess.run(["ip", "netns", "del", f"inkwash{i}"], check=False)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


class Pair:
    """Both ranks of one start."""

    def __init__(self, command, arguments, folder, namespaces):
        port = free_port()
        self.ranks = []
        self.errors = []
        for rank in (0, 1):
            environment = dict(
                os.environ, RANK=str(rank), WORLD_SIZE="2", MASTER_PORT=port, LOCAL_WORLD_SIZE="1", LOCAL_RANK="0"
            )
            environment["MASTER_ADDR"] = HOSTS[0] if namespaces else "127.0.0.1"
            prefix = ["ip", "netns", "exec", f"inkwash{rank}"] if namespaces else []
            errors = tempfile.TemporaryFile("w+", dir=folder)
            self.errors.append(errors)
            self.ranks.append(
                subprocess.Popen(
                    prefix + command + arguments + ["--rank-timeout", str(PATIENCE)],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                )
            )

    def line(self, rank):
        self.errors[rank].seek(0)
        lines = [line for line in self.errors[rank].read().splitlines() if line.startswith("inkwash: ")]
        if len(lines) != 1:
            sys.exit(f"lost ranks: rank {rank} said {lines}")
        return lines[0]

    def wait(self):
        return [rank.wait(600) for rank in self.ranks]


def losses(run):
    with open(os.path.join(run, "metrics.jsonl"), encoding="utf-8") as file:
        return {line["step"]: line["loss"] for line in map(json.loads, file)}


def steps(run):
    try:
        return max(losses(run), default=0)
    except (OSError, ValueError):
        return 0


def until_trained(pair, run, before):
    while steps(run) <= before and pair.ranks[0].poll() is None:
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--namespaces", action="store_true")
    parser.add_argument("command", nargs="+", help="the inkwash command, after --")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="lost-ranks-")
    one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
    often = ["--checkpoint-every", "10", "--sample-every", "0", "--steps", str(options.steps)]
    subprocess.run(
        options.command + ["train", "--out", one] + shlex.split(TRAIN) + often,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    namespaces = Namespaces() if options.namespaces else None
    events = ["cut", "stop"] if namespaces else ["kill"] * options.kills
    try:
        for number, event in enumerate(events):
            begun = os.path.isdir(two)
            arguments = ["train"] + (["--resume", two] if begun else ["--out", two] + shlex.split(TRAIN)) + often
            before = steps(two)
            pair = Pair(options.command, arguments, folder, namespaces)
            victim = number % 2
            until_trained(pair, two, 0 if event != "kill" else before - 10)
            time.sleep(chance.uniform(0, 1.5))
            if pair.ranks[0].poll() is not None:
                pair.wait()
                print(f"{event} {number + 1}: the training had ended", flush=True)
                continue
            at = time.time()
            if event == "kill":
                pair.ranks[victim].kill()
                other = 1 - victim
            elif event == "stop":
                victim, other = 1, 0
                pair.ranks[1].send_signal(signal.SIGSTOP)
            else:
                victim, other = 1, 0
                namespaces.link("down")
            code = pair.ranks[other].wait(PATIENCE + 150)
            print(f"{event} {number + 1}: after {time.time() - at:.1f} s, code {code}: {pair.line(other)}", flush=True)
            if code != 1:
                sys.exit("lost ranks: the exit code is not 1")
            if event == "cut":
                print(f"the other: code {pair.ranks[1].wait(PATIENCE + 150)}: {pair.line(1)}", flush=True)
                time.sleep(max(0, 60 - (time.time() - at)))
                namespaces.link("up")
            pair.ranks[victim].kill()
            pair.wait()
        last = Pair(options.command, ["train", "--resume", two] + often, folder, namespaces)
        if last.wait() != [0, 0]:
            sys.exit("lost ranks: the last start did not end well")
    finally:
        if namespaces:
            namespaces.close()
    expected, found = losses(one), losses(two)
    worst = max(abs(found[s] - expected[s]) / abs(expected[s]) for s in expected)
    print(f"{len(found)} of {len(expected)} steps; the losses differ by {worst:.1e} at most, relative")
    if expected.keys() != found.keys():
        sys.exit("lost ranks: the steps differ")


if __name__ == "__main__":
    main()
