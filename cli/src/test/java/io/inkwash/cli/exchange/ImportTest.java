package io.inkwash.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.TinyRun;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inkwash import} makes a run that other commands take. */
class ImportTest {
  private static final String SMALL =
      " --set network.width=8 --set path.timesteps=40 --set sampling.steps=40";

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  private static Path weights() {
    return shared.resolve("run/checkpoints/step-00000003/ema.safetensors");
  }

  private String imported(String options) {
    return "import " + weights() + " --recipe ddpm --out " + folder.resolve("new") + options;
  }

  @Test
  void makesARunThatDraws() {
    Cli cli = Cli.line(imported(SMALL + " --size 12")).succeeded();
    assertThat(cli.out()).startsWith("imported ").contains("in the layout simple-unet");
    Cli.line(
            "sample --run "
                + folder.resolve("new")
                + " --count 2 --threads 1 --out "
                + folder.resolve("b.png"))
        .succeeded();
  }

  /** It has no log of a training. */
  @Test
  void makesARunThatIsCompared() {
    Cli.line(imported(SMALL + " --size 12")).succeeded();
    Path run = folder.resolve("new");
    assertThat(Cli.line("compare " + run).succeeded().out()).contains("ddpm");
    Cli measured =
        Cli.line(
            "compare "
                + run
                + " --solver ddim --steps 2 --metrics sliced-wasserstein --features pixels --count 8 --threads 1 --data "
                + shared.resolve("bars.idx"));
    assertThat(measured.succeeded().out()).contains("ddim", "sliced-wasserstein");
  }

  @Test
  void namesTheNetworkThatFits() {
    Cli cli = Cli.line(imported(""));
    assertThat(cli.exitCode()).isEqualTo(1);
    assertThat(cli.errLines()).hasSize(1);
    assertThat(cli.err())
        .contains(
            "out.weight is [1,8,1,1], not [1,64,1,1]",
            "they fit --recipe ddpm --set \"network=simple-unet(width=8)\"");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void namesTheWeightsThatThereAre() {
    Cli cli = Cli.line(imported(SMALL + " --as ema"));
    assertThat(cli.exitCode()).isEqualTo(1);
    assertThat(cli.err()).contains("holds no averaged weights", "; take them with --as model");
  }

  @Test
  void cannotGoOn() {
    Cli.line(imported(SMALL + " --size 12")).succeeded();
    Cli cli = Cli.line("train --resume " + folder.resolve("new") + " --steps 5");
    assertThat(cli.exitCode()).isEqualTo(1);
    assertThat(cli.err()).contains("holds weights alone");
  }

  @Test
  void refusesWrongWords() {
    assertThat(Cli.line(imported(" --size 0")).err()).contains("--size is 0", "1 or more");
    assertThat(Cli.line(imported(" --as best")).err()).contains("--as", "best");
    assertThat(Cli.line("import " + weights() + " --out " + folder).err()).contains("--recipe");
    assertThat(
            Cli.line("import " + weights() + " --recipe gan --out " + folder.resolve("x"))
                .exitCode())
        .isNotZero();
  }
}
