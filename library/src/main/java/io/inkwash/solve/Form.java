package io.inkwash.solve;

/** Which third-order multistep formula. They differ in the weight of the second derivative. */
public enum Form {
  /** Taylor's weight, which makes the solver third order. */
  CORRECTED(1),
  /** Half of it, as in the authors' code and its descendants, which are second order for it. */
  PUBLISHED(0.5);

  private final double curvature;

  Form(double curvature) {
    this.curvature = curvature;
  }

  /** The factor of Taylor's weight. */
  public double curvature() {
    return curvature;
  }
}
