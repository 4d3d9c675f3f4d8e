package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ClassNames;
import io.inkwash.data.DataException;
import io.inkwash.data.Split;
import io.inkwash.data.archive.FileNames;
import io.inkwash.data.archive.FileTree;
import io.inkwash.data.caption.CaptionFiles;
import io.inkwash.data.open.Reading.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a folder's or an archive's files mean.
 *
 * <ul>
 *   <li>Folders are the classes; pictures deeper down belong to the uppermost class folder that
 *       they are in. Pictures beside each other in one folder have no labels.
 *   <li>One folder that holds everything is only a wrapper, and is entered.
 *   <li>Folders named {@code train} (or {@code training}) and {@code test} (or {@code testing}, or
 *       {@code val}, {@code valid}, {@code validation}), in any case, are the halves. The classes
 *       are those of both halves together.
 *   <li>Class names that are all numbers are in the order of the numbers, others in that of their
 *       characters.
 *   <li>Hidden files and what systems add on their own are passed over; files that are not named as
 *       pictures too, with a note.
 * </ul>
 *
 * @param images the pictures of each half; without halves all are under {@link Split#TRAIN}
 * @param labels the class of each picture that has one, by its name
 * @param classNames the names of the classes, empty for no labels
 * @param notes what the user should know
 */
record FolderLayout(
    Map<Split, List<String>> images,
    Map<String, String> labels,
    List<String> classNames,
    List<String> notes) {

  /** What a folder's name says of the pictures in it. */
  private enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  private static final Map<String, Part> WORDS =
      Map.of(
          "train", Part.TRAIN,
          "training", Part.TRAIN,
          "val", Part.VALIDATION,
          "valid", Part.VALIDATION,
          "validation", Part.VALIDATION,
          "test", Part.TEST,
          "testing", Part.TEST);

  /** Reads the names. */
  private static final class Reader {
    private final String where;
    private final List<String> emptyFolders;
    private final Labels labelsFrom;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();

    Reader(String where, List<String> emptyFolders, Labels labelsFrom) {
      this.where = where;
      this.emptyFolders = emptyFolders.stream().filter(name -> !FileNames.isHidden(name)).toList();
      this.labelsFrom = labelsFrom;
    }

    FolderLayout read(List<String> files) {
      List<String> pictures = pictures(files);
      String root = withoutWrapper(pictures);
      Map<Split, String> roots = halves(tops(pictures, root), root);
      Map<Split, List<String>> images = new EnumMap<>(Split.class);
      roots.forEach((half, from) -> images.put(half, label(under(pictures, from), from, half)));
      requireNoHalvesWithin(pictures, root, images);
      if (labels.keySet().stream().noneMatch(images.getOrDefault(Split.TRAIN, List.of())::contains)
          && !labels.isEmpty()) {
        notes.add("the training images have no classes: those of the test images are passed over");
        labels.clear();
      }
      List<String> names =
          new TreeSet<>(labels.values()).stream().sorted(order(labels.values())).toList();
      return new FolderLayout(images, labels, names, List.copyOf(notes));
    }

    private List<String> pictures(List<String> files) {
      List<String> seen = files.stream().filter(file -> !FileNames.isHidden(file)).toList();
      List<String> pictures = seen.stream().filter(FileNames::isPicture).toList();
      Set<String> captions = CaptionFiles.among(seen, pictures);
      List<String> others =
          seen.stream()
              .filter(file -> !FileNames.isPicture(file) && !captions.contains(file))
              .toList();
      if (pictures.isEmpty()) {
        throw new DataException(where + ForeignFiles.insteadOfPictures(others));
      }
      if (!others.isEmpty()) {
        notes.add("passed over, not named as pictures: " + FileNames.brief(others));
      }
      return pictures;
    }

    /** The folder that all pictures lie in, ending with a slash; empty if that is the top. */
    private String withoutWrapper(List<String> pictures) {
      String root = "";
      Set<String> tops = tops(pictures, root);
      while (tops.size() == 1 && !tops.contains("") && !hasEmptyClassBeside(root)) {
        root += tops.iterator().next() + "/";
        tops = tops(pictures, root);
      }
      return root;
    }

    private boolean hasEmptyClassBeside(String root) {
      List<String> beside =
          emptyFolders.stream()
              .filter(folder -> folder.startsWith(root) && part(top(folder + "/", root)) == null)
              .toList();
      if (!beside.isEmpty()) {
        notes.add("left out, empty folders: " + FileNames.brief(beside));
      }
      return !beside.isEmpty();
    }

    /** The folder of each half, ending with a slash; without halves that of all pictures. */
    private Map<Split, String> halves(Set<String> tops, String root) {
      TreeMap<Part, String> parts = new TreeMap<>();
      for (String top : tops) {
        Part part = part(top);
        if (part == null) {
          continue;
        }
        String twin = parts.put(part, top);
        if (twin != null) {
          throw ambiguous(
              format(
                  "%s and %s are both %s images", twin, top, part.name().toLowerCase(Locale.ROOT)),
              "put them into one folder");
        }
      }
      if (parts.isEmpty()) {
        return Map.of(Split.TRAIN, root);
      }
      if (parts.size() < tops.size()) {
        String part = parts.values().iterator().next();
        String other = tops.stream().filter(top -> part(top) == null).findFirst().orElseThrow();
        throw ambiguous(
            format("%s lies beside %s", part, other.isEmpty() ? "pictures" : other),
            "rename " + part + " if it is a class, or move the rest into it");
      }
      String train = parts.get(Part.TRAIN);
      if (train == null) {
        throw ambiguous(
            format("there is %s and no train", String.join(" and ", parts.values())),
            "rename the folder of the training images to train");
      }
      Map<Split, String> halves = new EnumMap<>(Split.class);
      halves.put(Split.TRAIN, root + train + "/");
      String validation = parts.get(Part.VALIDATION);
      String test = parts.get(Part.TEST);
      if (validation != null) {
        notes.add(
            test == null
                ? "the test images are those of " + validation
                : "left out, neither training nor test images: folder " + validation);
      }
      if (test != null || validation != null) {
        halves.put(Split.TEST, root + (test != null ? test : validation) + "/");
      }
      return halves;
    }

    private DataException ambiguous(String what, String remedy) {
      return new DataException(where + ": " + what + ": " + remedy);
    }

    /** Finds the classes of one half's pictures, which it returns. */
    private List<String> label(List<String> pictures, String root, Split half) {
      if (labelsFrom == Labels.FILE_NAMES) {
        pictures.forEach(picture -> labels.put(picture, prefix(picture)));
        return pictures;
      }
      Set<String> tops = tops(pictures, root);
      if (tops.size() > 1 && tops.contains("")) {
        String stray = pictures.stream().filter(p -> top(p, root).isEmpty()).toList().get(0);
        throw new DataException(
            format(
                "%s: %s lies beside the class folders: move it into one, or all images into one place",
                where, stray));
      }
      if (!tops.contains("")) {
        pictures.forEach(picture -> labels.put(picture, top(picture, root)));
      } else if (half == Split.TEST && !labels.isEmpty()) {
        notes.add("the test images lie in no class folders: they have no labels");
      }
      return pictures;
    }

    private String prefix(String picture) {
      String name = FileNames.last(picture);
      int end = name.indexOf('_');
      if (end < 1) {
        throw new DataException(
            format(
                "%s: %s has no class and underscore at the front, as cat_12.png has: rename it",
                where, picture));
      }
      return name.substring(0, end);
    }

    /** Refuses classes that each have a train and a test folder within: the halves go on top. */
    private void requireNoHalvesWithin(
        List<String> pictures, String root, Map<Split, List<String>> images) {
      if (images.size() > 1) {
        return;
      }
      for (String top : tops(pictures, root)) {
        String folder = root + top + "/";
        Set<Part> within =
            tops(under(pictures, folder), folder).stream()
                .map(FolderLayout::part)
                .filter(part -> part != null)
                .collect(Collectors.toSet());
        if (!top.isEmpty() && within.size() > 1) {
          throw ambiguous(
              "folder " + top + " has training and test images within",
              "make them train/" + top + " and test/" + top);
        }
      }
    }

    private static List<String> under(List<String> files, String root) {
      return files.stream().filter(file -> file.startsWith(root)).toList();
    }

    private static Set<String> tops(List<String> files, String root) {
      return files.stream()
          .map(file -> top(file, root))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first folder of a file under a root, empty if the file lies in the root itself. */
    private static String top(String file, String root) {
      int slash = file.indexOf('/', root.length());
      return slash < 0 ? "" : file.substring(root.length(), slash);
    }
  }

  /**
   * Reads the names of a set's files.
   *
   * @throws DataException if no file is named as a picture, or it is not clear what the folders are
   */
  static FolderLayout of(FileTree tree, Labels labels) {
    return new Reader(tree.root().toString(), tree.emptyFolders(), labels).read(tree.files());
  }

  /** The class of a picture; -1 for none. */
  int label(String picture) {
    String name = labels.get(picture);
    return name == null ? -1 : classNames.indexOf(name);
  }

  private static @Nullable Part part(String folder) {
    return WORDS.get(folder.toLowerCase(Locale.ROOT));
  }

  /** The order of class names: of their numbers if all are numbers. */
  private static Comparator<String> order(Collection<String> names) {
    return ClassNames.areNumbers(names)
        ? Comparator.comparingLong(Long::parseLong)
        : Comparator.naturalOrder();
  }
}
