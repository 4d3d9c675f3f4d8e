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

/**
 * A folder of what several ways make of the same images, with a strip of them side by side: a row
 * an image, a column a way.
 */
final class Gallery {
  private static final String STRIP = "strip";
  private static final int GAP = 2;

  private final GalleryOptions options;
  private final Inputs inputs;
  private final List<String> ways;
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
   * @param ways what is to be done to the images
   * @throws FileException if there is no place for the pictures, or an input is there already
   */
  Gallery(GalleryOptions options, Inputs inputs, List<String> ways) {
    this.options = options;
    this.inputs = inputs;
    this.ways = ways;
    Places.requireFolder(options.folder);
    requireFree(strip());
    for (String way : ways) {
      for (String name : inputs.names()) {
        requireFree(place(way, name));
      }
    }
  }

  private void requireFree(Path place) {
    Places.requireFile(place);
    if (place.equals(strip()) && inputs.names().contains(STRIP) && ways.size() == 1) {
      throw new FileException(place, "is the name of the strip and of an image; rename the image");
    }
    for (Path input : inputs.files()) {
      try {
        if (Files.exists(place) && Files.isSameFile(place, input)) {
          throw new FileException(place, "is an input, which is never written over; choose --out");
        }
      } catch (IOException e) {
        throw new FileException(place, "cannot be looked at: " + e.getMessage(), e);
      }
    }
  }

  private Path strip() {
    return options.folder.resolve(STRIP + ".png");
  }

  private Path place(String way, String name) {
    Path folder = ways.size() == 1 ? options.folder : options.folder.resolve(way);
    return folder.resolve(name + ".png");
  }

  /** How many images the strip shows. */
  int rows() {
    return Math.min(options.rows, inputs.count());
  }

  /** Hangs pictures of the first images beside the others; they are not written by themselves. */
  void show(String label, List<Picture> pictures) {
    labels.add(label);
    columns.add(pictures);
  }

  /**
   * Treats all images, writes what becomes of them and hangs the first.
   *
   * @param batch images at a time
   * @param text what to write beside each
   */
  void fill(String way, Treatment treatment, int batch, Map<String, String> text, PrintWriter err) {
    List<Picture> shown = new ArrayList<>();
    try (DrawingProgress progress = new DrawingProgress(way, inputs.count(), err)) {
      for (int first = 0; first < inputs.count(); first += batch) {
        int images = Math.min(batch, inputs.count() - first);
        List<Picture> pictures = treatment.of(first, images, progress);
        for (int i = 0; i < images; i++) {
          write(way, first + i, pictures.get(i), text);
          if (first + i < rows()) {
            shown.add(pictures.get(i));
          }
        }
      }
    }
    show(way, shown);
  }

  private void write(String way, int k, Picture picture, Map<String, String> text) {
    Map<String, String> one = new LinkedHashMap<>(text);
    one.put("inkwash:image", Integer.toString(k));
    one.put("inkwash:input", inputs.names().get(k));
    ImageIo.writePng(place(way, inputs.names().get(k)), picture, one);
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
    List<Picture> sheets = new ArrayList<>();
    boolean gray =
        columns.stream().flatMap(List::stream).allMatch(picture -> picture.channels() == 1);
    for (List<Picture> column : columns) {
      List<Picture> cells = new ArrayList<>();
      for (int k : rows) {
        Picture picture = column.get(k);
        int larger = Math.max(1, first.width() / picture.width());
        cells.add(ImageIo.enlarge(gray ? picture : picture.rgb(), scale * larger));
      }
      sheets.add(ImageIo.grid(cells, 1, GAP));
    }
    ImageIo.writePng(strip(), ImageIo.strip(sheets, labels, GAP), text);
    return strip();
  }
}
