package io.inkwash.variational;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The probability that a normal distribution gives each of a pixel's 256 values: the mass of an
 * interval that reaches half a step to both sides, the two outermost without end (Ho et al. 2020,
 * equation 13). Exact far out in the tails as well, where a difference of two distribution
 * functions is zero and has no gradient: a decoder that is wrong by many deviations still learns.
 *
 * @param low the number that stands for byte 0
 * @param high the number that stands for byte 255
 */
record ByteBins(double low, double high) {
  private static final double FAR = 1e4; // deviations; beyond it squares leave float32

  /**
   * The natural logarithm of each pixel's probability.
   *
   * @param x [N,C,H,W] images from bytes
   * @param mean [N,C,H,W]
   * @param logVariance what spreads over it
   */
  Tensor logProbability(Tensor x, Tensor mean, Tensor logVariance) {
    Scalar half = new Scalar(0.5 * (high - low) / 255);
    Tensor scale = logVariance.mul(new Scalar(-0.5)).exp();
    Tensor centered = x.sub(mean);
    Tensor upper = clamp(centered.add(half).mul(scale));
    Tensor lower = clamp(centered.sub(half).mul(scale));
    // The mass between a and b is that between -b and -a: the side where the tail is the left one.
    Tensor right = lower.add(upper).gt(new Scalar(0.0));
    Tensor b = torch.where(right, lower.neg(), upper);
    Tensor a = torch.where(right, upper.neg(), lower);
    // The outermost intervals have one end, whose tail is the whole answer.
    Tensor first = x.le(new Scalar(low + 0.25 * (high - low) / 255));
    Tensor last = x.ge(new Scalar(high - 0.25 * (high - low) / 255));
    Tensor near = torch.where(first, upper, torch.where(last, lower.neg(), b));
    Tensor logNear = torch.special_log_ndtr(near);
    Tensor less = logOneMinusExp(torch.special_log_ndtr(a).sub(logNear));
    Tensor open = first.logical_or(last);
    return logNear.add(less.masked_fill(open, new Scalar(0.0)));
  }

  private static Tensor clamp(Tensor z) {
    return z.clamp_min(new Scalar(-FAR)).clamp_max(new Scalar(FAR));
  }

  /** log(1 - exp(d)) of a d below zero. */
  private static Tensor logOneMinusExp(Tensor d) {
    return d.clamp_max(new Scalar(-1e-30)).expm1().neg().log();
  }
}
