package io.inkwash.metric;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Rng;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The features of a uniform random sample of images, whatever their order and their parts: those
 * whose numbers have the smallest random keys (bottom-k sampling, Cohen and Kaplan 2007,
 * "Summarizing data using bottom-k sketches").
 */
final class KeptFeatures {
  private final int width;
  private final int keep;
  private final Rng rng;
  private final PriorityQueue<Kept> kept =
      new PriorityQueue<>(Comparator.comparingLong(Kept::key).reversed());

  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Kept(long key, long image, float[] features) {}

  /** None yet. */
  KeptFeatures(int width, int keep, Rng rng) {
    this.width = width;
    this.keep = keep;
    this.rng = rng;
  }

  /** Keeps an image's features, or not. */
  void offer(long image, float[] features) {
    kept.add(new Kept(rng.at(image).key(), image, features));
    if (kept.size() > keep) {
      kept.remove();
    }
  }

  void merge(KeptFeatures other) {
    other.kept.forEach(one -> offer(one.image, one.features));
  }

  /** The kept features, in the order of the images' numbers. */
  FeatureMatrix matrix() {
    List<Kept> rows = inOrder();
    float[] values = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).features, 0, values, i * width, width);
    }
    return new FeatureMatrix(values, rows.size(), width);
  }

  private List<Kept> inOrder() {
    return kept.stream().sorted(Comparator.comparingLong(Kept::image)).toList();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(kept.size());
    for (Kept one : inOrder()) {
      out.writeLong(one.image);
      for (float value : one.features) {
        out.writeFloat(value);
      }
    }
  }

  /** Adds what was written. */
  void read(DataInput in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      long image = in.readLong();
      float[] features = new float[width];
      for (int i = 0; i < width; i++) {
        features[i] = in.readFloat();
      }
      offer(image, features);
    }
  }
}
