package io.inkwash.cli.restore;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.terminal.DrawingProgress;
import io.inkwash.file.FileException;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * A folder of what several methods, strengths or numbers of steps make of the same images, with a
 * strip of them side by side: a row an image, a column a variant.
 */
final class Gallery {
  private static final String STRIP = "strip";
  private static final int GAP = 2;
  private static final int WHITE = 255;

  private final GalleryOptions options;
  private final Inputs inputs;
  private final List<String> variants;
  private final List<String> labels = new ArrayList<>();
  private final List<List<Picture>> columns = new ArrayList<>();

  /** What is done to images, a batch at a time. */
  @FunctionalInterface
  interface Treatment {
    /** What becomes of so many images from the given one on. */
    List<Picture> of(int first, int images, StepProgress progress);
  }

  /**
   * An empty gallery.
   *
   * @param variants the names of what is to be done to the images
   * @throws FileException if the pictures cannot be written, or would replace an input
   */
  Gallery(GalleryOptions options, Inputs inputs, List<String> variants) {
    this.options = options;
    this.inputs = inputs;
    this.variants = variants;
    Places.requireFolder(options.folder);
    requireFree(strip());
    for (String variant : variants) {
      for (String name : inputs.names()) {
        requireFree(file(variant, name));
      }
    }
  }

  private void requireFree(Path file) {
    Places.requireFile(file);
    if (file.equals(strip()) && inputs.names().contains(STRIP) && variants.size() == 1) {
      throw new FileException(file, "is the name of the strip and of an image; rename the image");
    }
    for (Path input : inputs.files()) {
      try {
        if (Files.exists(file) && Files.isSameFile(file, input)) {
          throw new FileException(file, "is an input, which is never written over; choose --out");
        }
      } catch (IOException e) {
        throw new FileException(file, "cannot be looked at: " + e.getMessage(), e);
      }
    }
  }

  /** The file of all side by side. */
  Path strip() {
    return options.folder.resolve(STRIP + ".png");
  }

  private Path file(String variant, String name) {
    Path folder = variants.size() == 1 ? options.folder : options.folder.resolve(variant);
    return folder.resolve(name + ".png");
  }

  /** How many images the strip shows. */
  int rows() {
    return Math.min(options.rows, inputs.count());
  }

  /** Adds a column of the first images to the strip; they are not written by themselves. */
  void show(String label, List<Picture> pictures) {
    labels.add(label);
    columns.add(pictures);
  }

  /**
   * Treats all images, writes what becomes of them and adds the first to the strip.
   *
   * @param batch images at a time
   * @param text what to write beside each
   */
  void fill(
      String variant, Treatment treatment, int batch, Map<String, String> text, PrintWriter err) {
    List<Picture> shown = new ArrayList<>();
    try (DrawingProgress progress = new DrawingProgress(variant, inputs.count(), err)) {
      for (int first = 0; first < inputs.count(); first += batch) {
        int images = Math.min(batch, inputs.count() - first);
        List<Picture> pictures = treatment.of(first, images, progress);
        for (int i = 0; i < images; i++) {
          write(variant, first + i, pictures.get(i), text);
          if (first + i < rows()) {
            shown.add(pictures.get(i));
          }
        }
      }
    }
    show(variant, shown);
  }

  private void write(String variant, int k, Picture picture, Map<String, String> text) {
    Map<String, String> one = new LinkedHashMap<>(text);
    one.put("inkwash:image", Integer.toString(k));
    one.put("inkwash:input", inputs.names().get(k));
    ImageIo.writePng(file(variant, inputs.names().get(k)), picture, one);
  }

  /**
   * Writes the strip. Where images are of several sizes, it shows those of the first one's.
   *
   * @return its file
   */
  Path writeStrip(Map<String, String> text) {
    Picture first = columns.get(columns.size() - 1).get(0);
    int scale = options.scaleOf(first.width());
    List<Integer> rows = new ArrayList<>();
    for (int k = 0; k < rows(); k++) {
      Picture picture = columns.get(columns.size() - 1).get(k);
      if (picture.width() == first.width() && picture.height() == first.height()) {
        rows.add(k);
      }
    }
    boolean gray =
        columns.stream().flatMap(List::stream).allMatch(picture -> picture.channels() == 1);
    List<List<Picture>> cells = new ArrayList<>();
    for (List<Picture> column : columns) {
      cells.add(
          rows.stream()
              .map(column::get)
              .map(picture -> enlarged(gray ? picture : picture.rgb(), scale, first.width()))
              .toList());
    }
    int height = largest(cells, Picture::height);
    int width = largest(cells, Picture::width);
    List<Picture> sheets =
        cells.stream()
            .map(column -> column.stream().map(cell -> centered(cell, height, width)).toList())
            .map(column -> ImageIo.grid(column, 1, GAP))
            .toList();
    ImageIo.writePng(strip(), ImageIo.strip(sheets, labels, GAP), text);
    return strip();
  }

  /** A picture so many times larger that it is about as wide as the others are. */
  private static Picture enlarged(Picture picture, int scale, int width) {
    return ImageIo.enlarge(picture, scale * Math.max(1, width / picture.width()));
  }

  private static int largest(List<List<Picture>> cells, ToIntFunction<Picture> side) {
    return cells.stream().flatMap(List::stream).mapToInt(side).max().orElseThrow();
  }

  /** A picture in the middle of a white one; itself if it has that size. */
  private static Picture centered(Picture picture, int height, int width) {
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    Picture cell = Picture.filled(picture.channels(), height, width, WHITE);
    cell.paste(picture, (height - picture.height()) / 2, (width - picture.width()) / 2);
    return cell;
  }
}
