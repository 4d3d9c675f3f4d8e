package io.inkwash.restore;

import static io.inkwash.restore.NormalPixels.COMPLETE;
import static io.inkwash.restore.NormalPixels.EXACT;
import static io.inkwash.restore.NormalPixels.MEAN;
import static io.inkwash.restore.NormalPixels.SPREAD;
import static io.inkwash.restore.NormalPixels.STEPS;
import static io.inkwash.restore.NormalPixels.degradation;
import static io.inkwash.restore.NormalPixels.distance;
import static io.inkwash.restore.NormalPixels.prior;
import static io.inkwash.restore.NormalPixels.restoration;
import static io.inkwash.restore.NormalPixels.restored;
import static io.inkwash.restore.NormalPixels.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.model.Priors;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.Degradations;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every method of the catalog on {@link NormalPixels}. */
@ExtendWith(NativeLeakGuard.class)
class RestorationTest {
  private static final String DENOISE = "none";
  private static final String SUPERRES = "block(factor=2)";
  private static final String COLORIZE = "gray";

  /** One of each kind, and two whose singular values are not known. */
  private static final List<String> DEGRADATIONS =
      List.of(
          DENOISE,
          COMPLETE,
          SUPERRES,
          "box(size=3)",
          COLORIZE,
          "motion(length=3)",
          "radon(angles=9)");

  /**
   * Every line of the registry, on everything that it says it is for, in batches of 3 and 2 + 1.
   */
  @Test
  void everyMethodRestoresAndDoesNotSeeTheBatch() {
    Prior prior = prior("ancestral", PixelRange.SYMMETRIC);
    for (String name : Catalog.RESTORERS.names()) {
      Restorer method = Catalog.RESTORERS.make(Spec.parse(name));
      for (String happened : DEGRADATIONS) {
        for (double noise : new double[] {0, 0.2}) {
          Restoration restoration = restoration(prior, happened, noise);
          boolean takes = method.takes(restoration.degradation(), restoration.operator(), noise);
          if (!takes || (happened.equals(DENOISE) && noise == 0)) {
            continue;
          }
          Tensor y = restoration.measure(truth(3), 0);
          Tensor all = restored(restoration, name, y, 0);
          String what = name + " for " + happened + " with noise " + noise;
          assertThat(Tensors.shape(all)).as(what).containsExactly(3, 3, 12, 12);
          assertThat(Tensors.toDoubles(all)).as(what).doesNotContain(Double.NaN);
          // Sums of products may be taken in another order in a batch of another size.
          assertThat(
                  distance(restored(restoration, name, y.narrow(0, 0, 2), 0), all.narrow(0, 0, 2)))
              .as(what)
              .isLessThan(1e-9);
          assertThat(
                  distance(restored(restoration, name, y.narrow(0, 2, 1), 2), all.narrow(0, 2, 1)))
              .as(what)
              .isLessThan(1e-9);
        }
      }
    }
  }

  /** Those that take their input to be exact end on it, and so do these others where it is. */
  @Test
  void exactMethodsAgreeWithTheirInput() {
    Prior prior = prior("ancestral", PixelRange.SYMMETRIC);
    List<String> promised = new ArrayList<>(List.of("ddnm-plus", "ddrm"));
    promised.addAll(List.of("mean-image", "pseudo-inverse"));
    Catalog.RESTORERS
        .names()
        .forEach(
            name -> {
              Restorer method = Catalog.RESTORERS.make(Spec.parse(name));
              if (method.noise() == Restorer.Tolerance.EXACT) {
                promised.add(name);
              }
            });
    assertThat(promised).contains("ddnm", "replacement", "repaint");
    // A blur is inverted only as far as its cutoff goes.
    for (String happened : List.of(COMPLETE, SUPERRES, COLORIZE)) {
      Restoration restoration = restoration(prior, happened, 0);
      Tensor y = restoration.measure(truth(2), 0);
      for (String name : promised) {
        Tensor images = restored(restoration, name, y, 0);
        double off = Tensors.toDoubles(restoration.operator().residual(images, y).max())[0];
        assertThat(off).as(name + " for " + happened).isLessThan(1e-9);
      }
    }
  }

  @Test
  void posteriorMeanIsBayesRule() {
    Restoration restoration = restoration(prior("ddim", PixelRange.SYMMETRIC), DENOISE, 0.3);
    Tensor y = restoration.measure(truth(2), 0);
    double weight = SPREAD * SPREAD / (SPREAD * SPREAD + 0.3 * 0.3);
    Tensor expected = Tensors.combine(weight, y, MEAN * (1 - weight), y.new_ones(1, 1, 1, 1));
    // The time of a noise level is found to about 1e-12.
    assertThat(distance(restored(restoration, "posterior-mean", y, 0), expected)).isLessThan(1e-9);
  }

  @Test
  void evaluationsAreCounted() {
    Restoration restoration = restoration(prior("ancestral", PixelRange.SYMMETRIC), COMPLETE, 0);
    Tensor y = restoration.measure(truth(2), 0);
    List<Integer> steps = new ArrayList<>();
    Restored restored =
        restoration.restore(
            Spec.parse("repaint(jump=2, resamples=3)"),
            y,
            0,
            (images, done, of) -> steps.add(done));
    // Jumps of 2 from the least time and the one 2 above, each walked down three times.
    assertThat(restored.evaluations()).isEqualTo(STEPS + 2 * 2 * 2);
    assertThat(steps).hasSize(STEPS + 2 * 2 * 2 + 4); // and the steps up
    assertThat(restoration.restore(Spec.parse("mean-image"), y, 0, StepProgress.NONE).evaluations())
        .isZero();
  }

  /** A level is given where black is -1 and white is 1, whatever the model's numbers. */
  @Test
  void noiseMeansTheSameInEveryRange() {
    Restoration symmetric = restoration(prior("ddim", PixelRange.SYMMETRIC), SUPERRES, 0.4);
    Restoration unit = restoration(prior("ddim", PixelRange.UNIT), SUPERRES, 0.4);
    Tensor x = truth(2);
    Tensor half = x.mul(new Scalar(0.5)).add(new Scalar(0.5));
    Tensor back = unit.measure(half, 0).mul(new Scalar(2.0)).sub(new Scalar(1.0));
    assertThat(distance(back, symmetric.measure(x, 0))).isLessThan(1e-12);
  }

  @Test
  void picturesGoInAndComeOut() {
    Prior prior = prior("ancestral", PixelRange.UNIT);
    Restoration restoration = restoration(prior, SUPERRES, 0);
    List<Picture> small = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      small.add(Picture.filled(3, 6, 6, 40 * k));
    }
    List<Picture> large = restoration.restore(Spec.parse("nearest"), small, 2, StepProgress.NONE);
    for (int k = 0; k < 3; k++) {
      assertThat(large.get(k)).isEqualTo(Picture.filled(3, 12, 12, 40 * k));
    }
    assertThat(prior.pictures(prior.tensor(small))).isEqualTo(small);
  }

  /** The mixture of normal pixels does not see tiles, so whole images come out as by one model. */
  @Test
  void largerImagesAreMadeOfTiles() {
    Prior large = prior("ancestral", PixelRange.SYMMETRIC).on(20, 16, 4);
    assertThat(large.data().height() == 20 && large.data().width() == 16).isTrue();
    Restoration restoration = Restoration.of(large, degradation("block(factor=4)"), 0, 3);
    Tensor y = restoration.measure(Rng.seed(2).normal(1, 3, 20, 16).to(ScalarType.Double), 0);
    Tensor tiled = restored(restoration, "ddnm", y, 0);
    Tensor whole = restored(restoration.by(large.with(EXACT)), "ddnm", y, 0);
    assertThat(distance(tiled, whole)).isLessThan(1e-12);
  }

  @Test
  void whatAMethodCannotDoIsRefusedBeforeTheModelIsAsked() {
    Denoiser nobody =
        (x, t) -> {
          throw new AssertionError("asked");
        };
    Prior prior = prior("ddim", PixelRange.SYMMETRIC).with(nobody);
    refused(
        prior,
        COMPLETE,
        0,
        "nearest",
        "nearest enlarges images that were made smaller; there are ddnm, ");
    refused(prior, COMPLETE, 0.1, "ddnm", "without noise, and noise is 0.1; there are ddnm-plus");
    refused(prior, DENOISE, 0.1, "repaint", "repaint completes images that have lost something");
    refused(prior, DENOISE, 0.1, "posterior-sample", "needs a stochastic solver");
    refused(prior, COMPLETE, 0, "split-gibbs", "needs a stochastic solver");
    refused(prior, DENOISE, 1e9, "posterior-mean", "noise of level 1.0E9", "up to");
    for (String method : List.of("ddrm", "ddnm-plus", "split-gibbs")) {
      refused(
          prior,
          "radon(angles=9)",
          0,
          method,
          method + " needs the singular values of what happened, which are not known here",
          "; there are ddnm, pigdm, dps, replacement, corrected-replacement, repaint, mean-image, pseudo-inverse");
    }
    refused(prior, COMPLETE, 0, "dps(zeta=0)", "method dps(zeta=0): zeta of DPS is 0.0");
    refused(prior, COMPLETE, 0, "ddmn", "there is no method ddmn; did you mean ddnm?");
    Prior large = prior.on(24, 24, 1);
    refused(large, COMPLETE, 0, "mean-image", "leave it out where they are tiled");
    assertThatThrownBy(() -> Restoration.of(prior, degradation("block(factor=5)"), 0, 0))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("12 pixels made fewer by a factor of 5");
    Prior gray = new Prior(EXACT, prior.sampler(), new ImageSpec(1, 12, 12, PixelRange.UNIT));
    assertThatThrownBy(() -> restoration(gray, COLORIZE, 0))
        .hasMessageContaining("no color to restore");
    assertThatThrownBy(() -> prior.on(11, 24, 1)).hasMessageContaining("that size or larger");
    assertThatThrownBy(() -> prior.on(1 << 16, 1 << 16, 1))
        .hasMessageContaining("65536x65536 needs about 786432 MiB");
    assertThatThrownBy(
            () -> Restoration.of(prior, degradation("half"), 0, 0).check(Spec.parse("mean-image")))
        .hasMessageContaining("mean of the data is not known");
  }

  private static void refused(
      Prior prior, String happened, double noise, String method, String... words) {
    assertThatThrownBy(() -> restoration(prior, happened, noise).check(Spec.parse(method)))
        .as(method)
        .isInstanceOf(SpecException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aModelThatIsAlwaysGivenAClassIsNoPrior() {
    DiffusionRecipe small = Recipes.diffusion("ddpm-small");
    DiffusionRecipe conditional =
        Settings.apply(
            small.withData(
                new ImageSpec(1, 12, 12, PixelRange.SYMMETRIC, ClassNames.numbered(10).names())),
            Map.of("conditioningDropout", "0"));
    assertThatThrownBy(() -> Priors.unread(conditional, conditional.sampling()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("always given a class (conditioningDropout 0); train it with");
    DiffusionRecipe sometimes = small.withData(conditional.data());
    assertThat(Priors.unread(sometimes, sometimes.sampling().guided("classifier-free")).unit())
        .isCloseTo(1, within(0.0));
  }

  @Test
  void everyDegradationHasAUsualMethodThatTakesItWithAndWithoutNoise() {
    Prior prior = prior("ancestral", PixelRange.SYMMETRIC);
    for (String happened : DEGRADATIONS) {
      for (double noise : new double[] {0, 0.1}) {
        if (!happened.equals(DENOISE) || noise > 0) {
          Restoration restoration = restoration(prior, happened, noise);
          restoration.check(restoration.usualMethod());
        }
      }
    }
    assertThat(restoration(prior, DENOISE, 0.1).usualMethod()).hasToString("posterior-mean");
    assertThat(restoration(prior, COMPLETE, 0).usualMethod()).hasToString("ddrm");
    assertThat(restoration(prior, "radon(angles=9)", 0).usualMethod()).hasToString("pigdm");
  }

  /** A degradation of one's own is a record and a line; by its name every method serves it. */
  @Test
  void aRegisteredDegradationIsRestoredByName() {
    Catalog.DEGRADATIONS.register("every-third", new EveryThird(), "two of three rows are lost");
    Prior prior = prior("ancestral", PixelRange.SYMMETRIC);
    Restoration restoration = restoration(prior, "every-third", 0);
    assertThat(Tensors.shape(restoration.measure(truth(2), 0))).containsExactly(2, 3, 4, 12);
    Tensor y = restoration.measure(truth(2), 0);
    for (String method : List.of("pigdm", "ddnm", "dps", "repaint(jump=1, resamples=2)")) {
      Tensor images = restored(restoration, method, y, 0);
      assertThat(Tensors.shape(images)).as(method).containsExactly(2, 3, 12, 12);
    }
    Tensor images = restored(restoration, "ddnm", y, 0);
    assertThat(Tensors.toDoubles(restoration.operator().residual(images, y).max())[0])
        .isLessThan(1e-9);
    assertThat(restoration.degradation().task()).isEqualTo("undo");
    assertThat(Degradations.of("undo")).contains("every-third");
  }

  private record EveryThird() implements Degradation {
    @Override
    public LinearOperator on(long channels, long height, long width) {
      return new LinearOperator() {
        @Override
        public long[] measured(long... image) {
          return new long[] {image[0], image[1], height / 3, image[3]};
        }

        @Override
        public Tensor apply(Tensor x) {
          return x.unflatten(2, height / 3, 3).select(3, 0);
        }

        @Override
        public Tensor adjoint(Tensor y) {
          Tensor nothing = y.new_zeros(y.size(0), y.size(1), height / 3, 2, width);
          return Tensors.cat(3, y.unsqueeze(3), nothing).flatten(2, 3);
        }
      };
    }
  }

  @Test
  void commandsKnowTheDegradationsThatTheyUndo() {
    assertThat(Degradations.of("deblur")).startsWith("gaussian", "box", "motion", "disk");
    assertThat(Degradations.of("superres")).startsWith("block", "bicubic");
    assertThat(Degradations.of("inpaint")).containsExactly("mask");
  }
}
