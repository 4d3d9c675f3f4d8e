package io.inkwash.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.recipe.parts.Catalog;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowedValuesTest {
  private enum Order {
    FIRST,
    SECOND_AT_ONCE
  }

  private static double positive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: above 0; try 1");
    }
    return value;
  }

  @Test
  void theRefusalsStateTheRanges() {
    Registry<Double> registry =
        new Registry<Double>("thing")
            .register(
                "one",
                "rate=1, steps=2, order=first, on=true, shift=0",
                a -> {
                  a.word("order", Order.class);
                  a.flag("on");
                  int steps = a.integer("steps");
                  if (steps < 2) {
                    throw new IllegalArgumentException("steps is " + steps + "; allowed: 2 to 9");
                  }
                  return positive("rate", a.number("rate")) + a.number("shift");
                },
                "one thing")
            .register("read", "file=x, weight=1", a -> 1.0, "reads a file");
    assertThat(AllowedValues.of(registry, registry.entries().get(0)))
        .isEqualTo(
            Map.of(
                "rate", "above 0",
                "steps", "2 to 9",
                "order", "first or second-at-once",
                "on", "true or false"));
    assertThat(AllowedValues.of(registry, registry.entries().get(1))).isEmpty();
  }

  @Test
  void mostOfTheCatalogStatesItsRanges() {
    int stated = 0;
    int arguments = 0;
    for (Registry<?> registry : EvaluationMetrics.registries()) {
      for (Map<String, String> allowed : all(registry)) {
        assertThat(allowed.values()).allSatisfy(words -> assertThat(words).isNotBlank());
        stated += allowed.size();
      }
      arguments += registry.entries().stream().mapToInt(each -> each.defaults().size()).sum();
    }
    assertThat(stated).isGreaterThan(arguments * 4 / 5);
    Registry.Entry<?> ddim = entry(Catalog.SOLVERS, "ddim");
    assertThat(all(Catalog.SOLVERS).get(Catalog.SOLVERS.entries().indexOf(ddim)).get("eta"))
        .startsWith("0 (deterministic) to 1");
  }

  private static Registry.Entry<?> entry(Registry<?> registry, String name) {
    return registry.entries().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static <T> java.util.List<Map<String, String>> all(Registry<T> registry) {
    return registry.entries().stream().map(each -> AllowedValues.of(registry, each)).toList();
  }
}
