package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where drawn images go: each to its own file as soon as it is drawn, and to one grid at the end.
 */
final class ImageSink {
  private final @Nullable Path folder;
  private final Map<String, String> text;
  private final boolean keeps;
  private final List<Picture> pictures = new ArrayList<>();
  private final long first;
  private long next;

  /**
   * A sink.
   *
   * @param folder of the single files; null for none
   * @param text what is written into each file
   * @param keeps whether the pictures are kept for a grid
   * @param first the number of the first picture
   */
  ImageSink(@Nullable Path folder, Map<String, String> text, boolean keeps, long first) {
    this.folder = folder;
    this.text = text;
    this.keeps = keeps;
    this.first = first;
    next = first;
  }

  /** Whether the pictures are kept. */
  boolean keeps() {
    return keeps;
  }

  /** The pictures so far, where they are kept. */
  List<Picture> pictures() {
    return pictures;
  }

  /**
   * Takes the first pictures from the folder's files, up to the first that is missing.
   *
   * @return how many there are
   * @throws FileException if one was drawn by other settings
   */
  int takeExisting(int count) {
    AtomicFiles.sweep(folder());
    while (next < first + count && Files.exists(file(next))) {
      Map<String, String> drawn = ImageIo.readPngText(file(next));
      if (!drawn.equals(text(next))) {
        throw new FileException(
            file(next), "was drawn by other settings; name another folder, or draw all anew");
      }
      keep(ImageIo.read(file(next)));
      next++;
    }
    return (int) (next - first);
  }

  /** Takes the next pictures. */
  void add(List<Picture> drawn) {
    for (Picture picture : drawn) {
      if (folder != null) {
        ImageIo.writePng(file(next), picture, text(next));
      }
      keep(picture);
      next++;
    }
  }

  private void keep(Picture picture) {
    if (keeps) {
      pictures.add(picture);
    }
  }

  private Path file(long k) {
    return folder().resolve(format("%05d.png", k));
  }

  private Path folder() {
    if (folder == null) {
      throw new IllegalStateException("no folder of single files");
    }
    return folder;
  }

  private Map<String, String> text(long k) {
    Map<String, String> one = new LinkedHashMap<>(text);
    one.put("inkwash:image", Long.toString(k));
    return one;
  }
}
