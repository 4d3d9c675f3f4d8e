package io.inkwash.objective;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Vp;
import io.inkwash.testkit.PublishedModel;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HybridVlbTest {
  private static final DiscretePath PATH = DiscretePath.of(Betas.cosine(20));
  private static final PixelBins BINS = PixelBins.of(-1, 1);
  private static final DenoisingObjective SIMPLE =
      new DenoisingObjective(
          PATH, Parameterization.ddpm(), Weightings.simple(), TimeSampler.discrete());
  private static final HybridVlb HYBRID =
      new HybridVlb(SIMPLE, Variance.LEARNED_RANGE, BINS, HybridVlb.LAMBDA);
  private static final Vlb BOUND =
      new Vlb(PATH, Parameterization.ddpm(), Variance.LEARNED_RANGE, BINS, TimeSampler.discrete());
  private static final Rng PLACE = Rng.seed(5);

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void thePredictionLearnsFromTheSquaredErrorAlone() {
    try (TensorScope scope = TensorScope.open()) {
      double[] alone = gradient(SIMPLE, output().narrow(1, 0, 2));
      assertThat(first(gradient(HYBRID, output()))).containsExactly(alone);
      assertThat(first(gradient(BOUND, output()))).isNotEqualTo(alone); // the bound would move it
    }
  }

  @Test
  void theVarianceLearnsFromTheBoundAlone() {
    try (TensorScope scope = TensorScope.open()) {
      double[] whole = second(gradient(BOUND, output()));
      double[] share = Arrays.stream(whole).map(g -> HybridVlb.LAMBDA * g).toArray();
      assertClose(second(gradient(HYBRID, output())), share, 1e-12);
      assertThat(Arrays.stream(whole).map(Math::abs).max().orElseThrow()).isGreaterThan(1e-3);
    }
  }

  @Test
  void lossesWorkInFloat32() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = PublishedModel.images().to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
      Backbone network = PublishedModel.network(Variance.LEARNED_RANGE);
      double[] single =
          Tensors.toDoubles(HYBRID.loss(network, x0, Conditioning.none(), PLACE).perImage());
      double[] twice =
          Tensors.toDoubles(
              HYBRID.loss(network, PublishedModel.images(), Conditioning.none(), PLACE).perImage());
      assertClose(single, twice, 1e-4); // bins of 1/255 lose three digits of seven
    }
  }

  @Test
  void nothingNativeIsLeftBehind() {
    long[] alive = new long[2];
    for (int round = 0; round < 2; round++) {
      try (TensorScope scope = TensorScope.open()) {
        gradient(HYBRID, output());
      }
      alive[round] = Pointer.totalCount();
    }
    assertThat(alive[1]).isEqualTo(alive[0]);
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    assertThatThrownBy(() -> new HybridVlb(SIMPLE, Variance.FIXED_LARGE, BINS, 0.001))
        .hasMessageContaining("fixed variance")
        .hasMessageContaining("learned");
    assertThatThrownBy(() -> new HybridVlb(SIMPLE, Variance.LEARNED, BINS, 0))
        .hasMessageContaining("lambda is 0.0");
    assertThatThrownBy(
            () ->
                new Vlb(
                    Vp.linear(),
                    Parameterization.ddpm(),
                    Variance.FIXED_SMALL,
                    BINS,
                    TimeSampler.uniform()))
        .hasMessageContaining("discrete path");
    try (TensorScope scope = TensorScope.open()) {
      Tensor x0 = PublishedModel.images();
      Backbone plain = PublishedModel.network(Variance.FIXED_SMALL);
      assertThatThrownBy(() -> HYBRID.loss(plain, x0, Conditioning.none(), PLACE))
          .hasMessageContaining("2 channels for images of 2; this objective needs 4");
      Backbone twice = PublishedModel.network(Variance.LEARNED);
      assertThatThrownBy(() -> SIMPLE.loss(twice, x0, Conditioning.none(), PLACE))
          .hasMessageContaining("4 channels for images of 2; this objective needs 2");
    }
  }

  /** The gradient of a loss by what a network says, which it says whatever it sees. */
  private static Tensor gradient(Objective objective, Tensor said) {
    Tensor output = said.detach().requires_grad_(true);
    Backbone network =
        new Backbone() {
          @Override
          public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
            return output;
          }
        };
    LossTerms loss = objective.loss(network, PublishedModel.images(), Conditioning.none(), PLACE);
    return Grad.of(loss.total(), output);
  }

  private static double[] gradient(DenoisingObjective objective, Tensor said) {
    return Tensors.toDoubles(gradient((Objective) objective, said));
  }

  private static double[] first(Tensor gradient) {
    return Tensors.toDoubles(gradient.narrow(1, 0, 2));
  }

  private static double[] second(Tensor gradient) {
    return Tensors.toDoubles(gradient.narrow(1, 2, 2));
  }

  private static Tensor output() {
    return PublishedModel.network(Variance.LEARNED_RANGE)
        .forward(PublishedModel.images(), Tensors.zeros(4), Conditioning.none());
  }
}
