package io.inkwash.recipe;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.inkwash.catalog.SpecException;
import io.inkwash.process.Vp;
import io.inkwash.recipe.naming.PeerNames;
import io.inkwash.recipe.naming.SolverOnGrid;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.Solver;
import io.inkwash.solve.ode.DpmSolverAdaptive;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.testkit.ObservedOrder;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of solvers, in the docs and on the package's page, hold what the catalog holds. After
 * a change that is meant, {@code -Dinkwash.renew} writes the table of the docs anew.
 */
class SolverTableTest {
  private static final Path PAGE = Path.of("../docs/solvers.md");
  private static final String BEGIN = "<!-- made from the catalog: begin -->\n";
  private static final String END = "<!-- end -->\n";

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void theDocsHoldTheTable() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String table = table(page);
    if (System.getProperty("inkwash.renew") != null) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    }
    assertThat(Files.readString(PAGE)).contains(BEGIN + table + END);
  }

  @Test
  void everyRegisteredSolverHasARow() {
    Set<String> rows =
        PeerNames.rows().stream().map(row -> row.solver().name()).collect(Collectors.toSet());
    assertThat(Catalog.SOLVERS.names())
        .filteredOn(name -> OwnValues.contain(Catalog.SOLVERS, name))
        .allMatch(rows::contains);
  }

  @Test
  void thePackagesPageHasARowForEveryClass() throws IOException {
    String page =
        Files.readString(Path.of("../library/src/main/java/io/inkwash/solve/package-info.java"));
    for (PeerNames.Row row : PeerNames.rows()) {
      Solver solver = Catalog.SOLVERS.make(row.solver());
      assertThat(page).contains("<td>{@link " + solver.getClass().getName() + "}</td>");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "euler_a|euler-ancestral",
        "Euler a|euler-ancestral",
        "k_euler_ancestral|euler-ancestral",
        "sample_dpmpp_2m|dpm++",
        "dpmpp_2m_karras|dpm++@karras",
        "DPM++ 2M Karras|dpm++@karras",
        "DPMSolverMultistepScheduler|dpm++",
        "DPM++ 2M SDE Exponential|dpm++sde(fresh=brownian)@log-snr",
        "DPM++ SDE Karras|dpm++sde-single@karras",
        "UniPCMultistepScheduler|unipc",
        "uni_pc_bh2|unipc(variant=bh2)",
        "euler_sgm_uniform|euler@trailing",
        "res_multistep_kl_optimal|dpm++(slope=exact)@kl-optimal",
        "DPM adaptive|dpm-adaptive",
        "res_multistep|dpm++(slope=exact)",
        "PNDMScheduler|plms",
      })
  void namesOfOtherPrograms(String name, String meaning) {
    assertThat(PeerNames.of(name)).map(SolverOnGrid::toString).hasValue(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ddim|ddim",
        "ddim(eta=0.5)@trailing|ddim(eta=0.5)@trailing",
        "dpmpp_2m_karras@simple|dpm++@simple",
        "DPM++ 2M@karras|dpm++@karras",
      })
  void aSolverMayNameItsGrid(String words, String meaning) {
    assertThat(SolverOnGrid.parse(words).check()).hasToString(meaning);
  }

  @Test
  void aSolverOnNoGridIsRefused() {
    for (String words : List.of("ddim@", "@trailing", "ddim@trailing@karras", "ddim@trailin")) {
      assertThatExceptionOfType(SpecException.class)
          .as(words)
          .isThrownBy(() -> SolverOnGrid.parse(words).check());
    }
  }

  @Test
  void ownNamesAndUnknownOnesAreLeftAlone() {
    for (String name : Catalog.SOLVERS.names()) {
      assertThat(PeerNames.of(name)).isEmpty();
    }
    for (String name : List.of("ddim(eta=0.5)", "eulr", "", "karras", "x".repeat(10_000))) {
      assertThat(PeerNames.of(name)).isEmpty();
    }
  }

  @Test
  void everyNameStandsForASolverAndAGridThatThereAre() {
    for (PeerNames.Row row : PeerNames.rows()) {
      for (String name : row.names()) {
        for (String end : List.of("", "_karras", "_exponential", "_simple", "_beta")) {
          boolean own = Catalog.SOLVERS.names().contains(name + end);
          assertThat(PeerNames.of(name + end).isPresent() || own).as(name + end).isTrue();
          PeerNames.of(name + end)
              .ifPresent(
                  meaning -> {
                    Catalog.SOLVERS.make(meaning.solver());
                    meaning.grid().ifPresent(Catalog.GRIDS::make);
                  });
        }
      }
    }
  }

  /** What keeps the solvers small enough to be read. */
  @Test
  void thePackagesStaySmall() throws IOException {
    long all = 0;
    try (Stream<Path> files = Files.walk(Path.of("../library/src/main/java/io/inkwash/solve"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        long lines = Files.readAllLines(file).size();
        assertThat(lines).as(file.toString()).isLessThanOrEqualTo(200);
        all += lines;
      }
    }
    assertThat(all).isBetween(1000L, 5999L);
  }

  /**
   * The observed order to a tenth. That of the page stays where it is no more than a tenth off, so
   * that rounding makes no difference between machines.
   */
  private static String observed(Solver solver, String spec, String page) {
    boolean adaptive = solver instanceof Rk45 || solver instanceof DpmSolverAdaptive;
    if (adaptive || solver.convergenceOrder() == 0) {
      return "";
    }
    OptionalDouble order =
        solver.stochastic()
            ? ObservedOrder.ofDistribution(solver, Vp.linear())
            : OptionalDouble.of(ObservedOrder.ofFlow(solver, Vp.linear()));
    if (order.isEmpty()) {
      return "";
    }
    String row = "| `" + spec + "` |";
    int at = page.indexOf(row);
    if (at >= 0) {
      String cell = page.substring(at, page.indexOf('\n', at)).split("\\|", -1)[7].strip();
      if (cell.matches("[0-9.]+")
          && Math.abs(Double.parseDouble(cell) - order.getAsDouble()) <= 0.1) {
        return cell;
      }
    }
    return format("%.1f", order.getAsDouble());
  }

  private static String table(String page) {
    StringBuilder table =
        new StringBuilder(
            """
            | here | diffusers | k-diffusion, ComfyUI | A1111 | from | order | observed | evaluations in 10 steps | fresh noise |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (PeerNames.Row row : PeerNames.rows()) {
      Solver solver = Catalog.SOLVERS.make(row.solver());
      String order =
          solver.convergenceOrder() == 0 ? "" : Integer.toString(solver.convergenceOrder());
      table.append(
          format(
              "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n",
              row.solver(),
              names(row.diffusers()),
              names(row.comfyUi()),
              String.join(", ", row.webPage()),
              row.paper(),
              order,
              observed(solver, row.solver().toString(), page),
              Integer.toString(solver.evaluations(10)),
              solver.stochastic() ? "yes" : ""));
    }
    return table.toString();
  }

  private static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
