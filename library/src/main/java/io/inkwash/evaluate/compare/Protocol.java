package io.inkwash.evaluate.compare;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.evaluate.FeatureChoice;
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
 * @param features the name of the feature extractor
 * @param featuresHash SHA-256 of its kind and weights
 * @param resize how images are brought to its size
 * @param metrics names of the metrics
 * @param classes requested of the samples, in turn; empty for none
 * @param count how many samples are drawn
 * @param reference how many real images they are compared with
 * @param nllCount of how many unseen images the likelihood is measured
 * @param seed of noise and choices
 * @param precision of the model's arithmetic
 * @param threads of libtorch's operators
 */
public record Protocol(
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

  /** That of a reference set. */
  public static Protocol of(
      ReferenceSet reference, List<String> metrics, List<Integer> classes, Precision precision) {
    ReferenceSet.Extent extent = reference.extent();
    return new Protocol(
        reference.images().known().name(),
        reference.images().known().contentHash(),
        reference.extractor().name(),
        reference.extractor().contentHash(),
        reference.extractor().resizeRule(),
        List.copyOf(metrics),
        List.copyOf(classes),
        extent.samples(),
        reference.referenceCount(),
        extent.likelihood(),
        extent.seed(),
        precision,
        Torch.threads());
  }

  /** In what this differs from another, such as {@code count 500 (5000 is requested)}. */
  List<String> differences(Protocol requested) {
    JsonNode theirs = Json.mapper().valueToTree(requested);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonNode> mine : Json.mapper().valueToTree(this).properties()) {
      JsonNode their = theirs.path(mine.getKey());
      if (!mine.getValue().equals(their)) {
        differences.add(
            format("%s %s (%s is requested)", mine.getKey(), words(mine.getValue()), words(their)));
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

  /** In a sentence, after which comes what a reader must know of distances in pixels. */
  @Override
  public String toString() {
    return format(
        "%,d samples a row%s%s beside %,d images of %s, seed %d; features %s (%s, sha256 %.12s)%s; %s,"
            + " threads %d.%s",
        count,
        classes.isEmpty() ? "" : " of the classes " + listed(),
        new ReferenceSet.Extent(count, nllCount, seed)
            .limited()
            .map(sentence -> " (" + sentence + ")")
            .orElse(""),
        reference,
        data,
        seed,
        features,
        resize,
        featuresHash,
        metrics.stream().anyMatch(metric -> metric.startsWith("nll"))
            ? format("; likelihood of %,d unseen images", nllCount)
            : "",
        precision.name().toLowerCase(Locale.ROOT),
        threads,
        features.equals("pixels") ? " Note: " + FeatureChoice.OF_PIXELS + "." : "");
  }

  private String listed() {
    return classes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " in turn";
  }
}
