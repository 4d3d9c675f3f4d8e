package io.inkwash.denoise;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guidance against the code of others. */
class GuidanceGoldenTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/guidance.txt");

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  private static Tensor tensor(String name) {
    return Tensors.of(GOLDEN.vector(name), 2, 1, 2, 2);
  }

  /** A model whose estimate is a given tensor. */
  private static Denoiser constant(String name) {
    return (x, t) -> Denoised.of(tensor(name).clone());
  }

  private static double[] estimate(Denoiser denoiser, double t) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      return Tensors.toDoubles(denoiser.denoise(tensor("x"), t).x0());
    }
  }

  @Test
  void momentumOfProjectedGuidanceIsThatOfDiffusers() {
    try (TensorScope run = TensorScope.open()) {
      Momentum momentum = Momentum.of(-0.5);
      for (int call = 0; call < 3; call++) {
        Scalar scale = new Scalar(1.0 + call);
        Denoiser grown = (x, t) -> Denoised.of(tensor("conditional").mul(scale));
        Denoiser guided =
            new AdaptiveProjected(grown, constant("unconditional"), 5, 0, 0.7, momentum);
        assertClose(estimate(guided, 0.5), GOLDEN.vector("momentum " + call), 1e-10);
      }
    }
  }

  @Test
  void selfAttentionGuidanceBlursWhatThePipelineOfDiffusersBlurs() {
    Denoiser none = (x, t) -> Denoised.of(x);
    SelfAttention guidance = new SelfAttention(none, none, RectifiedFlow.standard(), 0.75, 1);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x0 = Tensors.of(GOLDEN.vector("sag x0"), 2, 3, 6, 8);
      Tensor x = Tensors.of(GOLDEN.vector("sag x"), 2, 3, 6, 8);
      Tensor map = Tensors.of(GOLDEN.vector("sag map"), 2, 2, 12, 12);
      Tensor degraded = x.add(guidance.change(x0, map), new Scalar(0.8));
      // That code computes its kernel in float32.
      assertClose(Tensors.toDoubles(degraded), GOLDEN.vector("sag degraded"), 1e-7);
    }
  }

  @Test
  void projectedGuidanceIsThatOfDiffusers() {
    for (String name : GOLDEN.names("projected ")) {
      String[] parts = name.split(" ", -1);
      double bound = Double.parseDouble(parts[2]);
      double radius = bound == 0 ? Double.POSITIVE_INFINITY : bound;
      // That code's scale of 4 counts from the conditional estimate.
      Denoiser guided =
          new AdaptiveProjected(
              constant("conditional"),
              constant("unconditional"),
              5,
              Double.parseDouble(parts[1]),
              radius,
              Momentum.of(0));
      assertClose(estimate(guided, 0.5), GOLDEN.vector(name), 1e-10);
    }
  }

  @Test
  void zeroStarIsThatOfDiffusers() {
    GaussianPath flow = RectifiedFlow.standard();
    double t = 0.3;
    // On a flow x0 = x - t v.
    Denoiser guided =
        new ClassifierFreeZeroStar(
            velocity("conditional"), velocity("unconditional"), flow, 5, Double.POSITIVE_INFINITY);
    double[] x0 = estimate(guided, t);
    double[] x = GOLDEN.vector("x");
    double[] v = GOLDEN.vector("zero-star");
    for (int i = 0; i < x.length; i++) {
      assertClose(x0[i], x[i] - t * v[i], 1e-10);
    }
    Denoiser zero =
        new ClassifierFreeZeroStar(
            velocity("conditional"), velocity("unconditional"), flow, 5, 0.25);
    assertThat(estimate(zero, t)).containsExactly(x);
  }

  private static Denoiser velocity(String name) {
    return (x, t) -> Denoised.of(x.sub(tensor(name), new Scalar(t)));
  }

  @Test
  void rescaledGuidanceIsThatOfDiffusers() {
    Denoiser guided =
        new ClassifierFree(
            constant("conditional"),
            constant("unconditional"),
            5,
            0.7,
            0,
            Double.POSITIVE_INFINITY);
    assertClose(estimate(guided, 0.5), GOLDEN.vector("rescaled"), 1e-10);
  }

  /** The reverse step's mean, from x0, against guided-diffusion's two ways to guide it. */
  @Test
  void classifierGuidanceIsThatOfGuidedDiffusion() {
    GaussianPath path = DiscretePath.of(Betas.linear(20, 0.001, 0.2));
    Denoiser model =
        (x, t) ->
            Denoised.of(
                Tensors.combine(
                    1 / path.alpha(t), x, -path.sigma(t) / path.alpha(t), tensor("conditional")));
    // The gradient of <g, x> is g.
    Classifier classifier = (x, t) -> x.mul(tensor("unconditional")).flatten(1, -1).sum(1);
    assertClose(
        mean(path, new ClassifierMeanShift(model, classifier, path, 1, 1)),
        GOLDEN.vector("condition_mean"),
        1e-10);
    assertClose(
        mean(path, new ClassifierGradient(model, classifier, path, 1)),
        GOLDEN.vector("condition_score"),
        1e-10);
  }

  private static double[] mean(GaussianPath path, Denoiser denoiser) {
    Posterior step = path.posterior(8, 7); // index 7
    double[] x = GOLDEN.vector("x");
    double[] mean = estimate(denoiser, 8);
    for (int i = 0; i < mean.length; i++) {
      mean[i] = step.xCoefficient() * x[i] + step.x0Coefficient() * mean[i];
    }
    return mean;
  }
}
