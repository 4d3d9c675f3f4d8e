"""Writes normal-quantile.txt with mpmath at 40 digits: python normal-quantile.py > normal-quantile.txt"""

import sys

import mpmath

mpmath.mp.dps = 40
print("# Python %s, mpmath %s" % (sys.version.split()[0], mpmath.__version__))
p = [2.0**-54, 1e-12, 1e-6, 0.001, 0.01, 0.07, 0.0751, 0.2, 0.3, 0.49, 0.5, 0.6, 0.75, 0.924, 0.926,
     0.99, 0.99999, 1 - 2.0**-53]
z = [mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(v) - 1) for v in p]
print("p =", *(repr(v) for v in p))
print("z =", *(repr(float(v)) for v in z))
