package io.inkwash.nn.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.nn.latent.LatentGolden;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClipTextEncoderTest {

  /** The networks that latent.py builds, in the same words. */
  enum Case {
    QUICK_GELU(new ClipTextConfig(99, 9, 32, 48, 3, 4, ClipTextConfig.Activation.QUICK_GELU, 0)),
    GELU(new ClipTextConfig(99, 7, 24, 40, 2, 2, ClipTextConfig.Activation.GELU, 0));

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and a constant
    private final ClipTextConfig config;

    Case(ClipTextConfig config) {
      this.config = config;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private TensorScope scope;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor ids() {
    return Tensors.of(new long[] {97, 5, 17, 3, 98, 98, 98, 97, 96, 95, 94, 93, 92, 98}, 2, 7);
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void isPythons(Case which) throws IOException {
    LatentGolden.assertKeys(which.word(), new ClipTextEncoder(which.config));
    try (Grad off = Grad.off()) {
      ClipTextEncoder whole = LatentGolden.filled(new ClipTextEncoder(which.config));
      LatentGolden.assertNumbers(whole.forward(ids()), which.word() + ".y");
      ClipTextEncoder shorter = LatentGolden.filled(new ClipTextEncoder(which.config.skipping(1)));
      LatentGolden.assertNumbers(shorter.forward(ids()), which.word() + ".penultimate");
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    ClipTextEncoder net = new ClipTextEncoder(Case.GELU.config);
    Tensor long8 = Tensors.of(new long[8], 1, 8);
    assertThatThrownBy(() -> net.forward(long8)).hasMessageContaining("8 tokens; allowed: up to 7");
    assertThatThrownBy(() -> Case.GELU.config.skipping(2))
        .hasMessageContaining("skipped is 2; allowed: 0 to 1");
  }
}
