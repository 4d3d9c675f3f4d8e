package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TerminalPictureTest {

  @Test
  void aCharacterHoldsTwoPixelsOneAboveTheOther() {
    Picture picture = new Picture(3, 2, 1, new byte[] {1, 4, 2, 5, 3, 6});
    assertThat(TerminalPicture.of(picture, 80))
        .isEqualTo("\u001b[38;2;1;2;3m\u001b[48;2;4;5;6m\u2580\u001b[0m\n");
  }

  @Test
  void anOddLastRowHasNoLowerColor() {
    Picture picture = new Picture(1, 1, 1, new byte[] {9});
    assertThat(TerminalPicture.of(picture, 80))
        .isEqualTo("\u001b[38;2;9;9;9m\u001b[49m\u2580\u001b[0m\n");
  }

  @Test
  void aWidePictureIsThinnedOut() {
    Picture picture = Picture.filled(1, 8, 9, 0);
    String[] lines = TerminalPicture.of(picture, 4).split("\n", -1);
    assertThat(lines).hasSize(3); // rows 0 and 3, row 6, and the end of the last line
    assertThat(lines[0].chars().filter(c -> c == '\u2580')).hasSize(3);
    assertThatIllegalArgumentException().isThrownBy(() -> TerminalPicture.of(picture, 0));
  }
}
