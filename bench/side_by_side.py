"""Inkwash against PyTorch, side by side in one run: started by bench/side-by-side.sh.

Each side is a process that waits for work. They take turns: in every round each side in order takes a few training
steps, then each in order a few network evaluations, so that whatever slows the machine for a while slows all alike.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent
TITLES = {
    "step": "one training step, batch 128: forward, MSE, zero grad, backward, clip 1.0, AdamW",
    "eval": "one network evaluation, batch 64, no gradients",
}
TURN = {"step": 2, "eval": 5}  # runs of a side before the next side's turn
RESULTS = {"step": "loss of the first step", "eval": "mean of the output"}
# Taken out of the environment of all sides, so that each has only what it sets itself.
SETTINGS = ["GLIBC_TUNABLES", "LD_PRELOAD", "MALLOC_CONF", "OMP_NUM_THREADS", "OMP_WAIT_POLICY",
            "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "KMP_BLOCKTIME", "KMP_AFFINITY", "GOMP_CPU_AFFINITY"]


class Side:
    """One process, its times and its first answers."""

    def __init__(self, title, command, **environment):
        plain = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        self.title = title
        self.process = subprocess.Popen(command, env={**plain, **environment}, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.rounds = {kind: [] for kind in TITLES}  # a list of seconds a round
        self.first = {}
        self.hello = json.loads(self.read())

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: {self.title} has ended unasked; what it said is above")
        return line

    def run(self, kind):
        self.process.stdin.write(kind + "\n")
        self.process.stdin.flush()
        seconds, result = map(float, self.read().split())
        self.first.setdefault(kind, result)
        return seconds

    def turn(self, kind):
        self.rounds[kind].append([self.run(kind) for _ in range(TURN[kind])])

    def milliseconds(self, kind):
        return [1e3 * seconds for one in self.rounds[kind] for seconds in one]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def inkwash(title, threads, precision):
    return Side(title, [str(BENCH / "java.sh"), "io.inkwash.bench.InkwashPeer",
                        "--threads", str(threads), "--precision", precision])


def pytorch(title, threads, *flags, **environment):
    return Side(title, [sys.executable, str(BENCH / "pytorch_peer.py"), "--threads", str(threads), *flags],
                **environment)


def open_sides(threads):
    """All sides; the first two are those that are held against each other."""
    ours = inkwash("Inkwash fp32", threads, "fp32")
    plain = pytorch("PyTorch fp32, as written", threads)
    tunables = {"GLIBC_TUNABLES": ours.hello["tunables"]}
    sides = [ours, plain, pytorch("PyTorch fp32, tuned *", threads, "--channels-last", **tunables)]
    if ours.hello["nativeBf16"]:
        sides.append(inkwash("Inkwash auto (bf16)", threads, "auto"))
        sides.append(pytorch("PyTorch bf16, tuned *", threads, "--channels-last", "--bf16", **tunables))
    return sides


def ratio(side, peer, kind):
    """The ratio of medians, and the smallest and largest of the rounds' own."""
    rounds = [statistics.median(a) / statistics.median(b) for a, b in zip(side.rounds[kind], peer.rounds[kind])]
    whole = statistics.median(side.milliseconds(kind)) / statistics.median(peer.milliseconds(kind))
    return whole, min(rounds), max(rounds)


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def commit():
    command = ["git", "-C", str(BENCH), "describe", "--always", "--dirty"]
    found = subprocess.run(command, capture_output=True, text=True)
    return found.stdout.strip() or "an unknown commit"


def load():
    return "%.2f" % os.getloadavg()[0] if hasattr(os, "getloadavg") else "unknown"


def introduce(sides, options, load_before):
    ours, theirs = sides[0].hello, sides[1].hello
    bf16 = "native bf16" if ours["nativeBf16"] else "no native bf16"
    print(f"Inkwash and PyTorch side by side, {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC\n")
    print(f"machine   {processor()}, {os.cpu_count()} cores, {bf16}; {platform.system()} {platform.release()}")
    print(f"load      {load_before} before the run; a quiet machine has less than 1")
    print(f"Inkwash   {ours['version']} at {commit()}, {ours['runtime']}, {ours['parameters']:,} parameters")
    print(f"PyTorch   {theirs['version']}, {theirs['runtime']}, {theirs['parameters']:,} parameters")
    print(f"threads   {ours['threads']} and {theirs['threads']}")
    print(f"rounds    {options.rounds} after {options.warmup} to warm up; in each every side in turn takes"
          f" {TURN['step']} steps, then {TURN['eval']} evaluations")
    print("          * tuned: channels-last, and the allocator settings that ./inkwash gives Inkwash", flush=True)


def check_same_work(sides):
    """All sides begin with the same weights and images, so the first losses must be equal, up to rounding."""
    first = sides[0].first["step"]
    for side in sides:
        bound = 0.03 if "bf16" in side.title else 1e-4  # bf16 has 8 bits, and errors add up over nine layers
        if abs(side.first["step"] / first - 1) > bound:
            sys.exit(f"bench: {side.title} begins with loss {side.first['step']}, {sides[0].title} with {first}:"
                     " they do not do the same work")


def report(sides, kind):
    print(f"\n{TITLES[kind]}")
    print(f"{'':28}{'median':>12}{'min':>12}   {RESULTS[kind]}")
    for side in sides:
        times = side.milliseconds(kind)
        print(f"{side.title:28}{statistics.median(times):>9.1f} ms{min(times):>9.1f} ms   {side.first[kind]:.6f}")
    for side in sides:
        if side.hello["name"] == "Inkwash":
            for peer in sides:
                if peer.hello["name"] == "PyTorch":
                    whole, low, high = ratio(side, peer, kind)
                    print(f"  {side.title} / {peer.title}: {whole:.3f}   (rounds: {low:.3f} to {high:.3f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2, help="operator threads of each side")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--warmup", type=int, default=2, help="rounds that do not count")
    options = parser.parse_args()
    if min(options.threads, options.rounds) < 1 or options.warmup < 0:
        parser.error("threads and rounds are 1 or more, warmup is 0 or more")

    load_before = load()
    sides = open_sides(options.threads)
    introduce(sides, options, load_before)
    for number in range(-options.warmup, options.rounds):
        print(f"\rround {number + 1} of {options.rounds} ", end="", file=sys.stderr, flush=True)
        for kind in TITLES:
            for side in sides:
                side.turn(kind)
        if number < 0:
            for side in sides:
                side.rounds = {kind: [] for kind in TITLES}
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr)

    check_same_work(sides)
    for kind in TITLES:
        report(sides, kind)
    if not sides[0].hello["nativeBf16"]:
        print("\nprecision auto: this processor has no native bf16, so auto is fp32 here, the rows above.")
    print(f"\nload      {load()} after the run, which alone makes {options.threads}")
    for side in sides:
        side.close()


if __name__ == "__main__":
    main()
