package io.inkwash.weighting;

import static io.inkwash.format.Text.format;

import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;

/** The weightings of the literature. Formulas are for the weight on the squared x0 error. */
public final class Weightings {

  private Weightings() {}

  /**
   * {@code SNR}, which is one on the squared noise error: DDPM's L_simple (Ho et al. 2020, arXiv
   * 2006.11239, equation 14), and NCSN's sigma^2 on the squared score error.
   */
  public static Weighting simple() {
    return new Simple();
  }

  /** One on the squared error of the target itself, as in flow matching. */
  public static Weighting unit(Target target) {
    return new Unit(target);
  }

  /**
   * The variational bound in continuous time, {@code -SNR' / 2} (Kingma et al. 2021, arXiv
   * 2107.00630, section 5): nats for each unit of time. Times the path's length, and averaged over
   * uniform times, it is the bound's diffusion term.
   */
  public static Weighting vlb() {
    return new Vlb();
  }

  /** One term of the discrete bound, for steps of the given length: {@link StepVlb}. */
  public static Weighting vlb(double stride) {
    return new StepVlb(stride);
  }

  /**
   * {@code g^2 / 2} on the squared score error (Song, Durkan et al. 2021, arXiv 2101.09258, theorem
   * 1). It is the same function as {@link #vlb()}.
   */
  public static Weighting likelihood() {
    return new Likelihood();
  }

  /** {@code min(SNR, 5)}: {@link #minSnr(double)} with the published gamma. */
  public static Weighting minSnr() {
    return minSnr(5);
  }

  /** {@code min(SNR, gamma)} (Hang et al. 2023, arXiv 2303.09556). */
  public static Weighting minSnr(double gamma) {
    return new MinSnr(positive("gamma", gamma));
  }

  /**
   * {@code SNR gamma / (SNR + gamma)}, a smooth minimum of the two (Crowson et al. 2024, arXiv
   * 2401.11605). With {@code gamma = 1 / sigmaData^2} it is one over the variance of {@code x_t /
   * alpha}; 4 is sigmaData 0.5.
   */
  public static Weighting softMinSnr(double gamma) {
    return new SoftMinSnr(positive("gamma", gamma));
  }

  /** {@code max(SNR, 1)} (Salimans and Ho 2022, arXiv 2202.00512, section 4). */
  public static Weighting truncatedSnr() {
    return new TruncatedSnr();
  }

  /**
   * {@code SNR / (1 + SNR)}: {@link #p2(double, double)} with the published k = 1 and gamma = 1.
   */
  public static Weighting p2() {
    return p2(1, 1);
  }

  /** {@code SNR / (k + SNR)^gamma} (Choi et al. 2022, arXiv 2204.00227). */
  public static Weighting p2(double k, double gamma) {
    return new P2(positive("k", k), gamma);
  }

  /**
   * {@code SNR + 1 / sigmaData^2}, which is one on the squared error of EDM's target (Karras et al.
   * 2022, arXiv 2206.00364, equation 8).
   */
  public static Weighting edm(double sigmaData) {
    return new EdmWeight(positive("sigmaData", sigmaData));
  }

  /**
   * {@code 2 / (pi (alpha^2 + sigma^2))} on the squared velocity error: the density of {@link
   * io.inkwash.time.training.CosMap} as a weight (Esser et al. 2024, arXiv 2403.03206, section
   * 3.1).
   */
  public static Weighting cosMap() {
    return new CosMapWeight();
  }

  /**
   * {@code 1 / sigma^2} on the squared velocity error: "sigma_sqrt" of the training scripts for
   * Stable Diffusion 3 and Flux.
   */
  public static Weighting inverseVariance() {
    return new InverseVariance();
  }

  /**
   * {@code sqrt(SNR)}, which is {@code 1 / sqrt(SNR)} on the squared noise error (Yu et al. 2024,
   * "Debias the Training of Diffusion Models", arXiv 2310.08442).
   */
  public static Weighting debiased() {
    return new Debiased();
  }

  private static double positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          format("%s %s of a weighting: need a positive number", what, value));
    }
    return value;
  }

  private record Simple() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return path.logSnr(t);
    }
  }

  private record Unit(Target target) implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      double det = Math.abs(target.determinant(path, t));
      return 2 * (Math.log(det) - Math.log(path.sigma(t)));
    }
  }

  private record Vlb() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return path.logSnr(t) + Math.log(-0.5 * path.logSnrDot(t));
    }
  }

  private record Likelihood() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      double logScoreError = Math.log(path.alpha(t)) - 2 * Math.log(path.sigma(t));
      return Math.log(0.5 * path.diffusionSquared(t)) + 2 * logScoreError;
    }
  }

  private record MinSnr(double gamma) implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return Math.min(path.logSnr(t), Math.log(gamma));
    }
  }

  private record SoftMinSnr(double gamma) implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return Math.log(gamma) - Math.log1p(gamma * Math.exp(-path.logSnr(t)));
    }
  }

  private record TruncatedSnr() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return Math.max(path.logSnr(t), 0);
    }
  }

  private record P2(double k, double gamma) implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return path.logSnr(t) - gamma * Math.log(k + path.snr(t));
    }
  }

  private record CosMapWeight() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      double alpha = path.alpha(t);
      double sigma = path.sigma(t);
      return velocity(path, t) + Math.log(2 / (Math.PI * (alpha * alpha + sigma * sigma)));
    }
  }

  private record InverseVariance() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return velocity(path, t) - 2 * Math.log(path.sigma(t));
    }
  }

  private record Debiased() implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return 0.5 * path.logSnr(t);
    }
  }

  /** Logarithm of the weight that is one on the squared velocity error. */
  private static double velocity(GaussianPath path, double t) {
    return new Unit(Targets.velocity()).logOnX0(path, t);
  }

  private record EdmWeight(double sigmaData) implements Weighting {
    @Override
    public double logOnX0(GaussianPath path, double t) {
      return Math.log(path.snr(t) + 1 / (sigmaData * sigmaData));
    }
  }
}
