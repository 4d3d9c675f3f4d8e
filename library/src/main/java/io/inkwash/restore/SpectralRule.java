package io.inkwash.restore;

import io.inkwash.restore.degradation.SpectralOperator;
import org.bytedeco.pytorch.Tensor;

/** How a step treats what an operator sees well, badly or not at all. */
@FunctionalInterface
interface SpectralRule {

  /**
   * What goes into one coordinate of the next state.
   *
   * @param x0 share of the estimate
   * @param x share of the state
   * @param y share of what the measurement says, {@code U^T y} over the singular value; not looked
   *     at where that is 0
   * @param noise share of fresh noise
   */
  record Shares(double x0, double x, double y, double noise) {}

  /** The shares where the operator has a singular value. */
  Shares at(double singular);

  /**
   * The state that the rule makes.
   *
   * @param operator the measurement's
   * @param x0 [N,C,H,W] the estimate
   * @param x [N,C,H,W] the state
   * @param noise [N,C,H,W] standard normal
   */
  default Tensor apply(
      SpectralOperator operator, Measurement measurement, Tensor x0, Tensor x, Tensor noise) {
    double[] values = operator.singularValues(x.size(1), x.size(2), x.size(3));
    double[][] shares = new double[4][values.length];
    for (int i = 0; i < values.length; i++) {
      Shares here = at(values[i]);
      shares[0][i] = here.x0;
      shares[1][i] = here.x;
      shares[2][i] = values[i] == 0 ? 0 : here.y / values[i];
      shares[3][i] = here.noise;
    }
    Tensor z = operator.spectrum(x0).mul(SpectralOperator.perValue(shares[0], x));
    z.add_(operator.spectrum(x).mul(SpectralOperator.perValue(shares[1], x)));
    z.add_(
        operator
            .measuredSpectrum(measurement.like(x))
            .mul(SpectralOperator.perValue(shares[2], x)));
    z.add_(operator.spectrum(noise).mul(SpectralOperator.perValue(shares[3], x)));
    return operator.fromSpectrum(z);
  }
}
