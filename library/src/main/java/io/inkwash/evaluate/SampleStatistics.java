package io.inkwash.evaluate;

import io.inkwash.metric.ClassHistogram;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.Features;
import io.inkwash.metric.RunningFeatures;
import io.inkwash.metric.feature.ConditionalAccuracy;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.metric.feature.RunningAccuracy;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * All that metrics need of samples, gathered batch by batch, in any order and in any parts; see
 * {@link RunningFeatures}. However many there are, only the first few pictures are kept.
 */
public final class SampleStatistics {

  /** How many pictures are kept. */
  public static final int FIRST = 64;

  private final RunningFeatures features;
  private final RunningAccuracy accuracy;
  private ClassHistogram classes;
  private final SortedMap<Long, Picture> first = new TreeMap<>();
  private long evaluations;
  private double seconds;

  private SampleStatistics(RunningFeatures features, int classes) {
    this.features = features;
    accuracy = new RunningAccuracy(classes);
    this.classes = ClassHistogram.empty(classes);
  }

  /**
   * No samples yet.
   *
   * @param keep of how many images features are kept
   * @param rng equal in all parts of one measurement
   */
  public static SampleStatistics of(FeatureExtractor extractor, int keep, Rng rng) {
    return new SampleStatistics(
        RunningFeatures.of(extractor, keep, rng.stream("kept")), extractor.classes());
  }

  /**
   * Adds some samples.
   *
   * @param number of the first of them among all samples
   * @param extractor the one that these statistics were made for
   * @param requested the classes requested of all samples, in turn; empty for none
   */
  public void add(
      long number, List<Picture> pictures, FeatureExtractor extractor, List<Integer> requested) {
    for (int i = 0; i < pictures.size() && number + i < FIRST; i++) {
      first.put(number + i, pictures.get(i));
    }
    FeatureCollector collector = new FeatureCollector(extractor, features);
    for (int from = 0; from < pictures.size(); from += extractor.batch()) {
      List<Picture> some =
          pictures.subList(from, Math.min(pictures.size(), from + extractor.batch()));
      try (TensorScope scope = TensorScope.open()) {
        Tensor probabilities = collector.add(number + from, Pictures.tensor(some)).probabilities();
        if (probabilities != null) {
          classes = classes.with(probabilities);
          if (!requested.isEmpty()) {
            accuracy.add(probabilities, inTurn(requested, number + from, some.size()));
          }
        }
      }
    }
  }

  /**
   * Adds samples as they are drawn, and what they cost.
   *
   * @param number of the first of them among all samples
   * @param drawing gives each batch, in order, to what it is given, and returns the evaluations of
   *     the network
   * @param extractor the one that these statistics were made for
   * @param requested the classes requested of all samples, in turn; empty for none
   */
  public void addDrawn(
      long number,
      ToLongFunction<Consumer<List<Picture>>> drawing,
      FeatureExtractor extractor,
      List<Integer> requested) {
    long before = count();
    long started = System.nanoTime();
    long[] extracting = {0}; // nanoseconds
    long passes =
        drawing.applyAsLong(
            pictures -> {
              long drawn = System.nanoTime();
              add(number + count() - before, pictures, extractor, requested);
              extracting[0] += System.nanoTime() - drawn;
            });
    addCost(passes, (System.nanoTime() - started - extracting[0]) / 1e9);
  }

  /** The classes requested of some images, of those that are requested in turn. */
  static int[] inTurn(List<Integer> requested, long first, int count) {
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = requested.get((int) ((first + i) % requested.size()));
    }
    return classes;
  }

  /**
   * Adds what samples cost.
   *
   * @param passes evaluations of the network, summed over the images
   * @param duration seconds that they took to draw
   */
  public void addCost(long passes, double duration) {
    evaluations += passes;
    seconds += duration;
  }

  /**
   * Adds the samples of another part.
   *
   * @throws IllegalArgumentException if it is of another measurement
   */
  public void merge(SampleStatistics other) {
    features.merge(other.features);
    accuracy.add(other.accuracy.accuracy());
    classes = classes.with(other.classes);
    first.putAll(other.first);
    addCost(other.evaluations, other.seconds);
  }

  /** The number of samples so far. */
  public long count() {
    return features.count();
  }

  /** Their features, as metrics compare them. */
  public Features features() {
    return features.features();
  }

  /** The classes that the extractor's classifier finds; none where it does not classify. */
  public ClassHistogram classes() {
    return classes;
  }

  /** How often the classifier finds the class requested. */
  public ConditionalAccuracy accuracy() {
    return accuracy.accuracy();
  }

  /** The first of them, at most {@link #FIRST}. */
  public List<Picture> first(int count) {
    return first.values().stream().limit(count).toList();
  }

  /**
   * What they cost, the pass through the extractor left out; the seconds are those of all parts.
   */
  public Evaluation.Cost cost() {
    return new Evaluation.Cost((double) evaluations / count(), seconds);
  }

  /** All of it, to be sent and read by {@link #parse}. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeBytes(out, features.toBytes());
      out.writeInt(classes.classes());
      writeLongs(out, classes.counts());
      for (long[] row : accuracy.accuracy().confusion()) {
        writeLongs(out, row);
      }
      out.writeInt(first.size());
      for (var one : first.entrySet()) {
        out.writeLong(one.getKey());
        writePicture(out, one.getValue());
      }
      out.writeLong(evaluations);
      out.writeDouble(seconds);
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
  public static SampleStatistics parse(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      RunningFeatures features = RunningFeatures.parse(readBytes(in));
      int classes = in.readInt();
      SampleStatistics read = new SampleStatistics(features, classes);
      read.classes = new ClassHistogram(readLongs(in, classes));
      long[][] confusion = new long[classes][];
      for (int k = 0; k < classes; k++) {
        confusion[k] = readLongs(in, classes);
      }
      read.accuracy.add(new ConditionalAccuracy(confusion));
      for (int left = in.readInt(); left > 0; left--) {
        read.first.put(in.readLong(), readPicture(in));
      }
      read.addCost(in.readLong(), in.readDouble());
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException("statistics of " + bytes.length + " bytes: cut short", e);
    }
  }

  private static void writePicture(DataOutputStream out, Picture picture) throws IOException {
    out.writeInt(picture.channels());
    out.writeInt(picture.height());
    out.writeInt(picture.width());
    writeBytes(out, picture.pixels());
  }

  private static Picture readPicture(DataInputStream in) throws IOException {
    return new Picture(in.readInt(), in.readInt(), in.readInt(), readBytes(in));
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static void writeLongs(DataOutputStream out, long[] values) throws IOException {
    for (long value : values) {
      out.writeLong(value);
    }
  }

  private static long[] readLongs(DataInputStream in, int count) throws IOException {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readLong();
    }
    return values;
  }
}
