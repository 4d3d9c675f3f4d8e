package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTest {

  @TempDir Path folder;

  /** Bars of which the odd ones are of class 1. */
  private String data() {
    byte[] labels = new byte[100];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 2);
    }
    SmallFiles.write(folder.resolve("images"), SmallFiles.idxImages(100, 12, 12));
    SmallFiles.write(folder.resolve("labels"), SmallFiles.idx(0x801, labels, 100));
    return folder.resolve("images") + "," + folder.resolve("labels");
  }

  @Test
  void whatIsTrainedCanBeComparedBy() {
    Path weights = folder.resolve("bars.safetensors");
    String words = "classifier --data " + data() + " --epochs 30 --batch 8 --out ";
    List<String> lines = Cli.line(words + weights).succeeded().outLines();
    assertThat(lines.get(0)).matches("test accuracy \\d\\.\\d{4} of 10 images");
    assertThat(Double.parseDouble(lines.get(0).split(" ")[2])).isGreaterThan(0.9); // guessing: 0.5
    assertThat(lines.get(1)).matches("sha256 [0-9a-f]{64}");
    assertThat(lines.get(2)).isEqualTo(weights.toString());

    Path again = folder.resolve("again.safetensors");
    assertThat(Cli.line(words + again).succeeded().outLines().get(1)).isEqualTo(lines.get(1));
    assertThat(again).hasSameBinaryContentAs(weights);

    TinyRun.train(folder.resolve("bars.idx"), folder.resolve("run"));
    String out =
        Cli.line(
                "evaluate --run %s --metrics fid --count 10 --steps 2 --threads 1 --features lenet(file=%s)"
                    .formatted(folder.resolve("run"), weights))
            .succeeded()
            .out();
    assertThat(out).contains("lenet " + lines.get(1).replace("sha256 ", "sha256:"));
  }

  /** An unconditional model is guided to a class by a classifier of noisy images. */
  @Test
  void aNoisyClassifierGuidesAnUnconditionalModel() {
    Path weights = folder.resolve("noisy.safetensors");
    List<String> lines =
        Cli.line(
                "classifier --noisy --width 8 --epochs 40 --batch 8 --data %s --out %s"
                    .formatted(data(), weights))
            .succeeded()
            .outLines();
    assertThat(lines).hasSize(5).last().isEqualTo(weights.toString());
    assertThat(lines.get(0)).matches("test accuracy \\d\\.\\d{4} of 10 images with noise 0\\.1");
    TinyRun.train(folder.resolve("bars.idx"), folder.resolve("run"));
    String sample = "sample --count 2 --steps 4 --solver ddim --threads 1 --run " + folder;
    String guidance = " --guidance classifier(scale=20,file=" + weights + ")";
    Path one = folder.resolve("one.png");
    Path zero = folder.resolve("zero.png");
    Cli.line(sample + "/run --class 1 --out " + one + guidance).succeeded();
    Cli.line(sample + "/run --class 0 --out " + zero + guidance).succeeded();
    assertThat(SmallFiles.bytes(one)).isNotEqualTo(SmallFiles.bytes(zero));

    Cli.line(sample + "/run" + guidance).refused(1, "no class is requested");
    Cli.line(sample + "/run --class 2" + guidance)
        .refused(1, "there is no class \"2\"; there are 0, 1");
    Cli.line(sample + "/run --class 1").refused(1, "of a model without classes");
    Cli.line(sample + "/run --class 1 --guidance classifier(file=" + one + ")")
        .refused(1, "one.png");
  }
}
