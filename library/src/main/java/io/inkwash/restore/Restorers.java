package io.inkwash.restore;

import static io.inkwash.format.Text.format;
import static io.inkwash.restore.Restorer.Need.LOSS;
import static io.inkwash.restore.Restorer.Need.NOISY_IMAGE;
import static io.inkwash.restore.Restorer.Need.SMALL_IMAGE;
import static io.inkwash.restore.Restorer.Need.SPECTRUM;
import static io.inkwash.restore.Restorer.Steps.DRAWING;
import static io.inkwash.restore.Restorer.Steps.NONE;
import static io.inkwash.restore.Restorer.Steps.OWN;
import static io.inkwash.restore.Restorer.Steps.SOLVER;
import static io.inkwash.restore.Restorer.Tolerance.ANY;
import static io.inkwash.restore.Restorer.Tolerance.EXACT;
import static io.inkwash.restore.Restorer.Tolerance.NOISY;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.restore.Restorer.Need;
import io.inkwash.solve.sde.PredictorCorrector;
import org.bytedeco.pytorch.Tensor;

/**
 * Methods that restore images, by name: a line each. Noise levels are those where black is -1 and
 * white is 1.
 */
public final class Restorers {
  private Restorers() {}

  /** Methods that restore images. */
  public static final Registry<Restorer> RESTORERS =
      new Registry<Restorer>("method")
          .register(
              "ddnm",
              new Restorer(LOSS, EXACT, SOLVER, c -> c.drawn(new Ddnm(c.model(), c.measurement()))),
              "null-space model: each estimate agrees with the input (Wang et al. 2023)")
          .register(
              "ddnm-plus",
              new Restorer(SPECTRUM, ANY, OWN, c -> c.drawn(new DdnmPlus(c.measurement()))),
              "the same as far as the input's noise allows, by DDPM's steps (Wang et al. 2023)")
          .register(
              "ddrm",
              "eta=0.85, etaB=1",
              Restorers::ddrm,
              "each coordinate by how well it was seen (Kawar et al. 2022)")
          .register(
              "pigdm",
              "spread=0.5",
              Restorers::piGdm,
              "pseudo-inverse guidance; spread is that of pixels (Song et al. 2023)")
          .register(
              "dps",
              "zeta=1",
              Restorers::dps,
              "against the gradient of |y - A x0| after each step (Chung et al. 2023)")
          .register(
              "replacement",
              new Restorer(
                  LOSS, EXACT, SOLVER, c -> c.drawn(new Replacement(c.solver(), c.measurement()))),
              "what is known is put in with noise after each step (Song et al. 2021)")
          .register(
              "corrected-replacement",
              "snr=0.16, corrections=1",
              Restorers::correctedReplacement,
              "replacement with Langevin corrections at each level (Song et al. 2021)")
          .register(
              "repaint",
              "jump=10, resamples=10",
              Restorers::rePaint,
              "replacement that goes back up to make the parts fit (Lugmayr et al. 2022)")
          .register(
              "split-gibbs",
              "highest=2, lowest=0.1, sweeps=10",
              Restorers::splitGibbs,
              "noisy and clean image by turns; lowest is at least the noise (Wu et al. 2024)")
          .register(
              "posterior-sample",
              new Restorer(NOISY_IMAGE, NOISY, DRAWING, Restorers::posteriorSample),
              "drawn from where the path is as noisy as the input: one of the possible images")
          .register(
              "posterior-mean",
              new Restorer(NOISY_IMAGE, NOISY, OWN, Restorers::posteriorMean),
              "the model's estimate in one evaluation: the mean of the possible images")
          .register(
              "nearest",
              new Restorer(SMALL_IMAGE, ANY, NONE, Restorers::nearest),
              "baseline: each pixel repeated")
          .register(
              "bicubic",
              new Restorer(SMALL_IMAGE, ANY, NONE, Restorers::bicubic),
              "baseline: made larger by cubic convolution (Keys 1981)")
          .register(
              "median", "size=3", Restorers::median, "baseline: the median of the square about")
          .register(
              "mean-image",
              new Restorer(LOSS, ANY, NONE, Restorers::meanImage),
              "baseline: the training set's mean image, made to agree with the input")
          .register(
              "pseudo-inverse",
              new Restorer(Need.ANY, ANY, NONE, Restorers::pseudoInverse),
              "baseline: the smallest image that agrees with the input");

  private static Restorer ddrm(Arguments a) {
    double eta = a.number("eta");
    double etaB = a.number("etaB");
    return new Restorer(SPECTRUM, ANY, OWN, c -> c.drawn(new Ddrm(c.measurement(), eta, etaB)));
  }

  private static Restorer piGdm(Arguments a) {
    double spread = a.number("spread");
    return new Restorer(
        Need.ANY,
        ANY,
        SOLVER,
        c -> c.drawn(new PiGdm(c.model(), c.path(), c.measurement(), c.level(spread))));
  }

  private static Restorer dps(Arguments a) {
    double zeta = a.number("zeta");
    return new Restorer(
        Need.ANY, ANY, SOLVER, c -> c.drawn(new Dps(c.solver(), c.measurement(), c.level(zeta))));
  }

  private static Restorer correctedReplacement(Arguments a) {
    PredictorCorrector sampler = new PredictorCorrector(a.number("snr"), a.integer("corrections"));
    return new Restorer(
        LOSS, EXACT, OWN, c -> c.drawn(new CorrectedReplacement(sampler, c.measurement())));
  }

  private static Restorer rePaint(Arguments a) {
    Jumps jumps = new Jumps(a.integer("jump"), a.integer("resamples"));
    return new Restorer(
        LOSS,
        EXACT,
        SOLVER,
        c -> c.drawn(new RePaint(c.solver(), c.measurement()), jumps.over(c.times())));
  }

  private static Restorer splitGibbs(Arguments a) {
    Sweeps given = new Sweeps(a.number("highest"), a.number("lowest"), a.integer("sweeps"));
    return new Restorer(
        SPECTRUM,
        ANY,
        DRAWING,
        c -> {
          double lowest = Math.max(c.level(given.lowest()), c.measurement().sigma());
          double highest = Math.max(c.level(given.highest()), lowest);
          Sweeps sweeps = new Sweeps(highest, lowest, given.count());
          return c.drawn(
              new SplitGibbs(c.solver(), c.measurement()), sweeps.over(c.path(), c.times()));
        });
  }

  private static InverseProblem.Plan posteriorSample(InverseProblem c) {
    StartTime start = StartTime.atNoise(c.path(), c.measurement().sigma());
    return c.continued(start.ofNoisy(c.measurement().y()), start.times(c.times()));
  }

  private static InverseProblem.Plan posteriorMean(InverseProblem c) {
    StartTime start = StartTime.atNoise(c.path(), c.measurement().sigma());
    return InverseProblem.computed(() -> start.mean(c.measurement().y(), c.model()));
  }

  private static InverseProblem.Plan nearest(InverseProblem c) {
    Nearest nearest = new Nearest(c.factor());
    return InverseProblem.computed(() -> nearest.restore(c.measurement().y()));
  }

  private static InverseProblem.Plan bicubic(InverseProblem c) {
    Bicubic cubic = new Bicubic(c.factor());
    return InverseProblem.computed(() -> cubic.restore(c.measurement().y()));
  }

  private static Restorer median(Arguments a) {
    MedianFilter filter = new MedianFilter(a.integer("size"));
    return new Restorer(
        NOISY_IMAGE,
        ANY,
        NONE,
        c -> InverseProblem.computed(() -> filter.restore(c.measurement().y())));
  }

  private static InverseProblem.Plan meanImage(InverseProblem c) {
    Tensor mean = c.mean().get();
    long[] shape = c.shape();
    if (mean.size(2) != shape[2] || mean.size(3) != shape[3]) {
      throw new IllegalArgumentException(
          format(
              "a mean image of %d x %d for images of %d x %d; leave it out where they are tiled",
              mean.size(2), mean.size(3), shape[2], shape[3]));
    }
    MeanImage image = new MeanImage(c.measurement().operator(), mean);
    return InverseProblem.computed(() -> image.restore(c.measurement().y()));
  }

  private static InverseProblem.Plan pseudoInverse(InverseProblem c) {
    return InverseProblem.computed(
        () -> c.measurement().operator().pseudoInverse(c.measurement().y()));
  }
}
