package io.inkwash.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.CompactUNet;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.nn.text.ClipVectors;
import io.inkwash.nn.text.TextConditionedNet;
import io.inkwash.nn.text.TextTransformer;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A network under two conditions, as guidance evaluates it: in one batch where images are few and
 * the conditions are alike, and with the outputs of two evaluations always.
 */
@ExtendWith(NativeLeakGuard.class)
class DenoiseBothTest {
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000));

  /** The numbers of images that are denoised twice in one batch, and a larger one. */
  private static final int[] IMAGES = {1, 3, 8, 9};

  private final List<Long> batches = new ArrayList<>();

  @Test
  void classes() {
    SimpleUNet unet = new SimpleUNet(new SimpleUNet.Config(1, 1, 8, 8, 10));
    unet.initialize(torch.make_generator_cpu(3));
    for (int images : IMAGES) {
      Conditioning digits =
          Conditioning.classes(IntStream.range(0, images).map(k -> 1 + k % 9).toArray());
      isAsApart(unet, images, true, digits, Conditioning.none());
      isAsApart(unet, images, true, digits, Conditioning.classes(new int[images]));
    }
  }

  /** Texts of three and of four words, the empty one, and a negative prompt of one word. */
  @Test
  void wordsOfAnEncoderThatIsTrainedAlong() {
    TextConditionedNet net =
        new TextConditionedNet(
            new TextTransformer(new TextTransformer.Config(9, 5, 16, 1, 2)), reader(16));
    drawn(net);
    long[][] texts = {{2, 3, 4, 0, 0}, {5, 6, 7, 8, 0}};
    long[][] negative = {{4, 0, 0, 0, 0}};
    for (int images : IMAGES) {
      isAsApart(net, images, true, tokens(images, texts), Conditioning.none());
      isAsApart(net, images, true, tokens(images, texts), tokens(images, negative));
    }
  }

  /** Of CLIP's texts the beginning, the words, and the end again and again. */
  @Test
  void wordsOfAFrozenEncoder() {
    ClipTextEncoder encoder =
        new ClipTextEncoder(
            new ClipTextConfig(10, 5, 8, 16, 2, 2, ClipTextConfig.Activation.QUICK_GELU, 0));
    encoder.initialize(torch.make_generator_cpu(5));
    List<Integer> empty = List.of(8, 9, 9, 9, 9);
    TextConditionedNet net = new TextConditionedNet(new ClipVectors(encoder), empty, reader(8));
    drawn(net);
    long[][] texts = {{8, 1, 2, 9, 9}, {8, 3, 4, 5, 9}};
    long[][] negative = {{8, 6, 9, 9, 9}};
    for (int images : IMAGES) {
      isAsApart(net, images, true, tokens(images, texts), Conditioning.none());
      isAsApart(net, images, true, tokens(images, texts), tokens(images, negative));
    }
  }

  /** Five vectors of a prompt and two of a negative one are not joined into one tensor. */
  @Test
  void vectorsOfTextsOfOtherLengths() {
    CompactUNet net = reader(16);
    drawn(net);
    isAsApart(net, 3, false, vectors(3, 5), vectors(3, 2));
    isAsApart(net, 3, true, vectors(3, 5), vectors(3, 5).dropped());
  }

  /** A network that reads vectors of some width. */
  private static CompactUNet reader(int textWidth) {
    return new CompactUNet(new CompactUNet.Config(1, 1, 32, 1, 1, true, 0, textWidth, false));
  }

  /** Draws all weights, those too that start at zero and would hide the text. */
  private static void drawn(Backbone net) {
    net.initialize(torch.make_generator_cpu(3));
    int[] k = {0};
    try (Grad off = Grad.off()) {
      net.stateDict()
          .forEach(
              (name, weights) ->
                  weights.add_(
                      Rng.seed(k[0]++).stream("weights")
                          .normal(Tensors.shape(weights))
                          .mul(new Scalar(0.03))));
    }
    net.train(false);
  }

  /** Texts by turns. */
  private static Conditioning tokens(int images, long[]... texts) {
    long[] all =
        IntStream.range(0, images)
            .mapToObj(k -> texts[k % texts.length])
            .flatMapToLong(LongStream::of)
            .toArray();
    return Conditioning.none().with(Conditioning.TOKENS, Tensors.of(all, images, texts[0].length));
  }

  private static Conditioning vectors(int images, int length) {
    return Conditioning.none()
        .with(Conditioning.TEXT, Rng.seed(2).stream("text").normal(images, length, 16))
        .with(Conditioning.TEXT_MASK, Tensors.zeros(images, length).add(new Scalar(1.0)));
  }

  private void isAsApart(
      Backbone network, int images, boolean alike, Conditioning toward, Conditioning away) {
    Backbone watched = watched(network);
    Denoiser one = under(watched, toward);
    Denoiser other = under(watched, away);
    Tensor x = Rng.seed(5).normal(images, 1, 8, 8);
    batches.clear();
    Denoiser.Both both = one.denoiseBoth(other, x, 500);
    assertThat(batches)
        .isEqualTo(
            alike && images <= 8 ? List.of(2L * images) : List.of((long) images, (long) images));
    assertThat(apart(both.own(), one.denoise(x, 500))).isLessThan(1e-5);
    assertThat(apart(both.other(), other.denoise(x, 500))).isLessThan(1e-5);
    assertThat(apart(both.own(), both.other())).isGreaterThan(1e-3);
  }

  private static double apart(Denoised one, Denoised other) {
    return Tensors.toDoubles(one.x0().sub(other.x0()).abs().max())[0];
  }

  private static Denoiser under(Backbone network, Conditioning conditioning) {
    return new NetworkDenoiser(
        network, TABLE, Parameterization.ddpm(), conditioning, Precision.FP32);
  }

  /** A network that counts the images of each pass. */
  private Backbone watched(Backbone network) {
    return new Backbone() {
      @Override
      public Set<String> accepts() {
        return network.accepts();
      }

      @Override
      public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
        batches.add(x.size(0));
        return network.forward(x, noiseLevel, conditioning);
      }
    };
  }
}
