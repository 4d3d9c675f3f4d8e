"""Trains on a set that is many times larger than the heap, and goes on with a training that stopped inside an epoch.

Writes numbered tar archives of random 64x64 PNG files with classes, trains on them once without a stop and once with one,
prints the memory of the process as it goes, and holds the losses and the weights of both trainings to be the same bit for
bit.
"""

import argparse
import hashlib
import io
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zlib

SIDE = 64
SHARD = 128 << 20
TRAIN = "--recipe ddpm-demo --batch 16 --threads 1 --precision fp32 --hold-out 0 --sample-every 0 --seed 1".split()
NETWORK = ["--set", "network=simple-unet(width=32)"]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(chance):
    width = 3 * SIDE
    pixels = chance.randbytes(width * SIDE)
    rows = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


def generate(folder, size):
    os.makedirs(folder, exist_ok=True)
    chance = random.Random(1)
    images, shard, written = 0, 0, 0
    while written < size:
        path = os.path.join(folder, f"images-{shard:04d}.tar")
        with tarfile.open(path, "w") as tar:
            while tar.offset < SHARD and written + tar.offset < size:
                for ending, data in (("png", png(chance)), ("cls", str(images % 10).encode())):
                    entry = tarfile.TarInfo(f"{images:08d}.{ending}")
                    entry.size = len(data)
                    tar.addfile(entry, io.BytesIO(data))
                images += 1
        written += os.path.getsize(path)
        shard += 1
    return images, shard, written


def memory(pid):
    """Resident MiB of a process: all, and without pages of files."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            values = dict(line.split(":", 1) for line in file)
        return [int(values[key].split()[0]) >> 10 for key in ("VmRSS", "RssAnon")]
    except (OSError, KeyError):
        return [0, 0]


def steps(run):
    try:
        with open(os.path.join(run, "metrics.jsonl"), encoding="utf-8") as file:
            return sum(1 for _ in file)
    except OSError:
        return 0


def train(command, words, heap, show, stop=lambda: False):
    """Trains to the end, or until it is stopped as by Ctrl-C; the heap is touched whole at the start, as it would grow."""
    started = time.time()
    touched = f"{os.environ.get('INKWASH_JAVA_OPTS', '')} -Xms{heap} -XX:+AlwaysPreTouch"
    environment = dict(os.environ, INKWASH_HEAP=heap, INKWASH_JAVA_OPTS=touched)
    stopped = False
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command + ["train", *words], stdout=log, stderr=log, env=environment)
        seen = []
        while process.poll() is None:
            seen.append((time.time() - started, *memory(process.pid)))
            if not stopped and stop():
                process.send_signal(signal.SIGTERM)
                stopped = True
            time.sleep(1)
        if process.returncode and not stopped:
            log.seek(0)
            sys.exit("large set: " + log.read()[-2000:])
    seen = [one for one in seen if one[1]]
    if show:
        for one in seen[:: max(1, len(seen) // 10)]:
            print(f"  {one[0]:6.0f} s  resident {one[1]} MiB, of them not of files {one[2]} MiB", flush=True)
    print(f"  {time.time() - started:.0f} s, at most {max(one[1] for one in seen)} MiB", flush=True)


def result(run):
    with open(os.path.join(run, "metrics.jsonl"), encoding="utf-8") as file:
        losses = [(line["step"], line["loss"]) for line in map(json.loads, file)]
    checkpoints = os.path.join(run, "checkpoints")
    with open(os.path.join(checkpoints, "latest"), encoding="utf-8") as file:
        weights = os.path.join(checkpoints, file.read().strip(), "model.safetensors")
    with open(weights, "rb") as file:
        return losses, hashlib.sha256(file.read()).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=5 << 10)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("command", nargs="+", help="the inkwash command, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="large-set-") as folder:
        data = os.path.join(folder, "set")
        images, shards, size = generate(data, options.megabytes << 20)
        print(f"{images} images in {shards} archives, {size >> 20} MiB; a heap of {options.heap}", flush=True)
        one, two = os.path.join(folder, "one"), os.path.join(folder, "two")
        half = options.steps // 2
        begin = ["--data", data, *TRAIN, *NETWORK]
        print(f"{options.steps} steps without a stop", flush=True)
        train(options.command, ["--out", one, *begin, "--steps", str(options.steps)], options.heap, True)
        words = ["--out", two, *begin, "--steps", str(options.steps)]
        train(options.command, words, options.heap, False, lambda: steps(two) >= half)
        taken = steps(two)
        if not half <= taken < options.steps:
            sys.exit(f"large set: stopped after {taken} of {options.steps} steps")
        print(f"stopped after step {taken}, and the rest", flush=True)
        train(options.command, ["--resume", two, "--threads", "1", "--steps", str(options.steps)], options.heap, False)
        if result(one) != result(two):
            sys.exit("large set: the training that went on is not the one that never stopped")
        print("losses and weights are the same bit for bit")


if __name__ == "__main__":
    main()
