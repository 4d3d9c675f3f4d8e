package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.generate.Drawing;
import io.inkwash.picture.Picture;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilmTest {

  /** The states of 1000 steps as pictures of one pixel, which says its step's index. */
  @Test
  void theStripOfAllStepsShowsTheClassicOnes() {
    List<Drawing.Frame> frames = new ArrayList<>();
    for (int index = 999; index >= 0; index--) {
      byte[] pixel = {(byte) (index >> 8), (byte) index, 0};
      frames.add(new Drawing.Frame(index + 1, index, new Picture(3, 1, 1, pixel)));
    }
    Picture strip = Film.strip(frames, DiscretePath.of(Betas.linear(1000)), 1);

    int cell = (strip.width() - 2) / 8;
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int left = 2 + i * cell + (cell - 2 - 1) / 2;
      shown.add(256 * strip.at(0, 2, left) + strip.at(1, 2, left));
    }
    assertThat(shown).containsExactly(999, 800, 600, 400, 200, 100, 50, 0);
  }
}
