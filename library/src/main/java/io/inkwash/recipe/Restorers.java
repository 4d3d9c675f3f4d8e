package io.inkwash.recipe;

import static io.inkwash.recipe.Restorer.Steps.DRAWING;
import static io.inkwash.recipe.Restorer.Steps.NONE;
import static io.inkwash.recipe.Restorer.Steps.OWN;
import static io.inkwash.recipe.Restorer.Steps.SOLVER;
import static io.inkwash.recipe.Restorer.Tolerance.ANY;
import static io.inkwash.recipe.Restorer.Tolerance.EXACT;
import static io.inkwash.recipe.Restorer.Tolerance.NOISY;

import io.inkwash.restore.Bicubic;
import io.inkwash.restore.Ddnm;
import io.inkwash.restore.DdnmPlus;
import io.inkwash.restore.Ddrm;
import io.inkwash.restore.Dps;
import io.inkwash.restore.Jumps;
import io.inkwash.restore.MeanImage;
import io.inkwash.restore.MedianFilter;
import io.inkwash.restore.Midway;
import io.inkwash.restore.Nearest;
import io.inkwash.restore.PiGdm;
import io.inkwash.restore.RePaint;
import io.inkwash.restore.Replacement;
import io.inkwash.restore.SplitGibbs;
import io.inkwash.restore.Sweeps;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** Ways to restore, by name: a line each. Levels are those where black is -1 and white is 1. */
final class Restorers {
  private static final Set<Task> ALL = EnumSet.allOf(Task.class);
  private static final Set<Task> LOST = EnumSet.complementOf(EnumSet.of(Task.DENOISE));
  private static final Set<Task> NOISE = EnumSet.of(Task.DENOISE);
  private static final Set<Task> SMALL = EnumSet.of(Task.SUPERRES);

  private Restorers() {}

  /** Ways to restore. */
  static final Shelf<Restorer> RESTORERS =
      new Shelf<Restorer>("method")
          .add(
              "ddnm",
              new Restorer(LOST, EXACT, SOLVER, c -> c.drawn(new Ddnm(c.model(), c.measurement()))),
              "null-space model: each guess agrees with the input (Wang et al. 2023)")
          .add(
              "ddnm-plus",
              new Restorer(ALL, ANY, OWN, c -> c.drawn(new DdnmPlus(c.measurement()))),
              "the same as far as the input's noise allows, by DDPM's steps (Wang et al. 2023)")
          .add(
              "ddrm",
              "eta=0.85, etaB=1",
              Restorers::ddrm,
              "each coordinate by how well it was seen (Kawar et al. 2022)")
          .add(
              "pigdm",
              "spread=0.5",
              Restorers::piGdm,
              "pseudo-inverse guidance; spread is that of pixels (Song et al. 2023)")
          .add(
              "dps",
              "zeta=1",
              Restorers::dps,
              "against the gradient of |y - A x0| after each step (Chung et al. 2023)")
          .add(
              "replacement",
              new Restorer(
                  LOST, EXACT, SOLVER, c -> c.drawn(new Replacement(c.solver(), c.measurement()))),
              "what is known is put in with noise after each step (Song et al. 2021)")
          .add(
              "repaint",
              "jump=10, resamples=10",
              Restorers::rePaint,
              "replacement that goes back up to make the parts fit (Lugmayr et al. 2022)")
          .add(
              "split-gibbs",
              "highest=2, lowest=0.1, sweeps=10",
              Restorers::splitGibbs,
              "noisy and clean image by turns; lowest is at least the noise (Wu et al. 2024)")
          .add(
              "posterior-sample",
              new Restorer(NOISE, NOISY, DRAWING, Restorers::posteriorSample),
              "drawn from where the path is as noisy as the input: one of the possible images")
          .add(
              "posterior-mean",
              new Restorer(NOISE, NOISY, OWN, Restorers::posteriorMean),
              "the model's guess in one leap: the mean of the possible images")
          .add(
              "nearest",
              new Restorer(SMALL, ANY, NONE, Restorers::nearest),
              "baseline: each pixel repeated")
          .add(
              "bicubic",
              new Restorer(SMALL, ANY, NONE, Restorers::bicubic),
              "baseline: made larger by cubic convolution (Keys 1981)")
          .add("median", "size=3", Restorers::median, "baseline: the median of the square about")
          .add(
              "mean-image",
              new Restorer(LOST, ANY, NONE, Restorers::meanImage),
              "baseline: the training set's mean image, made to agree with the input")
          .add(
              "pseudo-inverse",
              new Restorer(ALL, ANY, NONE, Restorers::pseudoInverse),
              "baseline: the smallest image that agrees with the input");

  private static Restorer ddrm(Arguments a) {
    double eta = a.number("eta");
    double etaB = a.number("etaB");
    return new Restorer(ALL, ANY, OWN, c -> c.drawn(new Ddrm(c.measurement(), eta, etaB)));
  }

  private static Restorer piGdm(Arguments a) {
    double spread = a.number("spread");
    return new Restorer(
        ALL,
        ANY,
        SOLVER,
        c -> c.drawn(new PiGdm(c.model(), c.path(), c.measurement(), c.level(spread))));
  }

  private static Restorer dps(Arguments a) {
    double zeta = a.number("zeta");
    return new Restorer(
        ALL, ANY, SOLVER, c -> c.drawn(new Dps(c.solver(), c.measurement(), c.level(zeta))));
  }

  private static Restorer rePaint(Arguments a) {
    Jumps jumps = new Jumps(a.integer("jump"), a.integer("resamples"));
    return new Restorer(
        LOST,
        EXACT,
        SOLVER,
        c -> c.drawn(new RePaint(c.solver(), c.measurement()), jumps.over(c.times())));
  }

  private static Restorer splitGibbs(Arguments a) {
    Sweeps asked = new Sweeps(a.number("highest"), a.number("lowest"), a.integer("sweeps"));
    return new Restorer(
        ALL,
        ANY,
        DRAWING,
        c -> {
          double lowest = Math.max(c.level(asked.lowest()), c.measurement().sigma());
          double highest = Math.max(c.level(asked.highest()), lowest);
          Sweeps sweeps = new Sweeps(highest, lowest, asked.count());
          return c.drawn(
              new SplitGibbs(c.solver(), c.measurement()), sweeps.over(c.path(), c.times()));
        });
  }

  private static Case.Plan posteriorSample(Case c) {
    Midway place = Midway.atNoise(c.path(), c.measurement().sigma());
    return c.walked(place.ofNoisy(c.measurement().y()), place.times(c.times()));
  }

  private static Case.Plan posteriorMean(Case c) {
    Midway place = Midway.atNoise(c.path(), c.measurement().sigma());
    return Case.computed(() -> place.mean(c.measurement().y(), c.model()));
  }

  private static Case.Plan nearest(Case c) {
    Nearest nearest = new Nearest(c.factor());
    return Case.computed(() -> nearest.restore(c.measurement().y()));
  }

  private static Case.Plan bicubic(Case c) {
    Bicubic cubic = new Bicubic(c.factor());
    return Case.computed(() -> cubic.restore(c.measurement().y()));
  }

  private static Restorer median(Arguments a) {
    MedianFilter filter = new MedianFilter(a.integer("size"));
    return new Restorer(
        NOISE, ANY, NONE, c -> Case.computed(() -> filter.restore(c.measurement().y())));
  }

  private static Case.Plan meanImage(Case c) {
    Tensor mean = c.mean().get();
    long[] shape = c.shape();
    if (mean.size(2) != shape[2] || mean.size(3) != shape[3]) {
      throw new IllegalArgumentException(
          "a mean image of %d x %d for images of %d x %d; leave it out where they are tiled"
              .formatted(mean.size(2), mean.size(3), shape[2], shape[3]));
    }
    MeanImage image = new MeanImage(c.measurement().operator(), mean);
    return Case.computed(() -> image.restore(c.measurement().y()));
  }

  private static Case.Plan pseudoInverse(Case c) {
    return Case.computed(() -> c.measurement().operator().pseudoInverse(c.measurement().y()));
  }
}
