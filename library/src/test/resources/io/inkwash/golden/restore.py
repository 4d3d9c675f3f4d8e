"""Writes restore.txt: what SciPy, PyTorch and scikit-image make of two small pictures.

    python restore.py > restore.txt

The pictures are formulas that the test repeats.
"""

import sys

import numpy as np
import scipy
import skimage
import torch
from scipy import ndimage
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def picture(phase, height, width):
    i = np.arange(height * width).reshape(height, width)
    return np.sin(0.37 * i + phase) * np.cos(0.011 * i * (1 + phase))


def say(name, values):
    print(name, "=", " ".join(repr(float(v)) for v in np.asarray(values).ravel()))


def resized(image, height, width):
    tensor = torch.from_numpy(image)[None, None]
    return torch.nn.functional.interpolate(
        tensor, size=(height, width), mode="bicubic", antialias=True, align_corners=False
    ).numpy()


print(
    f"# Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__},"
    f" PyTorch {torch.__version__}, scikit-image {skimage.__version__}"
)
truth = picture(0.5, 16, 20)
image = 0.9 * truth + 0.2 * picture(1.5, 16, 20)
say("psnr", peak_signal_noise_ratio(truth, image, data_range=2))
ssim = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
say("ssim.2", structural_similarity(truth, image, data_range=2, **ssim))
say("ssim.1", structural_similarity(truth, image, data_range=1, **ssim))
small = picture(0.5, 8, 12)
say("bicubic.half", resized(small, 4, 6))
say("bicubic.quarter", resized(small, 2, 3))
say("bicubic.double", resized(small, 16, 24))
say("blur.reflected", ndimage.gaussian_filter(small, 1.5, mode="reflect"))
say("blur.circular", ndimage.gaussian_filter(small, 1.5, mode="wrap"))
say("median.3", ndimage.median_filter(small, 3, mode="mirror"))
say("median.5", ndimage.median_filter(small, 5, mode="mirror"))
