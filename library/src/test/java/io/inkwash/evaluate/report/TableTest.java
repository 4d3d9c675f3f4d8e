package io.inkwash.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Table TABLE =
      new Table(
          List.of("recipe", "fid", "note"),
          List.of(List.of("ddpm", "12.5", "a|b"), List.of("edm", "3", "x, \"y\"")));

  @Test
  void numbersStandToTheRight() {
    assertThat(TABLE.text())
        .isEqualTo("recipe   fid  note\nddpm    12.5  a|b\nedm        3  x, \"y\"");
  }

  @Test
  void markdownKeepsItsBars() {
    assertThat(TABLE.markdown())
        .isEqualTo(
            """
            | recipe | fid | note |
            | --- | ---: | --- |
            | ddpm | 12.5 | a\\|b |
            | edm | 3 | x, "y" |\
            """);
  }

  @Test
  void commasAndQuotesAreQuoted() {
    assertThat(TABLE.csv()).isEqualTo("recipe,fid,note\nddpm,12.5,a|b\nedm,3,\"x, \"\"y\"\"\"");
  }
}
