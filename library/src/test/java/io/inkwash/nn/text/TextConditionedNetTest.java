package io.inkwash.nn.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.CompactUNet;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A denoiser that reads text. */
class TextConditionedNetTest {
  private static final int LENGTH = 5;

  private TensorScope scope;
  private TextConditionedNet net;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
    net =
        new TextConditionedNet(
            new TextTransformer(new TextTransformer.Config(9, LENGTH, 16, 2, 2)),
            new CompactUNet(new CompactUNet.Config(1, 1, 32, 1, 1, true, 0, 16, false)));
    net.initialize(torch.make_generator_cpu(3));
    try (Grad off = Grad.off()) { // what starts at zero would hide the text
      int[] k = {0};
      net.stateDict()
          .forEach(
              (name, weights) ->
                  weights.add_(
                      Rng.seed(k[0]++).stream("weights")
                          .normal(Tensors.shape(weights))
                          .mul(new org.bytedeco.pytorch.Scalar(0.03))));
    }
    net.train(false);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private float[] output(long... words) {
    return output(Conditioning.none().with(Conditioning.TOKENS, Tensors.of(words, 1, LENGTH)));
  }

  private float[] output(Conditioning conditioning) {
    try (Grad off = Grad.off()) {
      Tensor x = Rng.seed(1).stream("x").normal(1, 1, 8, 8);
      return Tensors.toFloats(net.forward(x, Tensors.zeros(1), conditioning));
    }
  }

  @Test
  void wordsAndTheirOrderDecide() {
    float[] one = output(2, 3, 4, 0, 0);
    assertThat(distance(one, output(2, 3, 5, 0, 0))).isGreaterThan(1e-4);
    assertThat(distance(one, output(3, 2, 4, 0, 0))).isGreaterThan(1e-4);
    assertThat(distance(one, output(2, 3, 4, 4, 0))).isGreaterThan(1e-4);
  }

  @Test
  void noWordsAreTheEmptyTextAndADroppedRow() {
    float[] empty = output(0, 0, 0, 0, 0);
    assertThat(output(Conditioning.none())).isEqualTo(empty);
    Conditioning words =
        Conditioning.none().with(Conditioning.TOKENS, Tensors.of(new long[] {2, 3, 4, 5, 6}, 1, 5));
    assertThat(output(words.dropped())).isEqualTo(empty);
    assertThat(output(words.dropped(1, Rng.seed(1)))).isEqualTo(empty);
    assertThat(distance(output(words), empty)).isGreaterThan(1e-4);
  }

  /** What stands in place of padding is not read: only its mask is. */
  @Test
  void paddingIsNotRead() {
    try (Grad off = Grad.off()) {
      CompactUNet unet =
          new CompactUNet(new CompactUNet.Config(1, 1, 32, 1, 1, true, 0, 16, false));
      unet.initialize(torch.make_generator_cpu(4));
      unet.stateDict()
          .forEach((name, weights) -> weights.add_(new org.bytedeco.pytorch.Scalar(0.01)));
      Tensor states = Rng.seed(2).stream("text").normal(1, 4, 16);
      Tensor other = states.clone();
      other.narrow(1, 3, 1).fill_(new org.bytedeco.pytorch.Scalar(7.0));
      Tensor mask = Tensors.of(new float[] {1, 1, 1, 0}, 1, 4);
      Tensor x = Rng.seed(1).stream("x").normal(1, 1, 8, 8);
      float[][] outputs = new float[3][];
      Tensor[] texts = {states, other, states.narrow(1, 0, 3)};
      for (int i = 0; i < texts.length; i++) {
        Conditioning conditioning =
            Conditioning.none()
                .with(Conditioning.TEXT, texts[i])
                .with(Conditioning.TEXT_MASK, mask.narrow(1, 0, texts[i].size(1)));
        outputs[i] = Tensors.toFloats(unet.forward(x, Tensors.zeros(1), conditioning));
      }
      assertThat(distance(outputs[0], outputs[1])).isZero();
      assertThat(distance(outputs[0], outputs[2])).isCloseTo(0, within(1e-5)); // other sums
      Tensor all = Tensors.of(new float[] {1, 1, 1, 1}, 1, 4);
      float[] read =
          Tensors.toFloats(
              unet.forward(
                  x,
                  Tensors.zeros(1),
                  Conditioning.none()
                      .with(Conditioning.TEXT, other)
                      .with(Conditioning.TEXT_MASK, all)));
      assertThat(distance(outputs[1], read)).isGreaterThan(1e-4);
    }
  }

  @Test
  void aDenoiserWithoutTextIsRefused() {
    assertThatThrownBy(
            () ->
                new TextConditionedNet(
                    new TextTransformer(new TextTransformer.Config(9, LENGTH, 16, 1, 2)),
                    new SimpleUNet(new SimpleUNet.Config(1, 8, 8))))
        .hasMessageContaining("allowed: one that accepts text");
    assertThatThrownBy(() -> new TextTransformer.Config(9, LENGTH, 15, 1, 2))
        .hasMessageContaining("width is 15; allowed: a multiple of the heads, 2");
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
