package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.file.Json;
import io.inkwash.train.MetricsLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command by two processes of this machine: the second is a Java of its own. */
class RanksTest {
  private static final String TRAIN =
      "train --recipe ddpm-demo --set network=simple-unet(width=8) --set solver=ddim --set steps=2 --set grid=trailing"
          + " --set decay=constant --data digits --size 12 --threads 1 --precision fp32";

  @TempDir Path folder;

  private double[] losses(String run) {
    return Json.readLines(folder.resolve(run).resolve("metrics.jsonl"), MetricsLog.Line.class)
        .stream()
        .mapToDouble(MetricsLog.Line::loss)
        .toArray();
  }

  @Test
  void twoRanksTrainWhatOneDoesWhichGoesOn() {
    Cli.line(TRAIN + " --batch 4 --steps 4 --out " + folder.resolve("one")).succeeded();
    Cli two =
        Cli.line(TRAIN + " --batch 4 --steps 2 --ranks 2 --out " + folder.resolve("two"))
            .succeeded();
    assertThat(two.err()).contains("4 images a step, seed 0, 1 thread in each of 2 ranks");
    assertThat(two.outLines()).singleElement().asString().startsWith("done: step 2, 8 images");
    Cli.line("train --steps 4 --threads 1 --resume " + folder.resolve("two")).succeeded();
    double[] expected = losses("one");
    assertThat(losses("two")).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(losses("two")[i]).isCloseTo(expected[i], within(1e-6 * expected[i]));
    }
  }
}
