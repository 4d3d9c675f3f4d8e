"""Writes edm.txt: what the formulas of the EDM paper give on a network that is a formula.

Karras et al. 2022, arXiv 2206.00364: table 1, equations 5 and 8, algorithms 1 and 2, written down here from
the paper. Run with NumPy:

    python edm.py > edm.txt
"""

import math
import statistics
import sys

import numpy as np

LEVELS = [0.002, 0.05, 0.3, 1.0, 7.0, 80.0]
START = np.array([1.3, -0.4, 0.2, -1.7])
IMAGES = np.array([[0.3, -0.7, 0.9, -1.0], [1.0, 0.1, -0.2, 0.6], [-0.5, 0.5, 0.0, -0.9]])


def noise(n):
    return np.array([math.sin(7 * n + 3 * k + 1) for k in range(4)])


def show(name, values):
    print(name, "=", " ".join(repr(float(v)) for v in np.ravel(values)))


# Table 1, "Ours", and equation 7.
def c_skip(s, d):
    return d**2 / (s**2 + d**2)


def c_out(s, d):
    return s * d / math.sqrt(s**2 + d**2)


def c_in(s, d):
    return 1 / math.sqrt(s**2 + d**2)


def c_noise(s, d):
    return math.log(s) / 4


def loss_weight(s, d):
    return (s**2 + d**2) / (s * d) ** 2


def network(x, label):
    return 0.4 * x + 0.5 * np.sin(3 * x + label)


def denoised(x, s, d=0.5):
    return c_skip(s, d) * x + c_out(s, d) * network(c_in(s, d) * x, c_noise(s, d))


# Equation 5.
def time_steps(n, low=0.002, high=80.0, rho=7.0):
    return [(high ** (1 / rho) + i / (n - 1) * (low ** (1 / rho) - high ** (1 / rho))) ** rho
            for i in range(n)] + [0.0]


# Algorithm 2; algorithm 1 is the same without churn.
def sample(n, churn=0.0, low=0.0, high=math.inf, s_noise=1.0):
    t = time_steps(n)
    x = t[0] * START
    draw = 0
    for i in range(n):
        gamma = min(churn / n, math.sqrt(2) - 1) if low <= t[i] <= high else 0.0
        raised = t[i] + gamma * t[i]
        if gamma > 0:
            x = x + math.sqrt(raised**2 - t[i] ** 2) * s_noise * noise(draw)
            draw += 1
        slope = (x - denoised(x, raised)) / raised
        euler = x + (t[i + 1] - raised) * slope
        if t[i + 1] > 0:
            ahead = (euler - denoised(euler, t[i + 1])) / t[i + 1]
            euler = x + (t[i + 1] - raised) * (slope + ahead) / 2
        x = euler
    return x


print("# the formulas of arXiv 2206.00364; Python %s, NumPy %s" % (sys.version.split()[0], np.__version__))
show("levels", LEVELS)
for d in (0.5, 1.0):
    for formula in (c_skip, c_out, c_in, c_noise, loss_weight):
        show(f"{formula.__name__}.{d}", [formula(s, d) for s in LEVELS])
uniforms = [0.01, 0.2, 0.5, 0.77, 0.999]
show("uniforms", uniforms)
show("training-levels", [math.exp(-1.2 + 1.2 * statistics.NormalDist().inv_cdf(u)) for u in uniforms])
losses = []
for k, s in enumerate((0.0625, 0.5, 8.0)):
    error = denoised(IMAGES[k] + s * noise(k), s) - IMAGES[k]
    losses.append(loss_weight(s, 0.5) * np.mean(error**2))
show("loss", losses)
show("steps", time_steps(18))
show("heun", sample(18))
show("churn-4", sample(18, 4, 0.05, 50, 1.003))
show("churn-40", sample(18, 40, 0.05, 50, 1.003))
show("churn-everywhere", sample(18, 4))
