package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.codec.LatentSet;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Picture;
import io.inkwash.data.Sha256;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.StreamedBytes;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks encode a share of the latents each, and have the same file as one process. */
class RankLatentsTest {
  private static final int COUNT = 200; // batches of 64: the last round is not full
  private static final int SIDE = 8;

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** Digits that count how often they are read. */
  private record Counted(ImageSource digits, AtomicInteger reads)
      implements StreamedBytes.Pictures {
    @Override
    public int count() {
      return digits.count();
    }

    @Override
    public Picture read(int index) {
      reads.incrementAndGet();
      byte[] pixels = new byte[digits.shape().size()];
      digits.read(index, pixels, 0);
      return new Picture(digits.shape(), pixels);
    }

    @Override
    public void identify(int index, Sha256 into) {}
  }

  /** Encodes into a file; gives how many pictures were read. */
  private static int encode(Path file) {
    ImageSource digits =
        DataSets.open(
            "digits", Split.TRAIN, DataOptions.defaults().withSize(SIDE).withLimit(COUNT));
    Counted counted = new Counted(digits, new AtomicInteger());
    StoredImages source =
        StoredImages.unlabeled("digits", new ImageShape(1, SIDE, SIDE), StreamedBytes.of(counted));
    try (TensorScope scope = TensorScope.open()) {
      AutoencoderKl autoencoder =
          new AutoencoderKl(new AutoencoderKlConfig(1, List.of(32, 32), 1, List.of(), 3, 3));
      autoencoder.initialize(torch.make_generator_cpu(3));
      LatentSet.of(source, autoencoder, Precision.FP32, file);
    }
    return counted.reads().get();
  }

  @Test
  void sharesMakeTheWhole() throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(encode(whole)).isEqualTo(COUNT);
    List<Integer> reads =
        Threads.run(3, group -> encode(folder.resolve("rank-" + group.launch().rank())));
    assertThat(reads).containsExactly(64 + 8, 64, 64);
    for (int rank = 0; rank < 3; rank++) {
      assertThat(folder.resolve("rank-" + rank)).hasSameBinaryContentAs(whole);
    }
  }

  @Test
  void aRankThatHasThemHelpsTheOthers() throws Exception {
    Path whole = folder.resolve("whole");
    encode(whole);
    Files.copy(whole, folder.resolve("rank-1"));
    Threads.run(2, group -> encode(folder.resolve("rank-" + group.launch().rank())));
    assertThat(folder.resolve("rank-0")).hasSameBinaryContentAs(whole);
    assertThat(Threads.run(2, group -> encode(folder.resolve("rank-" + group.launch().rank()))))
        .containsExactly(0, 0);
  }
}
