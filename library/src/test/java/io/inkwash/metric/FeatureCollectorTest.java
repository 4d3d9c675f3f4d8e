package io.inkwash.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import io.inkwash.metric.feature.Activations;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.metric.feature.RawPixels;
import io.inkwash.testkit.Close;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pass over images, and what is kept of it. */
@ExtendWith(NativeLeakGuard.class)
class FeatureCollectorTest {
  private static final ImageShape SHAPE = new ImageShape(1, 2, 2);

  private final StoredImages images = Toys.noise(700, SHAPE, 3);
  private final RawPixels pixels = new RawPixels(SHAPE);

  /** Remembers, and counts what it is asked. */
  private static final class Memory implements FeatureCache {
    private final Map<String, Features> features = new HashMap<>();
    private int found;

    @Override
    public Optional<Features> find(String key) {
      found += features.containsKey(key) ? 1 : 0;
      return Optional.ofNullable(features.get(key));
    }

    @Override
    public void keep(String key, Features kept) {
      features.put(key, kept);
    }
  }

  private Features collect(int keep, int[] indices) {
    FeatureCollector collector = new FeatureCollector(pixels, keep, Rng.seed(1));
    collector.add(images, indices, done -> {});
    return collector.features();
  }

  @Test
  void allImagesAreMeasuredAndFewAreKept() {
    Features features = collect(50, Toys.first(700));
    Moments wanted = Moments.of(Pixels.rows(images, Toys.first(700)));
    assertThat(features.count()).isEqualTo(700);
    Close.assertClose(features.moments().mean(), wanted.mean(), 1e-12);
    for (int i = 0; i < 16; i++) {
      assertThat(features.moments().covariance()[i])
          .isCloseTo(wanted.covariance()[i], within(1e-13));
    }
    assertThat(features.kept().count()).isEqualTo(50);
    assertThat(features.inceptionScore()).isEmpty();
  }

  @Test
  void fewImagesAreAllKeptInOrder() {
    int[] some = {5, 3, 9};
    assertThat(collect(50, some).kept().values()).isEqualTo(Pixels.rows(images, some).values());
  }

  /** A kept image is as likely to come from the end as from the beginning. */
  @Test
  void whatIsKeptIsAUniformSample() {
    ImageShape one = new ImageShape(1, 1, 1);
    byte[][] counting = new byte[200][1];
    for (int i = 0; i < counting.length; i++) {
      counting[i][0] = (byte) i;
    }
    StoredImages numbered = StoredImages.unlabeled("numbered", one, counting);
    double sum = 0;
    int rounds = 100;
    for (int round = 0; round < rounds; round++) {
      FeatureCollector collector =
          new FeatureCollector(new RawPixels(one), 20, Rng.seed(9).at(round));
      collector.add(numbered, Toys.first(200), done -> {});
      for (float value : collector.features().kept().values()) {
        sum += value * 255;
      }
    }
    // 2000 numbers of mean 99.5 and deviation 58: the mean to 1.3, less what the urn takes off
    assertThat(sum / (20 * rounds)).isCloseTo(99.5, within(5.0));
  }

  @Test
  void samplesAreRoundedAsFilesAre() {
    FeatureCollector collector = new FeatureCollector(pixels, 9, Rng.seed(1));
    Tensor real = Pixels.batch(images, new int[] {1, 2});
    Tensor off = real.add(new Scalar(0.3 / 255)); // and 255 becomes more than 1
    Activations seen = collector.add(off);
    assertThat(Tensors.toFloats(seen.features())).isEqualTo(Tensors.toFloats(real));
  }

  @Test
  void progressIsHeardAfterEachBatch() {
    List<Integer> heard = new ArrayList<>();
    new FeatureCollector(pixels, 0, Rng.seed(1)).add(images, Toys.first(700), heard::add);
    assertThat(heard).containsExactly(512, 700);
  }

  @Test
  void realFeaturesComeFromTheCacheTheSecondTime() {
    Memory memory = new Memory();
    RealFeatures real = RealFeatures.some(images, 300, 40, 7);
    Features first = real.with(pixels, memory, done -> {});
    assertThat(memory.found).isZero();
    assertThat(RealFeatures.some(images, 300, 40, 7).with(pixels, memory, done -> {}))
        .isSameAs(first);
    assertThat(memory.found).isEqualTo(1);
  }

  @Test
  void theKeyNamesAllThatMatters() {
    RealFeatures real = RealFeatures.some(images, 300, 40, 7);
    assertThat(
            List.of(
                real.key(pixels),
                RealFeatures.some(images, 299, 40, 7).key(pixels),
                RealFeatures.some(images, 300, 41, 7).key(pixels),
                RealFeatures.some(images, 300, 40, 8).key(pixels),
                RealFeatures.some(Toys.noise(700, SHAPE, 4), 300, 40, 7).key(pixels),
                real.key(new RawPixels(new ImageShape(1, 1, 4)))))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[0-9a-f]{64}"));
    assertThat(real.key(pixels)).isEqualTo(RealFeatures.some(images, 300, 40, 7).key(pixels));
  }

  @Test
  void anotherSetSharesNoImage() {
    RealFeatures real = RealFeatures.some(images, 400, 40, 7);
    RealFeatures other = real.another(300);
    assertThat(other.images()).hasSize(300).doesNotContain(real.images());
    assertThatThrownBy(() -> real.another(301))
        .hasMessage("noise holds 700 images, 400 of them in use; allowed: 300 more, not 301");
  }

  @Test
  void otherImagesAreRefused() {
    assertThatThrownBy(() -> pixels.activations(Tensors.zeros(1, 3, 2, 2)))
        .hasMessageContaining("images of [3, 2, 2] for raw pixels of [1, 2, 2]");
    assertThatThrownBy(() -> new FeatureCollector(pixels, -1, Rng.seed(1)))
        .hasMessageContaining("keep -1 images' features; allowed: 0 to");
  }
}
