package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
  private static final ClassNames ANIMALS = new ClassNames(List.of("ant", "bee", "cow"));

  @Test
  void classesAreNamedOrNumbered() {
    assertThat(ANIMALS.indices("cow:ant")).containsExactly(2, 0);
    assertThat(ANIMALS.indices("2:bee")).containsExactly(2, 1);
    assertThat(ClassNames.numbered(10).indices("3:5")).containsExactly(3, 5);
  }

  /** Folders 1 to 3: their names are numbers, so a number is a name and never an index. */
  @Test
  void numbersThatAreNamesAreNames() {
    ClassNames folders = new ClassNames(List.of("1", "2", "10"));
    assertThat(folders.indices("10:1")).containsExactly(2, 0);
    assertThatThrownBy(() -> folders.index("0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no class \"0\"; there are 1, 2, 10");
  }

  @Test
  void whatIsNoClassIsRefusedWithTheNearestAndAll() {
    assertThatThrownBy(() -> ANIMALS.index("cowe"))
        .hasMessage("there is no class \"cowe\"; did you mean cow? there are 0 ant, 1 bee, 2 cow");
    assertThatThrownBy(() -> ANIMALS.index("3"))
        .hasMessage("there is no class \"3\"; there are 0 ant, 1 bee, 2 cow");
    assertThatThrownBy(() -> ANIMALS.index("-1")).hasMessageContaining("there are 0 ant");
    assertThatThrownBy(() -> ANIMALS.index("99999999999999999999")).hasMessageContaining("0 ant");
    assertThatThrownBy(() -> new ClassNames(List.of()).index("1"))
        .hasMessageContaining("a model without classes");
    assertThatThrownBy(() -> ClassNames.numbered(50).index("x"))
        .hasMessageEndingWith(", 19 and 30 more");
  }
}
