"""Writes metrics.txt beside it: metrics of fixed feature matrices, from their definitions.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1:

    python metrics.py

Everything is computed the plain way, in float64: scipy's matrix square root, all pairs of distances
by differences, the jackknife by leaving out every row in turn. The rules are those of the programs
that published numbers come from: pytorch-fid (Frechet distance), torch-fidelity (kernel distance,
inception score), prdc (precision, recall, density, coverage).

Matrices are row by row, as float32: "a" [70,6] and "b" [55,6] of two overlapping clouds, "few.a"
[12,20] and "few.b" [15,20] with fewer rows than columns,
"line" [9,20] on a line, "p" [40,5] probabilities.
"""

from pathlib import Path

import numpy as np
import scipy.linalg

rng = np.random.default_rng(20)
lines = []


def write(name, values):
    numbers = np.atleast_1d(np.asarray(values)).ravel()
    digits = 9 if numbers.dtype == np.float32 else 17
    lines.append(f"{name} = " + " ".join(f"{x:.{digits}g}" for x in numbers) + "\n")


def frechet(x, y):
    root = scipy.linalg.sqrtm(np.cov(x, rowvar=False) @ np.cov(y, rowvar=False)).real
    shift = x.mean(0) - y.mean(0)
    traces = np.trace(np.cov(x, rowvar=False)) + np.trace(np.cov(y, rowvar=False))
    return shift @ shift + traces - 2 * np.trace(root)


def kernel(x, y):
    return (x @ y.T / x.shape[1] + 1) ** 3


def discrepancy(x, y):
    m, n = len(x), len(y)
    xx, yy, xy = kernel(x, x), kernel(y, y), kernel(x, y)
    same = (xx.sum() - np.trace(xx)) / (m * (m - 1)) + (yy.sum() - np.trace(yy)) / (n * (n - 1))
    return same - 2 * xy.sum() / (m * n)


def jackknife(x, y):
    without_x = [discrepancy(np.delete(x, i, 0), y) for i in range(len(x))]
    without_y = [discrepancy(x, np.delete(y, i, 0)) for i in range(len(y))]
    return np.sqrt(sum((len(d) - 1) / len(d) * np.sum((d - np.mean(d)) ** 2)
                       for d in (without_x, without_y)))


def distances(x, y):
    return np.sqrt(((x[:, None, :] - y[None, :, :]) ** 2).sum(-1))


def radii(x, k):
    return np.sort(distances(x, x), axis=1)[:, k]  # column 0 is the point itself


def neighbors(real, fake, k):
    d = distances(real, fake)
    in_real = d < radii(real, k)[:, None]
    in_fake = d < radii(fake, k)[None, :]
    return {
        "precision": in_real.any(0).mean(),
        "recall": in_fake.any(1).mean(),
        "density": in_real.sum(0).mean() / k,
        "coverage": (d.min(1) < radii(real, k)).mean(),
    }


def inception_score(p):
    marginal = p.mean(0, keepdims=True)
    return np.exp((p * (np.log(p) - np.log(marginal))).sum(1).mean())


def transport(x, y):
    n = np.lcm(len(x), len(y))
    pairs = np.repeat(np.sort(x), n // len(x)) - np.repeat(np.sort(y), n // len(y))
    return np.mean(pairs**2)


def cloud(count, width, shift, scale):
    mix = rng.normal(size=(width, width)) * np.linspace(0.3, scale, width)
    return (rng.normal(size=(count, width)) @ mix + shift).astype(np.float32)


a = cloud(70, 6, 0.0, 1.0)
b = a[:55] * rng.uniform(0.2, 1.6, size=(55, 1)) + rng.normal(size=(55, 6)) * 0.6
b = b.astype(np.float32)
few_a = cloud(12, 20, 0.5, 2.0)
few_b = cloud(15, 20, 0.0, 1.0)
logits = rng.normal(size=(40, 5)) * 2
p = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)
line = (np.outer(np.arange(9) - 3, few_b[1]) * 0.5).astype(np.float32)
matrices = {"a": a, "b": b, "few.a": few_a, "few.b": few_b, "line": line, "p": p}
for name, matrix in matrices.items():
    write(name, matrix)
a, b, few_a, few_b, line, p = (m.astype(np.float64) for m in matrices.values())

write("mean", a.mean(0))
write("covariance", np.cov(a, rowvar=False))
write("frechet", frechet(a, b))
write("frechet.few", frechet(few_a, few_b))
write("frechet.line", frechet(few_a, line))
write("kernel", discrepancy(a, b))
write("kernel.error", jackknife(a, b))
write("kernel.wide", discrepancy(few_a, few_b))
rows_a, rows_b = rng.permutation(70)[:20], rng.permutation(55)[:20]
write("rows.a", rows_a)
write("rows.b", rows_b)
write("kernel.rows", discrepancy(a[rows_a], b[rows_b]))
for k in (1, 3, 5, 10):
    for name, value in neighbors(a, b, k).items():
        write(f"{name}.{k}", value)
write("inception", inception_score(p))
write("transport", transport(a[:, 0], b[:, 0]))
write("transport.equal", transport(a[:55, 1], b[:, 1]))

(Path(__file__).with_suffix(".txt")).write_text(
    "# Written by metrics.py, numpy 2.4.6, scipy 1.17.1.\n" + "".join(lines)
)
