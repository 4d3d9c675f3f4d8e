package io.inkwash.data.caption;

import io.inkwash.data.Bytes;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Seeds;
import io.inkwash.data.StoredImages;
import java.util.ArrayList;
import java.util.List;

/** Images of two side by side on a canvas of twice the width: "a two and a five". */
public final class Pairs {
  private Pairs() {}

  /**
   * As many pairs as there are images: image k is on the left of pair k, one drawn at random on its
   * right. The class of a pair is that of the left one times the number of classes plus that of the
   * right one.
   *
   * @param words the words for the classes
   */
  public static StoredImages of(StoredImages images, ClassCaptions words) {
    ImageShape one = images.shape();
    ImageShape both = new ImageShape(one.channels(), one.height(), 2 * one.width());
    Bytes.requireMemory(images.name(), images.count(), both);
    byte[][] pairs = new byte[images.count()][];
    int[] labels = new int[images.count()];
    List<String> captions = new ArrayList<>();
    byte[] left = new byte[one.size()];
    byte[] right = new byte[one.size()];
    for (int k = 0; k < pairs.length; k++) {
      int other = Seeds.stream(0, "pair", k).nextInt(pairs.length);
      images.read(k, left, 0);
      images.read(other, right, 0);
      pairs[k] = sideBySide(left, right, one);
      labels[k] = images.label(k) * images.classes() + images.label(other);
      captions.add(words.plain(images.label(k)) + " and " + words.plain(images.label(other)));
    }
    return StoredImages.labeled(images.name(), both, pairs, labels, classNames(images))
        .withCaptions(captions);
  }

  private static List<String> classNames(StoredImages images) {
    List<String> names = new ArrayList<>();
    for (String left : images.classNames()) {
      for (String right : images.classNames()) {
        names.add(left + "+" + right);
      }
    }
    return names;
  }

  private static byte[] sideBySide(byte[] left, byte[] right, ImageShape one) {
    byte[] both = new byte[2 * one.size()];
    int rows = one.channels() * one.height();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(left, row * one.width(), both, 2 * row * one.width(), one.width());
      System.arraycopy(right, row * one.width(), both, (2 * row + 1) * one.width(), one.width());
    }
    return both;
  }
}
