package io.inkwash.metric.feature;

import io.inkwash.torch.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The {@link LeNet} weights that come with this library, so that digits and clothes can be measured
 * without a download.
 *
 * <p>Each was made by {@code inkwash classifier --data DATASET --out FILE}, which trains as {@link
 * #training} says with one thread, and its accuracy measured on the test half, from which nothing
 * was chosen. Another processor adds in another order, so its weights differ in the last digits.
 */
public enum ShippedLeNet {
  /** For MNIST and whatever else is digits. */
  DIGITS("digits-lenet", "mnist", "digits", 0.9927),
  /** For Fashion-MNIST. */
  FASHION("fashion-lenet", "fashion-mnist", "fashion-mnist", 0.9007);

  /** The number of digits, or of kinds of clothing. */
  public static final int CLASSES = 10;

  private final String extractorName;
  private final String dataSet;
  private final String likeIt;
  private final double testAccuracy;

  ShippedLeNet(String extractorName, String dataSet, String likeIt, double testAccuracy) {
    this.extractorName = extractorName;
    this.dataSet = dataSet;
    this.likeIt = likeIt;
    this.testAccuracy = testAccuracy;
  }

  /** What its extractor is called, and its file: {@code NAME.safetensors}. */
  public String extractorName() {
    return extractorName;
  }

  /** The set that it was trained on. */
  public String dataSet() {
    return dataSet;
  }

  /** Whether the images of a named set are those that it was trained on, or like them. */
  public boolean fits(String set) {
    return set.equals(dataSet) || set.equals(likeIt);
  }

  /** How it was trained, and is made anew. */
  public ClassifierTraining training() {
    return new ClassifierTraining(4, 64, 1e-3, 0);
  }

  /** Its accuracy on the 10,000 test images. */
  public double testAccuracy() {
    return testAccuracy;
  }

  /** The weights, as the bytes of a safetensors file. */
  public ByteBuffer bytes() {
    String file = extractorName + ".safetensors";
    try (InputStream in = ShippedLeNet.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is not in this build; make it by training, or use the released library");
      }
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The extractor.
   *
   * @param weights what a safetensors reader makes of {@link #bytes}; copied
   */
  public ClassifierFeatures extractor(StateDict weights) {
    return ClassifierFeatures.load(
        extractorName, () -> new LeNet(CLASSES), weights, "the shipped " + extractorName);
  }
}
