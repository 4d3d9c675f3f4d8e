package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import java.time.DayOfWeek;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private final Registry<String> teas =
      new Registry<String>("tea")
          .register("sencha", "green", "plain")
          .register(
              "masala",
              "spoons=2, milk=0.5, day=monday, times=3:4, parts=0.5:1",
              a ->
                  "%d spoons, %s milk, %s, %d times, %s"
                      .formatted(
                          a.integer("spoons"),
                          a.number("milk"),
                          a.word("day", DayOfWeek.class),
                          a.integers("times").length,
                          a.numbers("parts")[1]),
              "spiced")
          .register(
              "mate",
              "leaves=1",
              a -> {
                throw new IllegalArgumentException("leaves is 1; allowed: many");
              },
              "never done");

  private String make(String choice) {
    return teas.make(Spec.parse(choice));
  }

  @Test
  void makesWithDefaultsAndWithArguments() {
    assertThat(make("sencha")).isEqualTo("green");
    assertThat(make("masala")).isEqualTo("2 spoons, 0.5 milk, MONDAY, 2 times, 1.0");
    assertThat(make("masala(milk=1e-3, day=sunday)"))
        .isEqualTo("2 spoons, 0.001 milk, SUNDAY, 2 times, 1.0");
    assertThat(teas.names()).containsExactly("sencha", "masala", "mate");
  }

  @Test
  void completesInTheOrderOfTheDefaults() {
    assertThat(teas.complete(Spec.parse("masala(day=friday, spoons=9)")))
        .hasToString("masala(spoons=9, milk=0.5, day=friday, times=3:4, parts=0.5:1)");
    assertThat(teas.complete(Spec.parse("sencha"))).hasToString("sencha");
  }

  @Test
  void saysWhatIsWrongAndWhatIsNear() {
    assertThatThrownBy(() -> make("senca"))
        .isInstanceOf(SpecException.class)
        .hasMessage("there is no tea senca; did you mean sencha?");
    assertThatThrownBy(() -> make("coffee"))
        .hasMessage("there is no tea coffee; allowed: sencha, masala, mate");
    assertThatThrownBy(() -> make("masala(spons=1)"))
        .hasMessage("tea masala has no argument spons; did you mean spoons?");
    assertThatThrownBy(() -> make("sencha(milk=1)"))
        .hasMessage("tea sencha has no argument milk; it has none");
    assertThatThrownBy(() -> make("masala(spoons=two)"))
        .isInstanceOf(SpecException.class)
        .hasMessageEndingWith("masala's spoons is two; allowed: a whole number");
    assertThatThrownBy(() -> make("masala(spoons=1.5)"))
        .hasMessageEndingWith("allowed: a whole number");
    assertThatThrownBy(() -> make("masala(milk=some)"))
        .hasMessageEndingWith("masala's milk is some; allowed: a number");
    assertThatThrownBy(() -> make("masala(day=someday)"))
        .hasMessageContaining("day is someday; allowed: monday or tuesday or");
    assertThatThrownBy(() -> make("masala(times=3:x)"))
        .hasMessageContaining("times is 3:x; allowed: whole numbers with colons between");
    assertThatThrownBy(() -> make("masala(parts=1:)"))
        .hasMessageContaining("parts is 1:; allowed: numbers with colons between");
    assertThatThrownBy(() -> make("mate"))
        .isInstanceOf(SpecException.class)
        .hasMessage("tea mate: leaves is 1; allowed: many");
  }
}
