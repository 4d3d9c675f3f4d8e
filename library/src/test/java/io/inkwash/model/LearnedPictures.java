package io.inkwash.model;

import io.inkwash.data.ImageSource;
import io.inkwash.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/** Pictures that a model has learned, and which of them a drawn one is like. */
final class LearnedPictures {
  private LearnedPictures() {}

  /** The images of a source. */
  static List<Picture> of(ImageSource source) {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < source.count(); i++) {
      byte[] pixels = new byte[source.shape().size()];
      source.read(i, pixels, 0);
      pictures.add(
          new Picture(
              source.shape().channels(), source.shape().height(), source.shape().width(), pixels));
    }
    return pictures;
  }

  /** The index of the picture with the least squared difference. */
  static int nearest(Picture drawn, List<Picture> real) {
    int best = 0;
    for (int i = 1; i < real.size(); i++) {
      best = difference(drawn, real.get(i)) < difference(drawn, real.get(best)) ? i : best;
    }
    return best;
  }

  private static long difference(Picture a, Picture b) {
    long sum = 0;
    for (int i = 0; i < a.pixels().length; i++) {
      int d = (a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff);
      sum += (long) d * d;
    }
    return sum;
  }
}
