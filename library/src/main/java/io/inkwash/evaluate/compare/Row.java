package io.inkwash.evaluate.compare;

import io.inkwash.evaluate.Finding;
import io.inkwash.recipe.DiffusionRecipe;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The findings for one run, drawn in one way.
 *
 * @param protocol how it was measured
 * @param run the folder, as it was named
 * @param recipe the recipe's name
 * @param settings what the run's recipe changes in the shipped one of that name
 * @param seed that it was trained with; null in rows that earlier versions wrote
 * @param step the step of its weights
 * @param weights their SHA-256
 * @param minutes that training took
 * @param sampling how its samples were drawn; null for a model that has one way only
 * @param evaluations of the model for an image; null if no samples were drawn
 * @param secondsPer64 to draw 64 images; null if none were drawn
 * @param findings the numbers
 */
public record Row(
    Protocol protocol,
    String run,
    String recipe,
    Map<String, String> settings,
    @Nullable Long seed,
    long step,
    String weights,
    double minutes,
    DiffusionRecipe.@Nullable Sampling sampling,
    @Nullable Double evaluations,
    @Nullable Double secondsPer64,
    List<Finding> findings) {

  public Row {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    findings = List.copyOf(findings);
  }

  /** Whether it is of these weights, drawn so. */
  boolean isOf(String otherWeights, DiffusionRecipe.@Nullable Sampling otherSampling) {
    return weights.equals(otherWeights) && Objects.equals(sampling, otherSampling);
  }
}
