package io.inkwash.cli.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.file.Json;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How rows are measured. Numbers of different protocols do not stand in one table.
 *
 * @param data the real images
 * @param dataHash SHA-256 of them
 * @param features what sees them
 * @param featuresHash SHA-256 of its kind and weights
 * @param resize how images are brought to its size
 * @param metrics what is measured
 * @param classes what the samples are to be, in turn; empty where models are told nothing
 * @param count how many samples are drawn
 * @param reference how many real images they are compared with
 * @param nllCount how many unseen images are given bits
 * @param seed of noise and choices
 * @param precision of the model's arithmetic
 * @param threads of libtorch's operators
 */
record Protocol(
    String data,
    String dataHash,
    String features,
    String featuresHash,
    String resize,
    List<String> metrics,
    List<Integer> classes,
    int count,
    int reference,
    int nllCount,
    long seed,
    Precision precision,
    int threads) {

  /** What these options ask for. */
  static Protocol of(
      ReferenceSet yardstick, List<String> metrics, List<Integer> classes, Precision precision) {
    ReferenceSet.Extent extent = yardstick.extent();
    return new Protocol(
        yardstick.images().known().name(),
        yardstick.images().known().contentHash(),
        yardstick.extractor().name(),
        yardstick.extractor().contentHash(),
        yardstick.extractor().resizeRule(),
        List.copyOf(metrics),
        List.copyOf(classes),
        extent.samples(),
        yardstick.referenceCount(),
        extent.likelihood(),
        extent.seed(),
        precision,
        Torch.threads());
  }

  /** In what this differs from what is asked, such as {@code count 500 (5000 is asked)}. */
  List<String> differences(Protocol asked) {
    JsonNode theirs = Json.mapper().valueToTree(asked);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonNode> mine : Json.mapper().valueToTree(this).properties()) {
      JsonNode their = theirs.path(mine.getKey());
      if (!mine.getValue().equals(their)) {
        differences.add(
            "%s %s (%s is asked)".formatted(mine.getKey(), words(mine.getValue()), words(their)));
      }
    }
    return differences;
  }

  private static String words(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> words = new ArrayList<>();
    value.forEach(each -> words.add(each.asText()));
    return words.toString();
  }

  /** In a sentence. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d samples a row%s%s beside %,d images of %s, seed %d; features %s (%s, sha256 %.12s)%s; %s,"
            + " threads %d.",
        count,
        classes.isEmpty() ? "" : " of the classes " + listed(),
        count > ReferenceSet.KEPT
            ? " (kernels, slices and neighbors: %,d of each set)".formatted(ReferenceSet.KEPT)
            : "",
        reference,
        data,
        seed,
        features,
        resize,
        featuresHash,
        metrics.contains("nll") ? "; bits of %,d unseen images".formatted(nllCount) : "",
        precision.name().toLowerCase(Locale.ROOT),
        threads);
  }

  private String listed() {
    return classes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " in turn";
  }
}
