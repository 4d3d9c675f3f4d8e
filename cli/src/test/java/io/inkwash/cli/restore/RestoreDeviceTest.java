package io.inkwash.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.NetworkFactory;
import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Restoration works on the model's device: on libtorch's meta device an operation of a tensor there
 * and one of the CPU throws. libtorch has no convolution there, so the network is a linear map of
 * each row; and a mask there has no numbers, so none is read.
 */
class RestoreDeviceTest {
  private static final int SIDE = 12;

  @TempDir static Path folder;

  /** A linear map of each row, whatever the noise level. */
  private static final class Rows extends Backbone {
    private final LinearImpl rows;

    Rows(int side) {
      rows = child("rows", new LinearImpl(side, side));
    }

    @Override
    public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
      return rows.forward(x).add(noiseLevel.view(-1, 1, 1, 1));
    }
  }

  @BeforeAll
  static void train() {
    Catalog.NETWORKS.register(
        "rows-of-device-test",
        new NetworkFactory(1, (images, textWidth, outputs) -> new Rows(images.height())),
        "a linear map of each row");
    SmallFiles.write(folder.resolve("bars.idx"), SmallFiles.idxImages(24, SIDE, SIDE));
    SmallFiles.write(folder.resolve("a.png"), SmallFiles.png(SIDE, SIDE));
    restore(
        "train --data @/bars.idx --out @/run --batch 4 --steps 1"
            + TinyRun.SMALL
            + " --set network=rows-of-device-test");
  }

  private static void restore(String words) {
    Cli.line(words.replace("@", folder.toString())).succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edit @/a.png",
        "superres @/a.png --factor 2 --simulate",
        "denoise @/a.png --noise 0.5",
        "deblur @/a.png --kernel gaussian --simulate",
        "interpolate --seeds 1:2 --frames 3",
        "invert @/a.png",
      })
  void staysOnTheDevice(String words) {
    restore("restore " + words + " --run @/run --steps 3 --device meta --threads 1 --out @/out");
    assertThat(ComputeDevice.current()).isEqualTo(ComputeDevice.CPU);
  }
}
