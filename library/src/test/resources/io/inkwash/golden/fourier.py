# Fourier features of appendix C of Kingma et al. 2021, written from the paper; numpy 2.
#   python fourier.py > fourier.txt
import numpy as np

byte = np.array([0.0, 1.0, 99.5, 127.0, 254.25, 255.0])
z = 2 * (byte + 0.5) / 256 - 1
print("# numpy", np.__version__, "float64; rows of sines and cosines at exponents 6, 7, 8")
print("byte =", *byte.tolist())
for n in (6, 7, 8):
    print(f"sin.{n} =", *np.sin(2.0**n * np.pi * z).tolist())
    print(f"cos.{n} =", *np.cos(2.0**n * np.pi * z).tolist())
