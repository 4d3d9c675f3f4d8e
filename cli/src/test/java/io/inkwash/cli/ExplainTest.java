package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.Registry;
import io.inkwash.file.Json;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.parts.Catalog;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  /** The table prints six decimals. */
  private static final double PRINTED = 5.1e-7;

  private static final int T = 0;
  private static final int LABEL = 1;
  private static final int ALPHA = 2;
  private static final int SIGMA = 3;
  private static final int LOG_SNR = 4;
  private static final int CX = 5;
  private static final int C0 = 6;
  private static final int SD = 7;

  /** The numbers of the table. */
  private static List<double[]> table(String words) {
    List<String> lines = Cli.line("explain " + words).succeeded().outLines();
    int head = 0;
    while (!lines.get(head).strip().startsWith("t ")) {
      head++;
    }
    return lines.subList(head + 1, lines.size()).stream()
        .map(line -> Arrays.stream(line.strip().split(" +")).mapToDouble(Double::parseDouble))
        .map(DoubleStream::toArray)
        .toList();
  }

  @Test
  void aLogSnrOfZeroHasNoMinus() {
    double logSnr = table("--recipe ncsn").get(0)[LOG_SNR]; // there sigma is 1
    assertThat(Double.compare(logSnr, 0.0)).isZero();
  }

  @ParameterizedTest(name = "{0} timesteps")
  @CsvSource({"1000", "250", "40"})
  void theTableIsTheClosedForm(int timesteps) {
    List<double[]> table =
        table(
            "--recipe ddpm --rows 12 --set path.timesteps=%d --set sampling.steps=%d"
                .formatted(timesteps, timesteps));
    assertThat(table).hasSize(12);
    assertThat(table.get(0)[T]).isEqualTo(timesteps);
    assertThat(table.get(11)[T]).isEqualTo(1);
    double[] alphaBar = alphaBar(timesteps);
    for (double[] row : table) {
      int t = (int) row[T];
      double before = alphaBar[t - 1];
      double beta = 1 - alphaBar[t] / before;
      assertThat(row[LABEL]).isEqualTo(t - 1);
      assertThat(row[ALPHA]).isCloseTo(Math.sqrt(alphaBar[t]), within(PRINTED));
      assertThat(row[SIGMA]).isCloseTo(Math.sqrt(1 - alphaBar[t]), within(PRINTED));
      assertThat(row[LOG_SNR]).isCloseTo(Math.log(alphaBar[t] / (1 - alphaBar[t])), within(5.1e-4));
      // Ho, Jain and Abbeel 2020, equation 7
      assertThat(row[CX])
          .isCloseTo(Math.sqrt(1 - beta) * (1 - before) / (1 - alphaBar[t]), within(PRINTED));
      assertThat(row[C0]).isCloseTo(Math.sqrt(before) * beta / (1 - alphaBar[t]), within(PRINTED));
      assertThat(row[SD] * row[SD])
          .isCloseTo((1 - before) / (1 - alphaBar[t]) * beta, within(2 * PRINTED));
    }
  }

  /** Products of 1 - beta, betas in a straight line from 1e-4 to 0.02, times 1000/T. */
  private static double[] alphaBar(int timesteps) {
    double[] alphaBar = new double[timesteps + 1];
    alphaBar[0] = 1;
    for (int t = 1; t <= timesteps; t++) {
      double share = (t - 1.0) / (timesteps - 1);
      double beta = (1e-4 + share * (0.02 - 1e-4)) * 1000 / timesteps;
      alphaBar[t] = alphaBar[t - 1] * (1 - beta);
    }
    return alphaBar;
  }

  @Test
  void rowsAreAsManyAsAskedUpToTheSteps() {
    assertThat(table("--recipe ddpm --rows 1")).hasSize(1);
    assertThat(table("--recipe ddpm")).hasSize(11);
    assertThat(table("--recipe ddpm --rows 99 --set grid=trailing --set steps=5")).hasSize(5);
  }

  @Test
  void settingsShowInTheValues() {
    String words = "--recipe ddpm --set solver=ddim --set eta=0.5 --set ema=0.99";
    assertThat(Cli.line("explain " + words).succeeded().out())
        .contains("ddim(eta=0.5)")
        .containsPattern("learning\\.ema +0\\.99")
        .containsPattern("learningRate\\.rate +2\\.0E-4");
  }

  @Test
  void theListNamesEverything() {
    String list = Cli.line("explain --list").succeeded().out();
    for (Recipe recipe : Recipes.all()) {
      assertThat(list).contains("\n  " + recipe.name() + " ");
    }
    for (Registry<?> registry : Catalog.registries()) {
      assertThat(list).contains("\n" + registry.kind());
      for (Registry.Entry<?> entry : registry.entries()) {
        assertThat(list).contains("\n  " + entry.name() + " ").contains(entry.about());
        entry.defaults().forEach((key, value) -> assertThat(list).contains(key + " = " + value));
      }
    }
  }

  @Test
  void theListIsJsonOnRequest() {
    JsonNode all = Json.read(Cli.line("explain --list --json").succeeded().out(), JsonNode.class);
    assertThat(all.get(0).get("kind").asText()).isEqualTo("recipe");
    assertThat(all.get(0).get("values")).hasSize(Recipes.all().size());
    JsonNode solvers =
        Json.read(Cli.line("explain --list solver --json").succeeded().out(), JsonNode.class);
    assertThat(solvers).hasSize(1);
    JsonNode values = solvers.get(0).get("values");
    assertThat(values).hasSameSizeAs(Catalog.SOLVERS.entries());
    for (int k = 0; k < values.size(); k++) {
      assertThat(values.get(k).get("name").asText())
          .isEqualTo(Catalog.SOLVERS.entries().get(k).name());
      assertThat(values.get(k).get("arguments"))
          .hasSameSizeAs(Catalog.SOLVERS.entries().get(k).defaults().entrySet());
    }
  }
}
