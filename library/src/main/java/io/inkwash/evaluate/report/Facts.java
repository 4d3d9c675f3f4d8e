package io.inkwash.evaluate.report;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.FeatureChoice;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the numbers of an evaluation depend on, by name and in order. A value is a text, or a number
 * where it is one, so that JSON holds it as such.
 */
public final class Facts {
  private Facts() {}

  /**
   * The facts of an evaluation whose findings are known.
   *
   * @param drawing those of the model and of how it is drawn
   * @param features why these features were chosen; empty where they were named
   * @param precision of the network's arithmetic
   */
  public static Map<String, Object> of(
      Map<String, String> drawing, Evaluation evaluation, String features, Precision precision) {
    Map<String, Object> facts = new LinkedHashMap<>();
    drawing.forEach((name, value) -> facts.put(name, numberOrText(value)));
    ReferenceSet reference = evaluation.reference();
    ReferenceSet.Images images = reference.images();
    facts.put("real", images(images.known(), "train"));
    facts.put("unseen", images.unseen().map(unseen -> images(unseen, "test")).orElse("none"));
    facts.put(
        "features",
        reference.extractor().name()
            + (features.isEmpty() ? "" : " (" + features + ")")
            + " sha256:"
            + reference.extractor().contentHash());
    facts.put("resize", reference.extractor().resizeRule());
    if (reference.extractor().name().equals("pixels")) {
      facts.put("comparable", FeatureChoice.OF_PIXELS);
    }
    evaluation.cost().ifPresent(cost -> facts.putAll(ofSamples(reference, cost, precision)));
    return facts;
  }

  private static Map<String, Object> ofSamples(
      ReferenceSet reference, Evaluation.Cost cost, Precision precision) {
    ReferenceSet.Extent extent = reference.extent();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("samples", extent.samples());
    extent.limited().ifPresent(sentence -> facts.put("limited", sentence));
    facts.put("evaluations an image", cost.evaluations());
    facts.put("seconds per 64 images", 64 * cost.seconds() / extent.samples());
    facts.put(
        "arithmetic",
        format("%s, threads %d", precision.name().toLowerCase(Locale.ROOT), Torch.threads()));
    return facts;
  }

  /** A value as a table shows it. */
  public static String text(Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) ? Numbers.plain(number) : Numbers.of(number);
    }
    return value.toString();
  }

  private static Object numberOrText(String value) {
    return value.matches("-?\\d{1,18}") ? (Object) Long.valueOf(value) : value;
  }

  private static String images(ImageSource source, String split) {
    return format("%s, %s split, %,d images", source.name(), split, source.count());
  }
}
