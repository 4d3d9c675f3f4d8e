package io.inkwash.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.Heads;
import io.inkwash.nn.NamedNumbers;
import io.inkwash.nn.attention.SpatialTransformer.Projection;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.StateDict;
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
import org.junit.jupiter.params.provider.EnumSource;

class ConditionalUNetTest {

  /** The networks that latent.py builds, in the same words. */
  enum Case {
    HEADS(config(4, List.of(32, 64), 1, List.of(1, 2), Heads.of(4), 24, 1)),
    HEAD_WIDTH(config(9, List.of(32, 64, 64), 2, List.of(2), Heads.ofWidth(16), 16, 2));

    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody can change
    private final ConditionalUNetConfig config;

    Case(ConditionalUNetConfig config) {
      this.config = config;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static ConditionalUNetConfig config(
        int in,
        List<Integer> channels,
        int blocks,
        List<Integer> attention,
        Heads heads,
        int context,
        int depth) {
      return new ConditionalUNetConfig(
          in, 4, channels, blocks, attention, heads, context, depth, Projection.CONVOLUTION, 0);
    }

    Tensor x() {
      return NamedNumbers.tensor(word() + ".x", 2, config.inChannels(), 8, 8);
    }

    Tensor text() {
      return NamedNumbers.tensor(word() + ".text", 2, 5, config.contextWidth());
    }

    /** The output of the network for an input with the joined image in its last channels. */
    Tensor output(ConditionalUNet net, Tensor x) {
      Conditioning conditioning = Conditioning.none().with(Conditioning.TEXT, text());
      if (config.joined() > 0) {
        conditioning = conditioning.with(Conditioning.IMAGE, x.narrow(1, 4, config.joined()));
      }
      return net.forward(x.narrow(1, 0, 4), levels(), conditioning);
    }
  }

  private static Tensor levels() {
    return Tensors.of(new float[] {3.5f, 741}, 2);
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
    LatentGolden.assertKeys(which.word(), new ConditionalUNet(which.config));
    ConditionalUNet net = LatentGolden.filled(new ConditionalUNet(which.config));
    Parameters parameters = new Parameters(net);
    Tensor x = which.x().requires_grad_(true);
    Tensor y = which.output(net, x);
    LatentGolden.assertNumbers(y, which.word() + ".y");
    LatentGolden.assertGradients(which.word(), parameters, y, x);
  }

  @Test
  void linearProjectionsAreTheSameArithmetic() {
    Case which = Case.HEADS;
    ConditionalUNet convolutions = LatentGolden.filled(new ConditionalUNet(which.config));
    ConditionalUNetConfig c = which.config;
    ConditionalUNet linear =
        new ConditionalUNet(
            new ConditionalUNetConfig(
                4,
                4,
                c.channels(),
                c.blocks(),
                c.attention(),
                c.heads(),
                c.contextWidth(),
                1,
                Projection.LINEAR,
                0));
    StateDict weights = new StateDict();
    StateDict wanted = linear.stateDict();
    convolutions
        .stateDict()
        .forEach((name, value) -> weights.put(name, value.view(wanted.get(name).sizes())));
    wanted.load(weights, "the other network");
    try (Grad off = Grad.off()) {
      LatentGolden.assertNumbers(which.output(linear, which.x()), "heads.y");
    }
  }

  @Test
  void paddingThatIsMaskedChangesNothing() {
    Case which = Case.HEADS;
    ConditionalUNet net = LatentGolden.filled(new ConditionalUNet(which.config));
    Tensor padding = NamedNumbers.tensor("padding", 2, 3, 24);
    Tensor mask = Tensors.of(new float[] {1, 1, 1, 1, 1, 0, 0, 0}, 1, 8).expand(2, 8);
    Tensor text = Tensors.cat(1, which.text(), padding);
    Conditioning masked =
        Conditioning.none().with(Conditioning.TEXT, text).with(Conditioning.TEXT_MASK, mask);
    LatentGolden.assertNumbers(net.forward(which.x(), levels(), masked), "heads.y");
    Conditioning dropped = masked.dropped();
    Tensor y = net.forward(which.x(), levels(), dropped);
    assertThat(y.isfinite().all().item().toBool()).isTrue();
  }

  @Test
  void stableDiffusionsHaveTheirSizes() {
    assertThat(ConditionalUNetConfig.stableDiffusion1().withJoined(5).inChannels()).isEqualTo(9);
    assertThat(parameters(ConditionalUNetConfig.small(4, 64))).isBetween(2_000_000L, 6_000_000L);
  }

  private static long parameters(ConditionalUNetConfig config) {
    return new ConditionalUNet(config)
        .weightDict().values().stream().mapToLong(Tensor::numel).sum();
  }

  @Test
  void whatIsMissingIsNamed() {
    ConditionalUNet net = new ConditionalUNet(Case.HEAD_WIDTH.config);
    Tensor x = NamedNumbers.tensor("x", 1, 4, 8, 8);
    Tensor level = Tensors.of(new float[] {3}, 1);
    assertThatThrownBy(() -> net.forward(x, level, Conditioning.none()))
        .hasMessageContaining("reads 5 channels beside the latents");
    assertThatThrownBy(
            () -> new ConditionalUNet(Case.HEADS.config).forward(x, level, Conditioning.none()))
        .hasMessageContaining("is given no text");
    assertThatThrownBy(() -> net.forward(x.narrow(2, 0, 6), level, Conditioning.none()))
        .hasMessageContaining("cannot take latents of 8x6; allowed: multiples of 4");
    assertThatThrownBy(() -> Case.config(4, List.of(48), 1, List.of(), Heads.of(1), 8, 1))
        .hasMessageContaining("channels in a level is 48; allowed: multiples of 32");
  }
}
