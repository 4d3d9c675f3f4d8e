package io.inkwash.nn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A denoiser whose text encoder is not trained. */
class FrozenReaderTest {
  private static final List<Integer> EMPTY = List.of(8, 9, 9, 9);
  private static final List<Integer> CAT = List.of(8, 3, 9, 9);

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** Returns the text that it is given. */
  private static final class Reader extends Backbone {
    @Override
    public Set<String> accepts() {
      return Set.of(Conditioning.TEXT);
    }

    @Override
    public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
      return conditioning.of(Conditioning.TEXT).orElseThrow();
    }
  }

  private static ClipTextEncoder encoder() {
    ClipTextEncoder encoder =
        new ClipTextEncoder(
            new ClipTextConfig(10, 4, 8, 16, 2, 2, ClipTextConfig.Activation.QUICK_GELU, 0));
    encoder.initialize(torch.make_generator_cpu(5));
    return encoder;
  }

  private static Tensor tokens(List<Integer> first, List<Integer> second) {
    return Tensors.of(
        Stream.of(first, second).flatMap(List::stream).mapToLong(id -> id).toArray(),
        2,
        first.size());
  }

  /** The denoiser reads what the encoder gives; no weight of the encoder is among the network's. */
  @Test
  void givesTheEncodersVectors() {
    try (TensorScope scope = TensorScope.open()) {
      ClipTextEncoder encoder = encoder();
      TextConditionedNet net =
          new TextConditionedNet(new ClipVectors(encoder), EMPTY, new Reader());
      assertThat(net.stateDict()).isEmpty();
      Tensor x = Tensors.zeros(2, 1, 4, 4);
      Conditioning both = Conditioning.none().with(Conditioning.TOKENS, tokens(CAT, EMPTY));
      float[] wanted = Tensors.toFloats(encoder.forward(tokens(CAT, EMPTY)));
      for (int pass = 0; pass < 2; pass++) { // computed, and kept
        float[] read = Tensors.toFloats(net.forward(x, Tensors.zeros(2), both));
        assertThat(read).containsExactly(wanted, offset(1e-6f));
      }
    }
  }

  @Test
  void aDroppedRowAndNoneAreTheEmptyText() {
    try (TensorScope scope = TensorScope.open()) {
      TextConditionedNet net =
          new TextConditionedNet(new ClipVectors(encoder()), EMPTY, new Reader());
      Tensor x = Tensors.zeros(2, 1, 4, 4);
      Tensor level = Tensors.zeros(2);
      Conditioning cats = Conditioning.none().with(Conditioning.TOKENS, tokens(CAT, CAT));
      float[] none = Tensors.toFloats(net.forward(x, level, Conditioning.none()));
      float[] dropped =
          Tensors.toFloats(net.forward(x, level, cats.dropped(1, Rng.seed(1).stream("drop"))));
      float[] given = Tensors.toFloats(net.forward(x, level, cats));
      assertThat(dropped).isEqualTo(none).isNotEqualTo(given);
      assertThat(none)
          .isEqualTo(
              Tensors.toFloats(
                  net.forward(
                      x,
                      level,
                      Conditioning.none().with(Conditioning.TOKENS, tokens(EMPTY, EMPTY)))));
    }
  }
}
