package io.inkwash.nn;

/** How a U-Net goes from one level to the next. */
public enum Resampling {
  /** A strided convolution down; nearest neighbors, then a convolution, up. */
  CONVOLUTION,
  /** Means of four down, nearest neighbors up; nothing is learned. */
  PLAIN,
  /** A residual block that resizes inside (Dhariwal and Nichol 2021, table 1, BigGAN's blocks). */
  RESIDUAL
}
