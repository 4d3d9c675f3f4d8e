package io.inkwash.cli;

import java.nio.file.Path;

/** The smallest training that is one: bars of 12x12 pixels, 40 noise levels, eight channels. */
public final class TinyRun {
  /** How {@code train} makes it so small. */
  public static final String SMALL =
      " --set network=simple-unet(width=8) --set path.timesteps=40 --set sampling.steps=40"
          + " --threads 1 --precision fp32";

  private TinyRun() {}

  /** Writes the images and trains on them for three steps. */
  public static void train(Path data, Path run) {
    SmallFiles.write(data, SmallFiles.idxImages(24, 12, 12));
    Cli.line("train --data " + data + " --out " + run + SMALL + " --batch 4 --steps 3").succeeded();
  }
}
