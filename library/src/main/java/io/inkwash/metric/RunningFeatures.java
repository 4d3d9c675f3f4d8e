package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.feature.Activations;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link Features} of images that come batch by batch, in any order and in any parts: each part may
 * be seen by another process, sent as {@linkplain #toBytes bytes}, and {@linkplain #merge merged}.
 * The result depends on the images and their numbers alone: all metrics of it agree with those of
 * one pass within 1e-9.
 *
 * <p>Memory: the covariance, and the features of {@code keep} images, whatever the number of
 * images.
 */
public final class RunningFeatures {
  private static final int FORMAT = 1;

  private final int width;
  private final int classes;
  private final int keep;
  private final Rng rng;
  private final RunningMoments moments;
  private final KeptFeatures kept;
  private final @Nullable RunningInceptionScore score;

  private RunningFeatures(int width, int classes, int keep, Rng rng) {
    if (keep < 0 || (long) keep * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          format(
              "keep %s images' features; allowed: 0 to %s with %s features each",
              keep, (Integer.MAX_VALUE - 8) / width, width));
    }
    this.width = width;
    this.classes = classes;
    this.keep = keep;
    this.rng = rng;
    moments = new RunningMoments(width);
    kept = new KeptFeatures(width, keep, rng.stream("reservoir"));
    score =
        classes < 2
            ? null
            : new RunningInceptionScore(
                classes, RunningInceptionScore.SPLITS, rng.stream("splits"));
  }

  /**
   * No images yet, for what an extractor gives.
   *
   * @param keep how many images' features to keep for metrics of neighbors and kernels; 10,000 of
   *     84 features take 3.4 MB, of 2048 features 82 MB
   * @param rng decides which are kept, and the splits of the inception score; equal in all parts
   */
  public static RunningFeatures of(FeatureExtractor extractor, int keep, Rng rng) {
    return new RunningFeatures(extractor.width(), extractor.classes(), keep, rng.whole());
  }

  /**
   * Adds some images, each once over all parts.
   *
   * @param first the number of the first of them in the whole set
   */
  public void add(long first, Activations seen) {
    moments.add(seen.features());
    float[] rows = Tensors.toFloats(seen.features());
    for (int i = 0; i < rows.length / width; i++) {
      kept.offer(first + i, Arrays.copyOfRange(rows, i * width, (i + 1) * width));
    }
    if (score != null && seen.probabilities() != null) {
      score.add(first, seen.probabilities());
    }
  }

  /**
   * Adds the images of another part.
   *
   * @throws IllegalArgumentException if it was made for another extractor, number or key
   */
  public void merge(RunningFeatures other) {
    if (!form().equals(other.form())) {
      throw new IllegalArgumentException(
          format("%s merged with %s; allowed: parts of one measurement", form(), other.form()));
    }
    moments.merge(other.moments);
    kept.merge(other.kept);
    if (score != null && other.score != null) {
      score.merge(other.score);
    }
  }

  private String form() {
    return format("%s features of %s classes, %s kept by key %s", width, classes, keep, rng.key());
  }

  /** The number of images so far. */
  public long count() {
    return moments.count();
  }

  /** What has been seen so far; there must be 2 images at least, 10 if the extractor classifies. */
  public Features features() {
    return new Features(
        moments.moments(),
        kept.matrix(),
        Optional.ofNullable(score).map(RunningInceptionScore::score));
  }

  /** All of it, to be sent and read by {@link #parse}. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeInt(width);
      out.writeInt(classes);
      out.writeInt(keep);
      out.writeLong(rng.key());
      moments.write(out);
      kept.write(out);
      if (score != null) {
        score.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return bytes.toByteArray();
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalArgumentException if the bytes are cut short, or of another version
   */
  public static RunningFeatures parse(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readInt();
      if (format != FORMAT) {
        throw new IllegalArgumentException(
            "statistics of format " + format + "; allowed: " + FORMAT);
      }
      RunningFeatures read =
          new RunningFeatures(in.readInt(), in.readInt(), in.readInt(), new Rng(in.readLong()));
      read.moments.read(in);
      read.kept.read(in);
      if (read.score != null) {
        read.score.read(in);
      }
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException("statistics of " + bytes.length + " bytes: cut short", e);
    }
  }
}
