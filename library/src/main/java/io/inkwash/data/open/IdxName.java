package io.inkwash.data.open;

import io.inkwash.data.Split;
import io.inkwash.data.archive.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the name of an IDX file says: {@code train-images-idx3-ubyte}, {@code
 * t10k-labels.idx1-ubyte.gz}, {@code emnist-letters-test-images-idx3-ubyte.gz}.
 *
 * @param set what stands before the half, with the folder; empty for MNIST's own names
 * @param half which half; empty where the name does not say
 * @param images whether it holds images, not labels
 */
record IdxName(String set, Optional<Split> half, boolean images) {

  /** Reads a name; empty if it is not of this form. */
  static Optional<IdxName> of(String file) {
    List<String> words = words(FileNames.last(file).toLowerCase(Locale.ROOT));
    for (int i = 0; i + 1 < words.size(); i++) {
      boolean images = words.get(i).equals("images");
      if ((images || words.get(i).equals("labels")) && words.get(i + 1).startsWith("idx")) {
        Optional<Split> half = i == 0 ? Optional.empty() : half(words.get(i - 1));
        List<String> before = words.subList(0, half.isPresent() ? i - 1 : i);
        String set = FileNames.folder(file) + String.join("-", before);
        return Optional.of(new IdxName(set, half, images));
      }
    }
    return Optional.empty();
  }

  private static Optional<Split> half(String word) {
    return switch (word) {
      case "train" -> Optional.of(Split.TRAIN);
      case "test", "t10k" -> Optional.of(Split.TEST);
      default -> Optional.empty();
    };
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || "-_.".indexOf(name.charAt(i)) >= 0) {
        words.add(name.substring(begin, i));
        begin = i + 1;
      }
    }
    return words;
  }
}
