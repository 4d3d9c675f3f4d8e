"""Trains by two ranks and lets each way of losing one happen to them, going on each time.

Each rank is killed (kill -9) at random moments between its start and its end; one is stopped for good (SIGSTOP), one only
for a while; one is started with another WORLD_SIZE, one with another recipe, and one where the port is taken. With
--namespaces the ranks are two hosts (network namespaces joined by a veth pair; wants root), and the link is cut for a
minute. Holds that every rank that is left ends by itself with one line and exit code 1 within a bounded time, that the
training goes on, and that its losses and weights at the end are, bit for bit, those of two ranks that were never stopped.
"""

import argparse
import hashlib
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
    "--data digits --size 12 --batch 8 --threads 1 --precision fp32 --recipe ddpm-demo"
    " --set network=simple-unet(width=8) --set solver=ddim --set grid=trailing --set steps=2"
)
START = 300  # to start Java and read the images on a machine that has other work
HOSTS = ["10.77.0.1", "10.77.0.2"]


def ip(words):
    subprocess.run(["ip", *words.split()], check=True)


class Namespaces:
    """Two hosts with a cable."""

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

    def __init__(self, options, words, changes=None):
        port = free_port()
        self.started = time.time()
        self.patience = options.patience
        self.ranks = []
        self.errors = []
        for rank in (0, 1):
            environment = dict(os.environ, RANK=str(rank), WORLD_SIZE="2", MASTER_PORT=port)
            environment.update(LOCAL_WORLD_SIZE="1", LOCAL_RANK="0")
            environment["MASTER_ADDR"] = HOSTS[0] if options.namespaces else "127.0.0.1"
            command = ["ip", "netns", "exec", f"inkwash{rank}"] if options.namespaces else []
            command = command + options.command + words + ["--rank-timeout", str(options.patience)]
            if changes:
                changes(rank, environment, command)
            errors = tempfile.TemporaryFile("w+")
            self.errors.append(errors)
            self.ranks.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors))

    def ended(self):
        return any(rank.poll() is not None for rank in self.ranks)

    def line(self, rank):
        self.errors[rank].seek(0)
        lines = [line for line in self.errors[rank].read().splitlines() if line.startswith("inkwash: ")]
        if len(lines) != 1:
            sys.exit(f"lost ranks: rank {rank} printed {lines}")
        return lines[0]

    def fails(self, rank, event, since, start=0):
        """Waits until a rank ends with its line, and not for long."""
        bound = self.patience + 20 + start
        try:
            code = self.ranks[rank].wait(bound + 60)
        except subprocess.TimeoutExpired:
            sys.exit(f"lost ranks: {event}: rank {rank} has not ended")
        took = time.time() - since
        print(f"{event}: rank {rank} after {took:.1f} s, code {code}: {self.line(rank)}", flush=True)
        if code != 1 or took > bound:
            sys.exit(f"lost ranks: wanted is code 1 within {bound} s")

    def succeeds(self):
        for rank in self.ranks:
            if rank.wait(1800) != 0:
                sys.exit(f"lost ranks: rank {self.ranks.index(rank)}: {self.line(self.ranks.index(rank))}")

    def kill(self):
        for rank in self.ranks:
            rank.kill()
            rank.wait()


class Training:
    """One training in a folder, which is begun or gone on with."""

    def __init__(self, options, name):
        self.options = options
        self.folder = os.path.join(options.folder, name)

    def start(self, changes=None):
        begun = os.path.isdir(os.path.join(self.folder, "checkpoints"))
        words = ["--resume", self.folder] if begun else ["--out", self.folder, *shlex.split(TRAIN)]
        often = ["--checkpoint-every", "10", "--sample-every", "0", "--steps", str(self.options.steps)]
        if not begun:
            subprocess.run(["rm", "-rf", self.folder], check=True)
        return Pair(self.options, ["train", *words, *often], changes)

    def losses(self):
        with open(os.path.join(self.folder, "metrics.jsonl"), encoding="utf-8") as file:
            return {line["step"]: line["loss"] for line in map(json.loads, file)}

    def weights(self):
        checkpoints = os.path.join(self.folder, "checkpoints")
        with open(os.path.join(checkpoints, "latest"), encoding="utf-8") as file:
            newest = os.path.join(checkpoints, file.read().strip())
        hashes = {}
        for name in sorted(os.listdir(newest)):
            if name.endswith(".safetensors"):
                with open(os.path.join(newest, name), "rb") as file:
                    hashes[name] = hashlib.sha256(file.read()).hexdigest()
        return hashes

    def steps(self):
        try:
            return max(self.losses(), default=0)
        except (OSError, ValueError):
            return 0

    def until_trained(self, pair):
        before = self.steps()
        while self.steps() <= before and not pair.ended():
            time.sleep(0.05)

    def require(self, expected):
        if self.losses() != expected.losses() or self.weights() != expected.weights():
            sys.exit("lost ranks: the training that went on is not the one that never stopped")
        print(f"{len(self.losses())} steps: losses, weights, averages and moments are the same bit for bit", flush=True)


class Events:
    """What happens to a training."""

    def __init__(self, options, whole):
        self.options = options
        self.whole = whole
        self.chance = random.Random(options.seed)
        self.number = 0
        self.training = self.fresh()

    def fresh(self):
        self.number += 1
        return Training(self.options, f"lost-{self.number}")

    def kill(self, victim, number):
        """Odd ones from the start on, even ones from the first step on."""
        while True:
            pair = self.training.start()
            phase = "start" if number % 2 else "first step"
            if phase == "first step":
                self.training.until_trained(pair)
            since = time.time()
            moment = self.chance.uniform(0, self.options.longest)
            while time.time() - since < moment and not pair.ended():
                time.sleep(0.01)
            if not pair.ended():
                at = time.time()
                pair.ranks[victim].kill()
                if not self.finished(pair.ranks[1 - victim]):
                    break
                print(f"kill of rank {victim} when the other had finished: does not count", flush=True)
                continue
            pair.succeeds()
            self.training.require(self.whole)
            self.training = self.fresh()
        event = f"kill {number} of rank {victim}, {moment:.1f} s after its {phase}, step {self.training.steps()}"
        pair.fails(1 - victim, event, at, START)  # it may still be starting
        pair.kill()

    def finished(self, rank):
        """Whether a rank had taken its last step when the other was killed, which may then still write."""
        return self.training.steps() == self.options.steps and rank.wait(START) == 0

    def stop(self):
        pair = self.training.start()
        self.training.until_trained(pair)
        at = time.time()
        pair.ranks[1].send_signal(signal.SIGSTOP)
        pair.fails(0, "rank 1 stopped for good", at)
        pair.kill()

    def slow(self):
        pair = self.training.start()
        self.training.until_trained(pair)
        pair.ranks[1].send_signal(signal.SIGSTOP)
        time.sleep(self.options.patience / 2)
        pair.ranks[1].send_signal(signal.SIGCONT)
        before = self.training.steps()
        self.training.until_trained(pair)
        print(f"rank 1 slow for {self.options.patience / 2:.0f} s: goes on from step {before}", flush=True)
        pair.ranks[0].send_signal(signal.SIGTERM)
        for rank in pair.ranks:
            rank.wait(self.options.patience + 20)

    def cut(self, namespaces):
        pair = self.training.start()
        self.training.until_trained(pair)
        at = time.time()
        namespaces.link("down")
        for rank in (0, 1):
            pair.fails(rank, "link cut", at)
        time.sleep(max(0, 60 - (time.time() - at)))
        namespaces.link("up")

    def different(self, event, changes):
        pair = self.training.start(changes)
        for rank in (0, 1):
            pair.fails(rank, event, pair.started, START)

    def port_taken(self):
        ports = []

        def note(rank, environment, command):
            del command
            if rank == 0:
                taker = f"import socket,time;s=socket.create_server(('',{environment['MASTER_PORT']}));time.sleep(600)"
                prefix = ["ip", "netns", "exec", "inkwash0"] if self.options.namespaces else []
                ports.append(subprocess.Popen([*prefix, sys.executable, "-c", taker]))
                time.sleep(2)

        pair = self.training.start(note)
        try:
            pair.fails(0, "port taken", pair.started, START)
        finally:
            ports[0].kill()
            ports[0].wait()
        pair.fails(1, "port taken", pair.started, START)


def other_size(rank, environment, command):
    del command
    if rank == 1:
        environment["WORLD_SIZE"] = "3"


def other_recipe(rank, environment, command):
    del environment
    if rank == 1:
        words = ["--recipe", "ddpm-demo", "--data", "digits", "--size", "12", "--batch", "8", "--steps", "9"]
        at = command.index("train") + 1
        timeout = command[-2:]
        command[at:] = ["--out", tempfile.mkdtemp() + "/run", *words, "--set", "rate=0.5", *timeout]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30, help="of each rank")
    parser.add_argument("--longest", type=float, default=15, help="seconds to a kill, at most")
    parser.add_argument("--patience", type=int, default=10, help="--rank-timeout of all ranks")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--namespaces", action="store_true")
    parser.add_argument("command", nargs="+", help="the inkwash command, after --")
    options = parser.parse_args()
    options.folder = tempfile.mkdtemp(prefix="lost-ranks-")
    namespaces = Namespaces() if options.namespaces else None
    try:
        whole = Training(options, "whole")
        whole.start().succeeds()
        events = Events(options, whole)
        events.different("WORLD_SIZE 3 at rank 1", other_size)
        events.different("another recipe at rank 1", other_recipe)
        events.port_taken()
        events.slow()
        events.stop()
        if namespaces:
            events.cut(namespaces)
        for number in range(options.kills):
            for victim in (0, 1):
                events.kill(victim, number + 1)
        events.training.start().succeeds()
        events.training.require(whole)
    finally:
        if namespaces:
            namespaces.close()


if __name__ == "__main__":
    main()
