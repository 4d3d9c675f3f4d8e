package io.inkwash.cli;

import io.inkwash.data.DataListener;
import io.inkwash.data.DataOptions;
import io.inkwash.data.DataSets;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.SingleImage;
import io.inkwash.data.Split;
import io.inkwash.io.Picture;
import io.inkwash.recipe.RecipeException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that say which images to work on. */
final class InputOptions {
  private static final int COUNT = 64;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "PNG or JPEG files, and folders of them.")
  List<Path> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Take the test images of a set instead.")
  @Nullable String data;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "With --data: how many of them. Default: 64.")
  @Nullable Integer count;

  @Option(
      names = "--tile",
      description =
          "Leave files that are larger than the model's images as they are and work on tiles that"
              + " overlap. Default: they are cropped and resized.")
  boolean tile;

  /**
   * The images to work on.
   *
   * @param about what they are
   * @param names what each is called
   * @param files where each came from; empty for those of a set
   * @param pictures themselves
   */
  record Inputs(String about, List<String> names, List<Path> files, List<Picture> pictures) {
    int count() {
      return pictures.size();
    }
  }

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    if (files.isEmpty() && data == null) {
      throw Usage.wrong(spec, "images are missing: name files or folders, or a set with --data");
    }
    if (!files.isEmpty() && data != null) {
      throw Usage.wrong(spec, "files and --data exclude each other; give one of them");
    }
    if (count != null) {
      Usage.requireAtLeast(spec, "--count", count, 1);
    }
    if (data == null && count != null) {
      throw Usage.wrong(spec, "--count is for --data; all files that are named are taken");
    }
    if (data != null && tile) {
      throw Usage.wrong(spec, "--tile is for files; the images of a set are resized");
    }
  }

  /**
   * Reads the images and brings them to the shape that is wanted, telling what is done to them.
   * Grey ones become coloured if need be.
   */
  Inputs read(ImageShape wanted, PrintWriter err) {
    return data == null ? readFiles(wanted, err) : readSet(data, wanted, err);
  }

  private Inputs readSet(String set, ImageShape wanted, PrintWriter err) {
    DataListener listener = err::println;
    ImageSource source =
        DataSets.open(
            set,
            Split.TEST,
            DataOptions.defaults()
                .withSize(wanted.height() == wanted.width() ? wanted.height() : 0)
                .withChannels(wanted.channels())
                .withLimit(count == null ? COUNT : count)
                .withListener(listener));
    List<String> names = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    int taken = Math.min(source.count(), count == null ? COUNT : count);
    for (int k = 0; k < taken; k++) {
      byte[] pixels = new byte[source.shape().size()];
      source.read(k, pixels, 0);
      names.add("%05d".formatted(k));
      pictures.add(picture(source.shape(), pixels));
      requireShape(source.name(), source.shape(), wanted);
    }
    String about = String.format(Locale.ROOT, "%s, test split, %,d images", source.name(), taken);
    return new Inputs(about, names, List.of(), pictures);
  }

  private Inputs readFiles(ImageShape wanted, PrintWriter err) {
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(Files.isDirectory(file) ? SingleImage.in(file) : List.of(file));
    }
    List<String> names = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    boolean told = false;
    for (Path file : all) {
      SingleImage image = SingleImage.read(file);
      if (!taken.add(image.name())) {
        throw new RecipeException(
            "%s: another image has that name, and so would its result; rename it".formatted(file));
      }
      SingleImage fitted = fitted(file, image, wanted);
      if (!told && !sameSize(image.shape(), fitted.shape())) {
        told = true;
        err.printf(
            "%s is %s: cropped to its middle and resized to %s, as are all of other sizes%n",
            file, size(image.shape()), size(fitted.shape()));
      }
      names.add(image.name());
      pictures.add(picture(fitted.shape(), fitted.pixels()));
    }
    if (tile) {
      err.printf("images of other sizes than %s are worked on in tiles of it%n", size(wanted));
    }
    return new Inputs(all.size() == 1 ? "1 file" : all.size() + " files", names, all, pictures);
  }

  private SingleImage fitted(Path file, SingleImage image, ImageShape wanted) {
    if (image.shape().channels() > wanted.channels()) {
      throw new RecipeException(
          "%s is in colour, and an image of 1 channel is wanted; convert it to grey"
              .formatted(file));
    }
    SingleImage inChannels = image.inChannels(wanted.channels());
    if (tile || sameSize(image.shape(), wanted)) {
      return inChannels;
    }
    if (wanted.height() == wanted.width()) {
      return inChannels.square(wanted.height());
    }
    requireShape(file.toString(), inChannels.shape(), wanted);
    return inChannels;
  }

  private static void requireShape(String name, ImageShape shape, ImageShape wanted) {
    if (!shape.equals(wanted)) {
      throw new RecipeException(
          "%s is %s, and %s is wanted; resize it".formatted(name, size(shape), size(wanted)));
    }
  }

  private static boolean sameSize(ImageShape a, ImageShape b) {
    return a.height() == b.height() && a.width() == b.width();
  }

  private static String size(ImageShape shape) {
    return shape.width() + "x" + shape.height();
  }

  private static Picture picture(ImageShape shape, byte[] pixels) {
    return new Picture(shape.channels(), shape.height(), shape.width(), pixels);
  }
}
