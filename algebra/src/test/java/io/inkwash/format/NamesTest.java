package io.inkwash.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final List<String> KNOWN = List.of("v", "x0", "noise", "score", "velocity");

  @Test
  void aSlipOfTheFingersIsUnderstood() {
    assertThat(Names.closest("nois", KNOWN)).contains("noise");
    assertThat(Names.closest("soce", KNOWN)).contains("score");
    assertThat(Names.closest("velosety", KNOWN)).contains("velocity");
    assertThat(Names.closest("velo", KNOWN)).contains("velocity");
    assertThat(Names.closest("x", List.of("X", "x"))).contains("x");
    assertThat(Names.closest("V", KNOWN)).contains("v");
    assertThat(Names.closest("xo", KNOWN)).contains("x0");
  }

  @Test
  void oneLetterIsNotASlipForAnother() {
    assertThat(Names.closest("w", KNOWN)).isEmpty();
    assertThat(Names.closest("x", KNOWN)).isEmpty();
    assertThat(Names.closest("ab", KNOWN)).isEmpty();
    assertThat(Names.closest("", KNOWN)).isEmpty();
    assertThat(Names.closest("elephant", KNOWN)).isEmpty();
  }
}
