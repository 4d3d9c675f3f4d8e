package io.inkwash.metric.feature;

import org.bytedeco.pytorch.Tensor;

/**
 * What turns images into vectors that can be compared.
 *
 * <p>Two extractors with equal {@link #contentHash} give equal features, so statistics of real
 * images can be kept under it.
 */
public interface FeatureExtractor extends AutoCloseable {

  /** What reports call it, for example {@code digits-lenet}. */
  String name();

  /** The number of features of an image, D. */
  int width();

  /** The number of classes that it distinguishes, K; 0 if it does not classify. */
  int classes();

  /** How images of other sizes and colors are brought to its own, in words. */
  String resizeRule();

  /** A SHA-256 over its kind and its weights, in hexadecimal. */
  String contentHash();

  /** How many images to give it at once, so that memory stays modest. */
  int batch();

  /**
   * The features of some images. Gradients are not recorded.
   *
   * @param pixels [N,C,H,W] float32 in [0, 1], C 1 or 3
   */
  Activations activations(Tensor pixels);

  /** Releases the weights, if there are any. */
  @Override
  default void close() {}
}
