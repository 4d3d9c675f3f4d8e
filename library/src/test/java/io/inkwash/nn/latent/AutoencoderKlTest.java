package io.inkwash.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.NamedNumbers;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AutoencoderKlTest {

  /** The networks that latent.py builds, in the same words. */
  enum Case {
    PLAIN(new AutoencoderKlConfig(3, List.of(32, 64), 1, List.of(), 4, 4)),
    ATTENTIVE(new AutoencoderKlConfig(1, List.of(32, 32, 64), 2, List.of(2), 5, 3));

    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody can change
    private final AutoencoderKlConfig config;

    Case(AutoencoderKlConfig config) {
      this.config = config;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
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

  @ParameterizedTest
  @EnumSource(Case.class)
  void isLatentDiffusions(Case which) throws IOException {
    String word = which.word();
    LatentGolden.assertKeys(word, new AutoencoderKl(which.config));
    AutoencoderKl net = LatentGolden.filled(new AutoencoderKl(which.config));
    Parameters parameters = new Parameters(net);
    Tensor x =
        NamedNumbers.tensor(word + ".x", 2, which.config.imageChannels(), 16, 16)
            .requires_grad_(true);
    DiagonalGaussian posterior = net.encode(x);
    LatentGolden.assertNumbers(posterior.mode(), word + ".mean");
    LatentGolden.assertNumbers(posterior.logVariance(), word + ".logvar");
    assertThat(Tensors.toDoubles(posterior.kl()))
        .containsExactly(LatentGolden.numbers(word + ".kl"), within(1e-2)); // sums of 256 numbers
    Tensor noise = NamedNumbers.tensor(word + ".noise", Tensors.shape(posterior.mean()));
    Tensor y = net.decode(posterior.sample(noise));
    LatentGolden.assertNumbers(y, word + ".y");
    LatentGolden.assertGradients(word, parameters, y, x);
  }

  @ParameterizedTest
  @CsvSource({"patches,3,3", "patches-small,1,1"})
  void discriminatorIsTheReferences(String word, int channels, int layers) throws IOException {
    PatchDiscriminator net =
        new PatchDiscriminator(new PatchDiscriminator.Config(channels, 8, layers));
    LatentGolden.assertKeys(word, net);
    LatentGolden.filled(net);
    Tensor x = NamedNumbers.tensor(word + ".x", 2, channels, 32, 32);
    try (Grad off = Grad.off()) {
      LatentGolden.assertNumbers(net.patches(x), word + ".y");
      assertThat(Tensors.shape(net.forward(x, Conditioning.none()))).containsExactly(2);
      net.train(true);
      LatentGolden.assertNumbers(net.patches(x), word + ".training");
    }
  }

  @Test
  void sizesThatCannotBeHalvedAreRefused() {
    AutoencoderKl net = new AutoencoderKl(AutoencoderKlConfig.small(1));
    assertThat(net.config().factor()).isEqualTo(4);
    assertThatThrownBy(() -> net.encode(NamedNumbers.tensor("x", 1, 1, 30, 28)))
        .hasMessageContaining("cannot take pictures of 28x30; allowed: multiples of 4");
    assertThatThrownBy(() -> new AutoencoderKlConfig(1, List.of(32), 1, List.of(2), 4, 4))
        .hasMessageContaining("attention is 2; allowed: powers of two up to 1");
  }
}
