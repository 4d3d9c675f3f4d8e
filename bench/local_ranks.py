"""Trains by one, two and four ranks with the same batch, and compares the losses of every step and the weights at the end.

A diffusion model, an adversarial network and a student, each from the same seed. The ranks themselves compare all bits of
weights, averages and moments before each checkpoint, and end where one differs. With --namespaces two ranks are also two
hosts (network namespaces joined by a veth pair; wants root).
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time

from lost_ranks import Namespaces, Pair, Training

COMMON = "--data digits --size 12 --threads 1 --precision fp32 --seed 7"
SGD = "--set optimizer=sgd --set rate=1e-2 --set warmup=0"
UNET = "--set network=simple-unet(width=8) --set solver=ddim --set grid=trailing --set steps=2"
WORK = {
    "diffusion": f"train --recipe ddpm-demo --batch 16 {UNET} {SGD} {COMMON}",
    "adversarial": "train --recipe gan-small --batch 16 --conditional"
    f" --set generator=dcgan(features=8,latent=6) --set discriminator=dcgan(features=8,normalization=batch) {COMMON}",
    "student": "distill --teacher TEACHER --recipe ect(q=2,stageSteps=100) --set batch=16 --threads 1 --precision fp32",
}
TEACHER = f"train --recipe flow-small --batch 16 {UNET} {SGD} {COMMON} --steps 20 --sample-every 0"


def run(options, words):
    result = subprocess.run(options.command + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if result.returncode:
        sys.exit("local ranks: " + " ".join(words) + "\n" + result.stdout[-2000:])


def compare(one, other, words):
    expected, found = one.losses(), other.losses()
    if expected.keys() != found.keys():
        sys.exit(f"local ranks: {words}: the steps differ")
    worst = max(abs(found[step] - expected[step]) / abs(expected[step]) for step in expected)
    print(f"{words}: {len(found)} steps, losses differ by {worst:.1e} at most, relative", flush=True)
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--ranks", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--only", choices=list(WORK), nargs="+", default=list(WORK))
    parser.add_argument("--patience", type=int, default=120)
    parser.add_argument("--namespaces", action="store_true")
    parser.add_argument("command", nargs="+", help="the inkwash command, after --")
    options = parser.parse_args()
    options.folder = tempfile.mkdtemp(prefix="local-ranks-")
    teacher = os.path.join(options.folder, "teacher")
    if "student" in options.only:
        run(options, shlex.split(TEACHER) + ["--out", teacher])
    worst = 0
    for name in options.only:
        words = shlex.split(WORK[name].replace("TEACHER", teacher))
        words += ["--steps", str(options.steps), "--checkpoint-every", "50", "--sample-every", "0"]
        trainings = {}
        for ranks in [1, *options.ranks]:
            trainings[ranks] = Training(options, f"{name}-{ranks}")
            started = time.time()
            run(options, [*words, "--out", trainings[ranks].folder, "--ranks", str(ranks)])
            print(f"{name}, {ranks} ranks: {time.time() - started:.0f} s", flush=True)
            if ranks > 1:
                worst = max(worst, compare(trainings[1], trainings[ranks], f"{name}, {ranks} ranks beside one"))
        if options.namespaces:
            hosts = Training(options, f"{name}-hosts")
            namespaces = Namespaces()
            try:
                Pair(options, [*words, "--out", hosts.folder]).succeeds()
            finally:
                namespaces.close()
            worst = max(worst, compare(trainings[1], hosts, f"{name}, two hosts beside one process"))
            if hosts.weights() != trainings[2].weights():
                sys.exit(f"local ranks: {name}: the weights of two hosts are not those of two ranks of one")
            print(f"{name}, two hosts: weights, averages and moments of two ranks of one machine, bit for bit", flush=True)
    if worst > 1e-6:
        sys.exit("local ranks: wanted is 1e-6 at most")


if __name__ == "__main__":
    main()
