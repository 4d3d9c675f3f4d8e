package io.inkwash.data;

import io.inkwash.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the paths of a folder or zip mean.
 *
 * <ul>
 *   <li>Folders at the top are the classes, in the order of their names; images deeper down belong
 *       to the top folder that they are in. Images at the top only: no labels.
 *   <li>One folder that holds everything is only a wrapping, and is stepped into.
 *   <li>Folders {@code train} and {@code test} and nothing else at the top are the two halves.
 *   <li>Hidden files are passed over; files that are not called PNG or JPEG too, with a note.
 * </ul>
 *
 * @param root the folder that the images are under, empty or ending with a slash
 * @param images the paths of the images
 * @param classNames the names of the classes, empty for no labels
 * @param notes what the user should know
 */
record FolderLayout(String root, List<String> images, List<String> classNames, List<String> notes) {

  /**
   * Reads the paths.
   *
   * @param where what to call the folder in errors
   * @throws DataException if no path is an image, or images lie beside class folders
   */
  static FolderLayout of(String where, List<String> paths, Split split) {
    Predicate<String> isImage = path -> ImageFormat.ENDINGS.contains(Names.ending(path));
    List<String> seen = paths.stream().filter(path -> !hidden(path)).toList();
    List<String> images = seen.stream().filter(isImage).toList();
    List<String> others = seen.stream().filter(isImage.negate()).toList();
    List<String> notes = new ArrayList<>();
    if (!others.isEmpty()) {
      notes.add("passed over, not called PNG or JPEG: " + brief(others));
    }
    if (images.isEmpty()) {
      throw new DataException(
          where
              + (others.isEmpty()
                  ? ": is empty, put PNG or JPEG files into it"
                  : ": holds no PNG or JPEG files, only " + brief(others)));
    }
    String root = wrapping(images);
    if (tops(images, root).equals(Set.of("test", "train"))) {
      root += split.name().toLowerCase(Locale.ROOT) + "/";
    } else {
      notes.add("has no train and test halves: all its images are used");
    }
    String chosen = root;
    List<String> within = images.stream().filter(path -> path.startsWith(chosen)).toList();
    return new FolderLayout(root, within, classNames(where, within, root), List.copyOf(notes));
  }

  /** The class of an image. */
  int label(String path) {
    return classNames.indexOf(top(path, root));
  }

  private static boolean hidden(String path) {
    return path.startsWith(".") || path.contains("/.") || path.startsWith("__MACOSX/");
  }

  private static String brief(List<String> paths) {
    return paths.get(0) + (paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more");
  }

  /** The folder that all images lie in, ending with a slash; empty if that is the top. */
  private static String wrapping(List<String> paths) {
    String root = "";
    Set<String> tops = tops(paths, root);
    while (tops.size() == 1 && !tops.contains("")) {
      root += tops.iterator().next() + "/";
      tops = tops(paths, root);
    }
    return root;
  }

  private static List<String> classNames(String where, List<String> paths, String root) {
    Set<String> tops = tops(paths, root);
    if (tops.size() > 1 && tops.contains("")) {
      String stray = paths.stream().filter(path -> top(path, root).isEmpty()).toList().get(0);
      throw new DataException(
          "%s: %s lies beside the class folders: move it into one, or all images into one place"
              .formatted(where, stray));
    }
    return tops.contains("") ? List.of() : List.copyOf(tops);
  }

  private static Set<String> tops(List<String> paths, String root) {
    return paths.stream()
        .map(path -> top(path, root))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first folder of a path under a root, empty if the file lies in the root itself. */
  private static String top(String path, String root) {
    int slash = path.indexOf('/', root.length());
    return slash < 0 ? "" : path.substring(root.length(), slash);
  }
}
