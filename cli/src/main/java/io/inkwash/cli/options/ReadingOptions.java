package io.inkwash.cli.options;

import io.inkwash.data.Reading;
import io.inkwash.data.Reading.BadImages;
import io.inkwash.data.Reading.Labels;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say how files become a set of images. */
public final class ReadingOptions {

  @Option(
      names = "--hold-out",
      paramLabel = "F",
      defaultValue = "0.1",
      description =
          "Fraction of the images that is kept back as test images where the set has none, 0 to 0.5."
              + " Default: 0.1.")
  double holdOut;

  @Option(
      names = "--labels",
      paramLabel = "WORD",
      defaultValue = "folders",
      description =
          "Where the class of a picture is found: folders or file-names (cat_12.png is a cat)."
              + " Default: folders.")
  Labels labels;

  @Option(
      names = "--skip-bad",
      description = "Leave pictures out that cannot be decoded. Default: refuse the set.")
  boolean skipBad;

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    Usage.meaning(spec, this::reading);
  }

  /** How the files are read. */
  public Reading reading() {
    return new Reading(holdOut, labels, skipBad ? BadImages.SKIP : BadImages.REFUSE);
  }
}
