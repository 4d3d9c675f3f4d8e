"""Inkwash against PyTorch, side by side in one run: started by bench/side-by-side.sh.

Each side is a process that waits for work. They take turns: in every round each side in order takes a few training
steps, then each in order a few network evaluations, so that whatever slows the machine for a while slows all alike.
"""

import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import platform
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import peer_networks

BENCH = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass(frozen=True)
class Case:
    """A network, the images that it looks at, and what is timed: runs of a side before the next side's turn."""

    name: str
    network: str  # as Inkwash's catalog has it
    channels: int
    side: int
    turns: dict
    share: float = 1.0  # of the rounds


CASES = [
    Case("simple-unet", "simple-unet", 1, 28, {"step 128": 2, "eval 64": 5, "eval 16": 5, "eval 2": 20, "eval 1": 20}),
    Case("compact-unet", "compact-unet", 1, 28, {"step 64": 3, "eval 64": 5, "eval 16": 5, "eval 2": 20, "eval 1": 20}),
    Case("adm-unet", "adm-unet(dropout=0)", 3, 32, {"step 32": 1, "eval 32": 1, "eval 2": 2, "eval 1": 2}, 0.2),
    Case("diffunet", "diffunet(dropout=0)", 1, 32, {"step 4": 1, "eval 4": 2}, 0.4),
]
# Taken out of the environment of all sides, so that each has only what it sets itself.
SETTINGS = ["GLIBC_TUNABLES", "LD_PRELOAD", "MALLOC_CONF", "OMP_NUM_THREADS", "OMP_WAIT_POLICY",
            "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "KMP_BLOCKTIME", "KMP_AFFINITY", "GOMP_CPU_AFFINITY"]


class Side:
    """One process, its times and its first answers."""

    def __init__(self, title, case, command, **environment):
        plain = {key: value for key, value in os.environ.items() if key not in SETTINGS}
        self.title = title
        self.case = case
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, env={**plain, **environment}, text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.rounds = {work: [] for work in case.turns}  # a list of seconds a round
        self.first = {}
        self.hello = json.loads(self.read())

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: {self.title} has ended unasked; what it said is above")
        return line

    def run(self, work):
        self.process.stdin.write(work + "\n")
        self.process.stdin.flush()
        seconds, result = map(float, self.read().split())
        self.first.setdefault(work, result)
        return seconds

    def first_step(self):
        """Seconds from the start of the process to the end of its first training step."""
        self.run(next(iter(self.case.turns)))
        self.until_first = time.perf_counter() - self.started

    def turn(self, work):
        self.rounds[work].append([self.run(work) for _ in range(self.case.turns[work])])

    def milliseconds(self, work):
        return [1e3 * seconds for one in self.rounds[work] for seconds in one]

    def peak(self):
        """The largest resident memory of the process, or of the one that a script of it started, in MiB; not known
        but on Linux."""
        return max(map(resident_peak, family(self.process.pid)))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def family(pid):
    """A process and all that it started, by number."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
    started = children.read_text().split() if children.exists() else []
    return [pid, *(each for child in started for each in family(int(child)))]


def resident_peak(pid):
    status = pathlib.Path(f"/proc/{pid}/status")
    for line in status.read_text().splitlines() if status.exists() else []:
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def inkwash(title, case, threads, precision, weights):
    return Side(title, case, [str(BENCH / "java.sh"), "io.inkwash.bench.InkwashPeer", "--threads", str(threads),
                              "--precision", precision, "--network", case.network, "--channels", str(case.channels),
                              "--side", str(case.side), "--weights", weights])


def pytorch(title, case, threads, *flags, **environment):
    return Side(title, case, [sys.executable, str(BENCH / "pytorch_peer.py"), "--threads", str(threads),
                              "--network", case.name, "--channels", str(case.channels), "--side", str(case.side),
                              *flags], **environment)


def sides_of(case, options, weights):
    """All sides, one after the other, each with its first step taken."""
    threads = options.threads

    def begun(side):
        side.first_step()
        return side

    ours = begun(inkwash("Inkwash fp32", case, threads, "fp32", weights))
    yield ours
    yield begun(pytorch("PyTorch fp32, as written", case, threads))
    tunables = {"GLIBC_TUNABLES": ours.hello["tunables"]}
    yield begun(pytorch("PyTorch fp32, tuned *", case, threads, "--channels-last", **tunables))
    if options.compile:
        yield begun(pytorch("PyTorch fp32, compiled *", case, threads, "--channels-last", "--compile", **tunables))
    if ours.hello["nativeBf16"]:
        yield begun(inkwash("Inkwash auto (bf16)", case, threads, "auto", weights))
        yield begun(pytorch("PyTorch bf16, tuned *", case, threads, "--channels-last", "--bf16", **tunables))


def write_weights(case, path):
    """PyTorch's first weights as a safetensors file, which Inkwash begins with as well."""
    header, contents, offset = {}, [], 0
    for key, value in peer_networks.network(case.name).state_dict().items():
        contents.append(value.contiguous().numpy().tobytes())
        end = offset + len(contents[-1])
        header[key] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.writelines(contents)


def ratio(side, peer, work):
    """The ratio of medians, and the smallest and largest of the rounds' own."""
    rounds = [statistics.median(a) / statistics.median(b) for a, b in zip(side.rounds[work], peer.rounds[work])]
    whole = statistics.median(side.milliseconds(work)) / statistics.median(peer.milliseconds(work))
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


def introduce(sides, load_before):
    ours, theirs = sides[0].hello, sides[1].hello
    bf16 = "native bf16" if ours["nativeBf16"] else "no native bf16"
    print(f"Inkwash and PyTorch side by side, {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC\n")
    print(f"machine   {processor()}, {os.cpu_count()} cores, {bf16}; {platform.system()} {platform.release()}")
    print(f"load      {load_before} before the run; a quiet machine has less than 1")
    print(f"Inkwash   {ours['version']} at {commit()}, {ours['runtime']}")
    print(f"PyTorch   {theirs['version']}, {theirs['runtime']}")
    print(f"threads   {ours['threads']} and {theirs['threads']}")
    print("step N    one training step on N images: forward, MSE, zero grad, backward, clip 1.0, AdamW")
    print("eval N    one network evaluation of N images, no gradients")
    print("          * with channels-last, and the allocator settings that ./inkwash gives Inkwash", flush=True)


def check_same_work(sides):
    """All sides begin with the same weights and images, so the first losses must be equal, up to rounding."""
    work = next(iter(sides[0].case.turns))
    first = sides[0].first[work]
    for side in sides:
        bound = 0.03 if "bf16" in side.title else 1e-4  # bf16 has 8 bits, and errors add up over the layers
        if abs(side.first[work] / first - 1) > bound:
            sys.exit(f"bench: {side.title} begins with loss {side.first[work]}, {sides[0].title} with {first}:"
                     " they do not do the same work")


def report(sides, work):
    print(f"\n{work}")
    print(f"{'':28}{'median':>12}{'min':>12}   {'loss of the first' if 'step' in work else 'mean of the output'}")
    for side in sides:
        times = side.milliseconds(work)
        print(f"{side.title:28}{statistics.median(times):>9.1f} ms{min(times):>9.1f} ms   {side.first[work]:.6f}")
    for side in sides:
        if side.hello["name"] == "Inkwash":
            for peer in sides:
                if peer.hello["name"] == "PyTorch" and ("bf16" in peer.title) == ("bf16" in side.title):
                    whole, low, high = ratio(side, peer, work)
                    print(f"  {side.title} / {peer.title}: {whole:.3f}   (rounds: {low:.3f} to {high:.3f})")


def report_processes(sides):
    print(f"\n{'processes':28}{'first step':>12}{'peak memory':>14}")
    for side in sides:
        print(f"{side.title:28}{side.until_first:>10.1f} s{side.peak():>10.0f} MiB")


def run(case, options, load_before):
    with tempfile.TemporaryDirectory() as folder:
        weights = str(pathlib.Path(folder, "weights.safetensors"))
        write_weights(case, weights)
        sides = list(sides_of(case, options, weights))
    if load_before is not None:
        introduce(sides, load_before)
    rounds = max(3, round(options.rounds * case.share))
    warmup = max(1, round(options.warmup * case.share))
    print(f"\n== {case.name}: {case.channels}x{case.side}x{case.side}, {sides[0].hello['parameters']:,} parameters,"
          f" {rounds} rounds after {warmup}", flush=True)
    for number in range(-warmup, rounds):
        print(f"\r{case.name}: round {number + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
        for work in case.turns:
            for side in sides:
                side.turn(work)
        if number < 0:
            for side in sides:
                side.rounds = {work: [] for work in case.turns}
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
    check_same_work(sides)
    for work in case.turns:
        report(sides, work)
    report_processes(sides)
    sys.stdout.flush()
    for side in sides:
        side.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2, help="operator threads of each side")
    parser.add_argument("--rounds", type=int, default=15, help="of the smallest networks; the large take fewer")
    parser.add_argument("--warmup", type=int, default=2, help="rounds that do not count")
    parser.add_argument("--cases", default=",".join(case.name for case in CASES), help="names, as adm-unet,diffunet")
    parser.add_argument("--compile", action="store_true", help="torch.compile as well, which wants a C++ compiler")
    options = parser.parse_args()
    if min(options.threads, options.rounds) < 1 or options.warmup < 0:
        parser.error("threads and rounds are 1 or more, warmup is 0 or more")
    known = {case.name: case for case in CASES}
    names = options.cases.split(",")
    for name in names:
        if name not in known:
            parser.error(f"case {name} is unknown; allowed: {', '.join(known)}")

    load_before = load()
    for number, name in enumerate(names):
        run(known[name], options, load_before if number == 0 else None)
    print(f"\nload      {load()} after the run, which alone makes {options.threads}")


if __name__ == "__main__":
    main()
