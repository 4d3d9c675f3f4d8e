package io.inkwash.torch;

/** How the weights of a part of a network start. */
public enum Start {
  /** Uniform in +-1/sqrt(fan in), as PyTorch's layers do; norms one and zero. */
  UNIFORM,
  /** Zero, so that the part adds nothing at first and a residual branch starts as the identity. */
  ZERO,
  /** One, as the scale of a norm. */
  ONE,
  /** Standard normal, as PyTorch's embedding tables. */
  NORMAL
}
