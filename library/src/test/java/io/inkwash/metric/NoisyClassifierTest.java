package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NoisyImageClassifier;
import io.inkwash.metric.feature.ClassifierTraining;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.classifier.NoisyImageNet;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.VpLinear;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.recipe.parts.NoisyClassifierFile;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.ode.Heun;
import io.inkwash.time.Karras;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of noisy digits, trained for some hundred steps, and sampling guided by it. */
class NoisyClassifierTest {
  private static final int WIDTH = 8;
  private static final ImageSource TRAIN = digits(Split.TRAIN, 4000);
  private static final ImageSource TEST = digits(Split.TEST, 500);

  @TempDir static Path folder;
  private static Owned<NoisyImageNet> network;

  private static ImageSource digits(Split split, int most) {
    return DataSets.open("digits", split, DataOptions.defaults().withSize(16).withLimit(most));
  }

  @BeforeAll
  static void train() {
    ClassifierTraining training = new ClassifierTraining(4, 40, 5e-3, 0);
    network = training.trainNoisy(TRAIN, WIDTH, (step, steps, loss) -> {});
    NoisyClassifierFile.write(
        folder.resolve("noisy.safetensors"), network.value(), TRAIN, WIDTH, Map.of());
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static double accuracy(double level) {
    return ClassifierTraining.noisyAccuracy(network.value(), TEST, level, 500, 1).value();
  }

  /** Chance is 0.1; where the noise is all, no more can be had. */
  @Test
  void noisyDigitsAreRecognized() {
    assertThat(accuracy(0.1)).isGreaterThan(0.7);
    assertThat(accuracy(0.5)).isGreaterThan(0.6);
    assertThat(accuracy(0.1)).isGreaterThan(accuracy(2));
    assertThat(accuracy(100)).isLessThan(0.25);
  }

  /** An image at equal noise on two paths, and in two ranges of pixels, is the same image. */
  @Test
  void thePathAndTheRangeDoNotMatter() {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x0 = Pixels.batch(TEST, new int[] {0, 1, 2}).mul(new Scalar(2.0)).sub(new Scalar(1.0));
      Tensor eps = Rng.seed(5).normal(Tensors.shape(x0));
      Tensor classes = Tensors.of(new long[] {1, 2, 3}, 3);
      GaussianPath edm = Edm.standard();
      GaussianPath vp = new VpLinear(0.1, 20, 1e-5);
      double t = 0.4;
      double level = vp.sigma(t) / vp.alpha(t);
      Tensor onVp = Tensors.combine(vp.alpha(t), x0, vp.sigma(t), eps);
      Tensor onEdm = Tensors.combine(1, x0, level, eps);
      Tensor unit = Tensors.combine(0.5, onEdm.add(new Scalar(1.0)), 0, onEdm);
      double[] first =
          Tensors.toDoubles(
              new NoisyImageClassifier(NoisyImageClassifier.of(network.value()), vp, -1, 1, classes)
                  .logProbability(onVp, t));
      double[] second =
          Tensors.toDoubles(
              new NoisyImageClassifier(
                      NoisyImageClassifier.of(network.value()), edm, -1, 1, classes)
                  .logProbability(onEdm, level));
      double[] third =
          Tensors.toDoubles(
              new NoisyImageClassifier(NoisyImageClassifier.of(network.value()), edm, 0, 1, classes)
                  .logProbability(unit, level / 2));
      assertThat(second).containsExactly(first, within(1e-3)); // float32 in the network
      assertThat(third).containsExactly(first, within(1e-3));
    }
  }

  /**
   * The ideal denoiser of 200 digits draws one of them, of any class alike. Guided by the file that
   * was written, it draws more of the class requested.
   */
  @Test
  void guidanceRaisesTheShareOfTheRequestedClass() {
    int wanted = 3;
    double unguided = share("none", wanted);
    double guided =
        share("classifier(scale=4, file=" + folder.resolve("noisy.safetensors") + ")", wanted);
    assertThat(unguided).isLessThan(0.4);
    assertThat(guided).isGreaterThan(unguided + 0.3);
  }

  private static double share(String guidance, int wanted) {
    int count = 30;
    int[] known = new int[200];
    Arrays.setAll(known, k -> k);
    int[] classes = new int[count];
    Arrays.fill(classes, wanted);
    GaussianPath path = Edm.standard();
    ImageSpec data = new ImageSpec(1, 16, 16, PixelRange.SYMMETRIC);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor rows = Pixels.batch(TRAIN, known).flatten(1, -1).mul(new Scalar(2.0)).sub(ONE);
      Denoiser ideal = (x, t) -> Denoised.of(posteriorMean(rows.to(x.scalar_type()), x, t));
      Denoiser guided =
          Catalog.GUIDANCES
              .make(Spec.parse(guidance))
              .guide(
                  new GuidedModel(
                      ideal, () -> ideal, () -> ideal, path, data, Conditioning.classes(classes)));
      SamplingLoop loop =
          new SamplingLoop(path, Heun.deterministic(), new Karras(7, 0.002, 80).times(path, 12));
      Tensor drawn =
          loop.draw(guided, Rng.seed(2), 0, SamplingLoop.Observer.NONE, count, 1, 16, 16);
      double[] nearest =
          Tensors.toDoubles(
              squared(rows.to(drawn.scalar_type()), drawn)
                  .argmin(new org.bytedeco.pytorch.LongOptional(1), false));
      return Arrays.stream(nearest).filter(k -> TRAIN.label((int) k) == wanted).count()
          / (double) count;
    }
  }

  private static final Scalar ONE = new Scalar(1.0);

  /** [N,M] squared distances between images and rows. */
  private static Tensor squared(Tensor rows, Tensor x) {
    Tensor flat = x.flatten(1, -1);
    Tensor products = flat.matmul(rows.t()).mul(new Scalar(-2.0));
    return products.add(rows.square().sum(1).unsqueeze(0)).add(flat.square().sum(1).unsqueeze(1));
  }

  /** E[x0 | x] where x0 is one of the rows, on a path of alpha 1. */
  private static Tensor posteriorMean(Tensor rows, Tensor x, double sigma) {
    Tensor weights = squared(rows, x).mul(new Scalar(-0.5 / (sigma * sigma))).softmax(1);
    return weights.matmul(rows).view(Tensors.shape(x));
  }
}
