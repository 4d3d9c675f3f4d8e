package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Net;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weightings;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Why the bound's share lambda matters although no gradient of the bound reaches the prediction:
 * the two outputs share a trunk. The numbers printed are those of docs/why-lambda.md.
 */
class WhyLambdaTest {
  private static final DiscretePath PATH = DiscretePath.of(Betas.cosine(1000));
  private static final DenoisingObjective SIMPLE =
      new DenoisingObjective(
          PATH, Parameterization.ddpm(), Weightings.simple(), TimeSampler.discrete());
  private static final long[] SEEDS = {7, 8, 9};
  private static final int WIDTH = 16;
  private static final int FEATURES = 9;
  private static final int TRUNK = (FEATURES + 1) * WIDTH + (WIDTH + 1) * WIDTH;
  private static final Rng ROOT = Rng.seed(1);

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  /** Two hidden layers and an output layer. */
  private static final class Layers extends Net {
    private final LinearImpl first;
    private final LinearImpl second;
    private final LinearImpl last;

    Layers(long outputs) {
      first = child("first", new LinearImpl(FEATURES, WIDTH));
      second = child("second", new LinearImpl(WIDTH, WIDTH));
      last = child("last", new LinearImpl(WIDTH, outputs));
    }

    Tensor forward(Tensor features) {
      Tensor hidden = torch.silu(first.forward(features));
      return last.forward(torch.silu(second.forward(hidden)));
    }
  }

  /** A network of points in the plane, both outputs from one trunk or each from its own. */
  private static final class Points extends Backbone {
    private final Layers[] parts;

    Points(int trunks) {
      parts = new Layers[trunks];
      for (int i = 0; i < trunks; i++) {
        parts[i] = child("part" + i, new Layers(4 / trunks));
      }
    }

    @Override
    public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
      Tensor u = label.div(new Scalar(PATH.end())).view(-1, 1);
      Tensor features = Tensors.cat(1, x.flatten(1, -1), u);
      for (double frequency : new double[] {1, 2, 4}) {
        Tensor angle = u.mul(new Scalar(Math.PI * frequency));
        features = Tensors.cat(1, features, angle.sin(), angle.cos());
      }
      Tensor output = parts[0].forward(features);
      for (int i = 1; i < parts.length; i++) {
        output = Tensors.cat(1, output, parts[i].forward(features));
      }
      return output.view(-1, 2, 1, 2);
    }
  }

  /** The same network heard in its prediction only. */
  private static Backbone prediction(Points network) {
    return new Backbone() {
      @Override
      public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
        return network.forward(x, label, conditioning).narrow(1, 0, 1);
      }
    };
  }

  /** What came of a training. */
  private record Outcome(double simple, double bound, double gradientRatio) {}

  @Test
  void aSharedTrunkIsPulledByTheBound() {
    double harm = 0;
    double ratio = 0;
    for (long seed : SEEDS) {
      Outcome small = train(1, 0.001, seed, 300);
      Outcome whole = train(1, 1, seed, 300);
      print("one trunk, seed " + seed + ", lambda 0.001", small);
      print("one trunk, seed " + seed + ", lambda 1", whole);
      harm += (whole.simple() / small.simple() - 1) / SEEDS.length;
      ratio += small.gradientRatio() / SEEDS.length;
    }
    // The same start and the same batches: all that differs is the pull on the trunk.
    assertThat(harm).isGreaterThan(0.01);
    assertThat(ratio).isGreaterThan(1);
  }

  @Test
  void withNothingSharedLambdaDoesNotTouchThePrediction() {
    Outcome small = train(2, 0.001, 7, 60);
    Outcome whole = train(2, 1, 7, 60);
    print("two trunks, 60 steps, lambda 0.001", small);
    print("two trunks, 60 steps, lambda 1", whole);
    assertThat(whole.simple()).isEqualTo(small.simple()); // to the last bit
  }

  private static void print(String name, Outcome found) {
    System.out.printf(
        "%-34s L_simple %.4f   L_vlb %.3f bits/dim   trunk gradients, L_vlb : L_simple = %.1f%n",
        name, found.simple, found.bound, found.gradientRatio);
  }

  private static Outcome train(int trunks, double lambda, long seed, int steps) {
    try (TensorScope outer = TensorScope.open();
        Owned<Points> owned = Owned.of(() -> new Points(trunks))) {
      Points network = owned.value();
      network.initialize(torch.make_generator_cpu(seed));
      Parameters parameters = new Parameters(network);
      OptimizerState adam = AdamRule.standard().start(parameters);
      HybridVlb objective = hybrid(lambda);
      for (int step = 0; step < steps; step++) {
        try (TensorScope scope = TensorScope.open()) {
          parameters.zeroGradients();
          Rng key = ROOT.stream("train").at(step);
          objective.loss(network, data(128, step), Conditioning.none(), key).total().backward();
          adam.step(2e-3);
        }
      }
      return outcome(network, parameters);
    }
  }

  private static HybridVlb hybrid(double lambda) {
    return new HybridVlb(SIMPLE, Variance.LEARNED_RANGE, PixelBins.of(-1, 1), lambda);
  }

  private static Outcome outcome(Points network, Parameters parameters) {
    double simple = 0;
    double both = 0;
    double simpleNorm = 0;
    double boundNorm = 0;
    int batches = 8;
    for (int i = 0; i < batches; i++) {
      try (TensorScope scope = TensorScope.open()) {
        Tensor x0 = data(1024, 10_000 + i);
        Rng key = ROOT.stream("test").at(i);
        parameters.zeroGradients();
        Tensor alone = SIMPLE.loss(prediction(network), x0, Conditioning.none(), key).total();
        alone.backward();
        Tensor first = parameters.gradients().narrow(0, 0, TRUNK).clone();
        parameters.zeroGradients();
        Tensor sum = hybrid(1).loss(network, x0, Conditioning.none(), key).total();
        sum.backward();
        Tensor second = parameters.gradients().narrow(0, 0, TRUNK).sub(first);
        simple += alone.item().toDouble() / batches;
        both += sum.item().toDouble() / batches;
        simpleNorm += first.norm().item().toDouble();
        boundNorm += second.norm().item().toDouble();
      }
    }
    return new Outcome(simple, both - simple, boundNorm / simpleNorm);
  }

  /** Points of the mixture as images of two pixels, held to the range. */
  private static Tensor data(int count, long seed) {
    GaussianMixture blobs = GaussianMixture.twoBlobs();
    Cases cases = Cases.seeded(seed);
    float[] values = new float[2 * count];
    for (int k = 0; k < count; k++) {
      double[] point = blobs.sample(cases.uniform(0, 1), cases.normals(2));
      values[2 * k] = (float) Math.max(-1, Math.min(1, point[0]));
      values[2 * k + 1] = (float) Math.max(-1, Math.min(1, point[1]));
    }
    return Tensors.of(values, count, 1, 1, 2);
  }
}
