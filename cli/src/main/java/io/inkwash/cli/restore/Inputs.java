package io.inkwash.cli.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.SingleImage;
import io.inkwash.picture.Picture;
import io.inkwash.request.RealImages;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  /**
   * The first test images of a set, brought to the shape that is wanted.
   *
   * @param most so many of them, or all where there are fewer
   */
  static Inputs ofSet(String set, int most, ImageShape wanted, PrintWriter err) {
    ImageSource source =
        RealImages.named(set, err::println)
            .in(ImageSpec.of(wanted, PixelRange.UNIT))
            .first(most)
            .open(Split.TEST);
    List<String> names = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    int taken = Math.min(source.count(), most);
    for (int k = 0; k < taken; k++) {
      byte[] pixels = new byte[source.shape().size()];
      source.read(k, pixels, 0);
      names.add(format("%05d", k));
      pictures.add(picture(source.shape(), pixels));
    }
    String about = format("%s, test split, %,d images", source.name(), taken);
    return new Inputs(about, names, List.of(), pictures);
  }

  /**
   * Files, and those in folders, brought to the shape that is wanted, saying what is done to them.
   * Gray ones become colored if need be, colored ones gray.
   *
   * @param tile whether they keep their size, to be worked on in tiles
   * @param resized whether those of other sizes are cropped and resized, rather than refused
   */
  static Inputs ofFiles(
      List<Path> files, boolean tile, ImageShape wanted, boolean resized, PrintWriter err) {
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      all.addAll(Files.isDirectory(file) ? SingleImage.in(file) : List.of(file));
    }
    List<String> names = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Set<String> changes = new HashSet<>();
    for (Path file : all) {
      SingleImage image = SingleImage.read(file);
      if (!taken.add(image.name())) {
        throw new SpecException(
            format("%s: another image has that name, and so would its result; rename it", file));
      }
      SingleImage fitted =
          tile ? image.inChannels(wanted.channels()) : image.in(file.toString(), wanted, resized);
      if (image.shape().channels() > fitted.shape().channels() && changes.add("gray")) {
        err.printf(
            Locale.ROOT, "%s is in color: converted to gray, as are all others in color%n", file);
      }
      if (!sameSize(image.shape(), fitted.shape()) && changes.add("size")) {
        err.printf(
            Locale.ROOT,
            "%s is %s: cropped to its middle and resized to %s, as are all of other sizes%n",
            file,
            size(image.shape()),
            size(fitted.shape()));
      }
      names.add(image.name());
      pictures.add(picture(fitted.shape(), fitted.pixels()));
    }
    if (tile) {
      err.printf(
          Locale.ROOT,
          "images of other sizes than %s are worked on in tiles of it%n",
          size(wanted));
    }
    return new Inputs(all.size() == 1 ? "1 file" : all.size() + " files", names, all, pictures);
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
