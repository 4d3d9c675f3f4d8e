package io.inkwash.restore.degradation;

import org.bytedeco.pytorch.Tensor;

/**
 * An operator that scales each number of an image by itself: a measurement is shaped like its
 * image, U and V are the identity, and only the singular values differ.
 */
interface DiagonalOperator extends SpectralOperator {

  @Override
  default long[] measured(long... image) {
    return image.clone();
  }

  @Override
  default Tensor spectrum(Tensor x) {
    return x;
  }

  @Override
  default Tensor fromSpectrum(Tensor z) {
    return z;
  }

  @Override
  default Tensor measuredSpectrum(Tensor y) {
    return y;
  }

  @Override
  default Tensor fromMeasuredSpectrum(Tensor z) {
    return z;
  }
}
