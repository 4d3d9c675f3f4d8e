package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.NearestNeighbor;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void theSameSeedDrawsTheSameDigits() {
    StoredImages digits = DrawnDigits.draw(300, 28, 5);
    assertThat(DrawnDigits.draw(300, 28, 5).contentHash()).isEqualTo(digits.contentHash());
    assertThat(DrawnDigits.draw(300, 28, 6).contentHash()).isNotEqualTo(digits.contentHash());
    assertThat(digits.first(100).contentHash())
        .isEqualTo(DrawnDigits.draw(100, 28, 5).contentHash());
  }

  /** Drawn in arithmetic that is the same on every Java and every processor. */
  @Test
  void theDigitsAreTheSameEverywhere() {
    assertThat(DrawnDigits.draw(1000, 28, 0).contentHash())
        .isEqualTo("c4b1d06fb5f98d7740c4e2b58442247b98b15d6ad2207b4a56f28b5610e079ad");
  }

  @Test
  void eachIsDifferentAndLabeledByTurns() {
    StoredImages digits = DrawnDigits.draw(500, 28, 0);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < digits.count(); i++) {
      assertThat(digits.label(i)).isEqualTo(i % 10);
      seen.add(new String(TestFiles.pixels(digits, i), StandardCharsets.ISO_8859_1));
    }
    assertThat(seen).hasSize(500);
  }

  @Test
  void theInkLiesInTheMiddleAndIsSoftAtItsEdges() {
    for (int side : new int[] {16, 28, 64}) {
      StoredImages digits = DrawnDigits.draw(500, side, 1);
      double ink = 0;
      double border = 0;
      Set<Byte> shades = new HashSet<>();
      for (int i = 0; i < digits.count(); i++) {
        byte[] pixels = TestFiles.pixels(digits, i);
        for (int k = 0; k < pixels.length; k++) {
          int value = pixels[k] & 0xff;
          ink += value / 255.0;
          boolean edge =
              k % side == 0 || k % side == side - 1 || k < side || k >= side * (side - 1);
          border += edge ? value / 255.0 : 0;
          shades.add(pixels[k]);
        }
      }
      // MNIST's mean is 0.13; ours must be of that kind at every size, with next to none cut off.
      assertThat(ink / digits.count() / (side * side)).isBetween(0.09, 0.19);
      assertThat(border / ink).isLessThan(0.003);
      assertThat(shades.size()).isGreaterThan(200);
    }
  }

  /** A digit must be nearer to others of its kind than to those of any other. */
  @Test
  void theDigitsCanBeToldApart() {
    DataOptions options = TestFiles.options(Path.of("unused"));
    StoredImages train = DrawnDigits.open(Split.TRAIN, options.withLimit(2000));
    StoredImages test = DrawnDigits.open(Split.TEST, options.withLimit(300));
    // Chance is 0.1. Nearest neighbors on plain pixels reach about 0.97 on MNIST.
    assertThat(NearestNeighbor.accuracy(train, test)).isGreaterThan(0.9);
  }
}
