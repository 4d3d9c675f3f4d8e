package io.inkwash.cli.options;

import io.inkwash.data.open.Reading;
import io.inkwash.data.open.Reading.BadImages;
import io.inkwash.data.open.Reading.Labels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
      converter = LabelsWord.class,
      description =
          "Where the class of a picture is found: folders or file-names (cat_12.png is a cat)."
              + " Default: folders.")
  Labels labels;

  @Option(
      names = "--skip-bad",
      description = "Leave pictures out that cannot be decoded. Default: refuse the set.")
  boolean skipBad;

  @Option(
      names = "--clusters",
      paramLabel = "N",
      description =
          "Groups of similar images in place of classes, found by k-means, such as 30. A model is"
              + " conditioned on them without labels, and draws them by their share.")
  @Nullable Integer clusters;

  /** Reads the words for where classes are found. */
  static final class LabelsWord implements ITypeConverter<Labels> {
    @Override
    public Labels convert(String word) {
      return switch (word) {
        case "folders" -> Labels.FOLDERS;
        case "file-names" -> Labels.FILE_NAMES;
        default ->
            throw new TypeConversionException(
                "'" + word + "' is not allowed; allowed: folders or file-names");
      };
    }
  }

  /** Refuses what cannot be, before anything is read. */
  public void check(CommandSpec spec) {
    Usage.meaning(spec, this::reading);
  }

  /** How the files are read. */
  public Reading reading() {
    return new Reading(holdOut, labels, skipBad ? BadImages.SKIP : BadImages.REFUSE, clusters);
  }
}
