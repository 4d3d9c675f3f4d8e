package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.generate.Drawing;
import io.inkwash.picture.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmTest {

  /** The states at times of a run of so many steps, as pictures of one pixel that is its number. */
  private static List<Drawing.Frame> frames(int steps, double end) {
    List<Drawing.Frame> frames = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      byte[] pixel = {(byte) (i >> 8), (byte) i, 0};
      frames.add(new Drawing.Frame(end * (steps - i) / steps, new Picture(3, 1, 1, pixel)));
    }
    return frames;
  }

  /** Which states a strip shows. */
  private static List<Integer> shown(List<Drawing.Frame> frames, int cells) {
    Picture strip = Film.strip(frames, 1);
    int cell = (strip.width() - 2) / cells;
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      int left = 2 + i * cell + (cell - 2 - 1) / 2;
      shown.add(256 * strip.at(0, 2, left) + strip.at(1, 2, left));
    }
    return shown;
  }

  @Test
  void theStripGoesFromNoiseToTheImage() {
    assertThat(shown(frames(1000, 1000), 8)).containsExactly(0, 200, 400, 600, 800, 900, 950, 1000);
  }

  @Test
  void fewStatesAreShownOnce() {
    assertThat(shown(frames(5, 1000), 6)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void filmsOfSmallPicturesAreEnlarged(@TempDir Path folder) throws IOException {
    Path gif = folder.resolve("film.gif");
    Film.write(gif, frames(3, 1), 2);
    assertThat(ImageIO.read(gif.toFile()).getWidth()).isEqualTo(128);
    Film.write(gif, List.of(new Drawing.Frame(1, Picture.filled(1, 100, 50, 7))), 2);
    assertThat(ImageIO.read(gif.toFile()).getHeight()).isEqualTo(200);
  }
}
