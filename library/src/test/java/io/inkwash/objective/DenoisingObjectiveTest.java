package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.training.LossHistory;
import io.inkwash.time.training.LossSecondMoment;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The denoising loss against its formula, its expectation and its derivative. */
@ExtendWith(NativeLeakGuard.class)
class DenoisingObjectiveTest {
  private static final GaussianPath PATH = DiscretePath.of(Betas.linear(50));
  private static final double GAIN = 0.3;

  private final Tensor x0 = Rng.seed(1).normal(8, 1, 3, 3).mul_(new Scalar(0.5));
  private final Backbone gain = new FormulaNetwork((x, label) -> x.mul(new Scalar(GAIN)));

  @Test
  void withTheNoiseAsTargetItIsTheMeanSquaredErrorOfTheNoise() {
    Rng key = Rng.seed(9).at(4);
    DenoisingObjective simple = ddpm(TimeSampler.discrete());
    LossTerms terms = simple.loss(gain, x0, Conditioning.none(), key);

    TimeBatch times = TimeSampler.discrete().sample(PATH, key.stream("times").uniforms(8));
    double[] eps = Tensors.toDoubles(key.stream("noise").normal(8, 1, 3, 3));
    double[] clean = Tensors.toDoubles(x0);
    double[] errors = new double[8];
    for (int i = 0; i < eps.length; i++) {
      double t = times.t()[i / 9];
      double noisy = PATH.alpha(t) * clean[i] + PATH.sigma(t) * eps[i];
      errors[i / 9] += Math.pow(GAIN * noisy - eps[i], 2) / 9;
    }
    // The objective's arithmetic is float32.
    Close.assertClose(Tensors.toDoubles(terms.perImage()), errors, 1e-5);
    double mean = Arrays.stream(errors).average().orElseThrow();
    Close.assertClose(terms.total().item().toDouble(), mean, 1e-5);
    assertThat(Tensors.shape(terms.total())).isEmpty();
  }

  @Test
  void theSamePlaceHasTheSameLoss() {
    DenoisingObjective simple = ddpm(TimeSampler.discrete());
    assertThat(total(simple, gain, Rng.seed(9))).isEqualTo(total(simple, gain, Rng.seed(9)));
    assertThat(total(simple, gain, Rng.seed(9))).isNotEqualTo(total(simple, gain, Rng.seed(8)));
  }

  @Test
  void importanceCountsInTheTotalOnlyAndTheSamplerHearsTheRest() {
    double[] t = {1, 5, 10, 20, 30, 40, 45, 50};
    double[] importance = {1, 2, 0, 0.5, 1, 3, 0.25, 0.25};
    double[][] observed = new double[2][];
    TimeSampler fixed =
        new TimeSampler() {
          @Override
          public TimeBatch sample(GaussianPath path, double[] uniforms) {
            return new TimeBatch(t, importance);
          }

          @Override
          public TimeSamplerState start(GaussianPath path) {
            return new TimeSamplerState() {
              @Override
              public TimeBatch sample(double[] uniforms) {
                return new TimeBatch(t, importance);
              }

              @Override
              public void observe(double[] times, double[] losses) {
                observed[0] = times;
                observed[1] = losses;
              }
            };
          }
        };
    LossTerms terms = ddpm(fixed).loss(gain, x0, Conditioning.none(), Rng.seed(9));
    double[] perImage = Tensors.toDoubles(terms.perImage());
    double expected = 0;
    for (int n = 0; n < 8; n++) {
      expected += importance[n] * perImage[n] / 8;
    }
    Close.assertClose(terms.total().item().toDouble(), expected, 1e-6);
    assertThat(observed[0]).isNull();
    terms.observer().accept(perImage);
    assertThat(observed[0]).containsExactly(t);
    assertThat(observed[1]).containsExactly(perImage);
  }

  /** A weighting is stated on x0, so what the network predicts makes no difference to its loss. */
  @Test
  void oneWeightingIsOneLossWhateverTheTarget() {
    for (Weighting weighting :
        new Weighting[] {Weightings.simple(), Weightings.minSnr(), Weightings.p2()}) {
      double[] noise = perImage(weighting, Targets.noise());
      for (Target target :
          new Target[] {Targets.x0(), Targets.v(), Targets.score(), Targets.edm(0.5)}) {
        Close.assertClose(perImage(weighting, target), noise, 1e-3); // float32, canceling near data
      }
    }
  }

  @Test
  void theLossIsUnbiasedWhicheverTimesAreDrawn() {
    // For data N(0, 1/4) and the network g x: E |g x_t - eps|^2, averaged over t.
    double exact = 0;
    for (int t = 1; t <= 50; t++) {
      double alpha = PATH.alpha(t);
      double sigma = PATH.sigma(t);
      double power = alpha * alpha * 0.25 + sigma * sigma;
      exact += (GAIN * GAIN * power - 2 * GAIN * sigma + 1) / 50;
    }
    LossHistory history = new LossSecondMoment(1, 0.1).start(PATH);
    for (int t = 1; t <= 50; t++) {
      history.observe(new double[] {t}, new double[] {60 - t}); // early times twelve times as often
    }
    assertThat(history.warm()).isTrue();
    TimeSampler warm = (path, uniforms) -> history.sample(uniforms);
    for (TimeSampler times :
        new TimeSampler[] {TimeSampler.discrete(), TimeSampler.stratified(), warm}) {
      assertUnbiased(ddpm(times), exact);
    }
  }

  @Test
  void gradientsFlowToTheWeights() {
    Affine affine = new Affine();
    Rng key = Rng.seed(9);
    DenoisingObjective simple = ddpm(TimeSampler.discrete());
    simple.loss(affine, x0, Conditioning.none(), key).total().backward();
    for (Tensor parameter : affine.stateDict().values()) {
      double gradient = Tensors.toDoubles(parameter.grad())[0];
      double slope =
          (shifted(simple, affine, parameter, 0.05, key)
                  - shifted(simple, affine, parameter, -0.05, key))
              / 0.1; // exact for a square
      Close.assertClose(gradient, slope, 1e-4, 1e-5);
      assertThat(gradient).isNotZero();
    }
    LossTerms terms = simple.loss(affine, x0, Conditioning.none(), key);
    assertThat(terms.perImage().requires_grad()).isFalse();
  }

  private static double shifted(
      DenoisingObjective objective, Affine affine, Tensor parameter, double by, Rng key) {
    double value = Tensors.toDoubles(parameter)[0];
    Tensor data = parameter.detach();
    data.fill_(new Scalar(value + by));
    Tensor batch = Rng.seed(1).normal(8, 1, 3, 3).mul_(new Scalar(0.5));
    double loss = objective.loss(affine, batch, Conditioning.none(), key).total().item().toDouble();
    data.fill_(new Scalar(value));
    return loss;
  }

  /** One linear map of single pixels. */
  private static final class Affine extends Backbone {
    private final LinearImpl layer = child("layer", new LinearImpl(1, 1));

    Affine() {
      StateDict start = new StateDict();
      start.put("layer.weight", Tensors.of(new float[] {0.4f}, 1, 1));
      start.put("layer.bias", Tensors.of(new float[] {0.2f}, 1));
      stateDict().load(start, "test");
    }

    @Override
    public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
      return layer.forward(x.reshape(-1, 1)).view(x.sizes());
    }
  }

  private static void assertUnbiased(DenoisingObjective objective, double exact) {
    int batches = 100;
    double sum = 0;
    double squares = 0;
    Backbone network = new FormulaNetwork((x, label) -> x.mul(new Scalar(GAIN)));
    for (int n = 0; n < batches; n++) {
      try (TensorScope scope = TensorScope.open()) {
        Rng key = Rng.seed(5).at(n);
        Tensor images = key.stream("data").normal(100, 1, 2, 2).mul_(new Scalar(0.5));
        LossTerms terms = objective.loss(network, images, Conditioning.none(), key);
        double loss = terms.total().item().toDouble();
        sum += loss;
        squares += loss * loss;
      }
    }
    double mean = sum / batches;
    double standardError = Math.sqrt((squares / batches - mean * mean) / batches);
    assertThat(standardError).isLessThan(0.02);
    assertThat(Math.abs(mean - exact))
        .as("%s: %s, exactly %s", objective.times(), mean, exact)
        .isLessThan(4 * standardError);
  }

  /** The losses of a network of some target whose estimate is always half the noisy image. */
  private double[] perImage(Weighting weighting, Target target) {
    FormulaNetwork network =
        new FormulaNetwork(
            (x, label) -> {
              double[] times =
                  Arrays.stream(Tensors.toDoubles(label)).map(index -> index + 1).toArray();
              Tensor estimate = x.mul(new Scalar(0.5));
              double[] ofX = new double[times.length];
              double[] ofGuess = new double[times.length];
              for (int n = 0; n < times.length; n++) {
                double b = target.epsCoefficient(PATH, times[n]);
                double alpha = PATH.alpha(times[n]);
                double sigma = PATH.sigma(times[n]);
                ofX[n] = b / sigma; // y = a x0 + b (x - alpha x0) / sigma
                ofGuess[n] = target.x0Coefficient(PATH, times[n]) - b * alpha / sigma;
              }
              return x.mul(Tensors.perImage(ofX)).add_(estimate.mul(Tensors.perImage(ofGuess)));
            });
    Parameterization parameterization =
        new Parameterization(target, InputScale.identity(), NoiseLevelInput.index());
    return Tensors.toDoubles(
        new DenoisingObjective(PATH, parameterization, weighting, TimeSampler.discrete())
            .loss(network, x0, Conditioning.none(), Rng.seed(9))
            .perImage());
  }

  private static double total(DenoisingObjective objective, Backbone network, Rng key) {
    Tensor batch = Rng.seed(1).normal(8, 1, 3, 3);
    return objective.loss(network, batch, Conditioning.none(), key).total().item().toDouble();
  }

  private static DenoisingObjective ddpm(TimeSampler times) {
    return new DenoisingObjective(PATH, Parameterization.ddpm(), Weightings.simple(), times);
  }
}
