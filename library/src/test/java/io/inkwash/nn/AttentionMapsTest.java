package io.inkwash.nn;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.denoise.PerturbedAttention;
import io.inkwash.denoise.SelfAttention;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attention maps that are replaced and looked at, and the guidance that rests on them. */
class AttentionMapsTest {
  private static final GaussianPath PATH = DiscretePath.of(Betas.linear(1000));
  private static final double T = 400;

  private TensorScope scope;
  private Grad off;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @BeforeEach
  void open() {
    scope = TensorScope.open();
    off = Grad.off();
  }

  @AfterEach
  void close() {
    off.close();
    scope.close();
  }

  /** A map that is the identity leaves the values: x + W v(norm x). */
  @Test
  void theIdentityLetsEveryPositionKeepItsValues() {
    AttentionBlock block = new AttentionBlock(32, Heads.of(1));
    NamedNumbers.fill(block.stateDict());
    block.train(false);
    StateDict state = block.stateDict();
    Tensor x = NamedNumbers.tensor("x", 2, 32, 3, 4);
    FeatureLayer.Context context = new FeatureLayer.Context(Tensors.zeros(2, 1), Dropout.none());
    Tensor changed;
    try (AttentionMaps maps = AttentionMaps.identity(12)) {
      changed = block.forward(x, context);
      assertThat(maps.layers()).isEqualTo(1);
    }
    Tensor normalized =
        torch.group_norm(
            x.flatten(2, -1),
            32,
            new TensorOptional(state.get("norm.weight")),
            new TensorOptional(state.get("norm.bias")),
            1e-5,
            false);
    Tensor value =
        state
            .get("qkv.weight")
            .narrow(0, 64, 32)
            .squeeze(-1)
            .matmul(normalized)
            .add(state.get("qkv.bias").narrow(0, 64, 32).view(-1, 1));
    Tensor out =
        state
            .get("proj_out.weight")
            .squeeze(-1)
            .matmul(value)
            .add(state.get("proj_out.bias").view(-1, 1));
    Tensor expected = x.add(out.view_as(x));
    double off = Tensors.toDoubles(changed.sub(expected).abs().max())[0];
    assertThat(off).isLessThan(1e-5); // float32, numbers of about 1
    try (AttentionMaps maps = AttentionMaps.identity(11)) {
      assertThat(Tensors.toFloats(block.forward(x, context)))
          .containsExactly(Tensors.toFloats(block.forward(x, context)))
          .isNotEqualTo(Tensors.toFloats(changed));
      assertThat(maps.layers()).isZero();
    }
  }

  @Test
  void theNarrowestMapIsKeptAndItsRowsAreShares() {
    AdmUNet network = network(List.of(1, 2));
    Tensor x = NamedNumbers.tensor("x", 2, 1, 8, 8);
    try (AttentionMaps maps = AttentionMaps.recorded()) {
      assertThatIllegalStateException().isThrownBy(maps::narrowest);
      network.forward(x, Tensors.of(new float[] {3, 7}, 2), Conditioning.none());
      assertThat(maps.layers()).isGreaterThan(2);
      assertThat(Tensors.shape(maps.narrowest())).containsExactly(2, 4, 16, 16);
      for (double row : Tensors.toDoubles(torch.sum(maps.narrowest(), -1))) {
        assertClose(row, 1, 1e-6);
      }
    }
  }

  @Test
  void perturbedAttentionGoesAwayFromTheNetworkWithoutItsMaps() {
    Denoiser model = denoiser(List.of(2));
    Tensor x = NamedNumbers.tensor("x", 2, 1, 8, 8);
    double[] plain = Tensors.toDoubles(model.denoise(x, T).x0());
    double[] perturbed;
    try (AttentionMaps maps = AttentionMaps.identity(Double.POSITIVE_INFINITY)) {
      perturbed = Tensors.toDoubles(model.denoise(x, T).x0());
    }
    double[] guided =
        Tensors.toDoubles(new PerturbedAttention(model, model, 3, 16).denoise(x, T).x0());
    assertThat(perturbed).isNotEqualTo(plain);
    for (int i = 0; i < plain.length; i++) {
      assertClose(guided[i], plain[i] + 3 * (plain[i] - perturbed[i]), 1e-4);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerturbedAttention(model, model, 3, 15).denoise(x, T))
        .withMessageContaining("without self-attention in layers of up to 15.0 positions");
  }

  /** In noise: eps + s (eps - eps'), where eps' is found in the degraded image (equation 14). */
  @Test
  void selfAttentionGuidanceIsThatOfThePaperInNoise() {
    Denoiser model = denoiser(List.of(2));
    Tensor x = NamedNumbers.tensor("x", 2, 1, 8, 8);
    double scale = 0.75;
    double alpha = PATH.alpha(T);
    double sigma = PATH.sigma(T);
    Tensor[] seen = new Tensor[2];
    int[] calls = {0};
    Denoiser watched =
        (state, t) -> {
          Denoised estimate = model.denoise(state, t);
          seen[calls[0]++ % 2] = Tensors.combine(1 / sigma, state, -alpha / sigma, estimate.x0());
          return estimate;
        };
    Tensor guided = new SelfAttention(model, watched, PATH, scale, 1).denoise(x, T).x0();
    Tensor eps = seen[0].add(seen[0].sub(seen[1]), new Scalar(scale));
    Tensor expected = Tensors.combine(1 / alpha, x, -sigma / alpha, eps);
    assertClose(Tensors.toDoubles(guided), Tensors.toDoubles(expected), 1e-4);
    assertThat(Tensors.toDoubles(guided)).isNotEqualTo(Tensors.toDoubles(model.denoise(x, T).x0()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SelfAttention(ANY, ANY, PATH, 1, 1).denoise(x, T))
        .withMessageContaining("without self-attention");
  }

  private static final Denoiser ANY = (x, t) -> Denoised.of(x);

  private static Denoiser denoiser(List<Integer> attention) {
    return new NetworkDenoiser(
        network(attention), PATH, Parameterization.ddpm(), Conditioning.none(), Precision.FP32);
  }

  private static AdmUNet network(List<Integer> attention) {
    AdmUNet network = new AdmUNet(AdmCase.small(attention));
    NamedNumbers.fill(network.stateDict());
    network.train(false);
    return network;
  }
}
