package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.NamedSet;
import io.inkwash.picture.ImageIo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTest {
  @TempDir Path folder;

  @Test
  void listsTheNamedSets() {
    String list = Cli.line("data list").succeeded().out();
    for (NamedSet set : DataSets.named()) {
      assertThat(list).contains(set.name(), set.about(), set.terms());
    }
  }

  @Test
  void showsWhatASetHoldsAndDrawsItsFirstImages() {
    Path grid = folder.resolve("grid.png");
    Cli result =
        Cli.line("data show digits --split test --size 12 --count 9 --out " + grid).succeeded();
    assertThat(result.outLines().get(0))
        .matches(
            "digits test: 2,000 images of 12x12, gray, classes 0 1 2 3 4 5 6 7 8 9,"
                + " sha256 [0-9a-f]{16}");
    assertThat(result.outLines().get(1)).isEqualTo(grid.toString());
    // 3 x 3 pictures of 12 pixels, white of 2 between and around
    assertThat(ImageIo.readPng(grid)).hasToString("1x44x44");
  }

  @Test
  void showsFilesAndFoldersAndWhatToKnowOfThem() {
    SmallFiles.write(folder.resolve("bars.idx"), SmallFiles.idxImages(24, 12, 16));
    Cli file = Cli.line("data show " + folder.resolve("bars.idx")).succeeded();
    assertThat(file.out())
        .startsWith("bars.idx train: 22 images of 16x12, gray, no classes, sha256 ");
    assertThat(file.err()).contains("no labels", "2 of its 24 images are kept back");
    Cli unseen = Cli.line("data show --split test " + folder.resolve("bars.idx")).succeeded();
    assertThat(unseen.out()).startsWith("bars.idx test: 2 images of 16x12");
    Cli none = Cli.line("data show --split test --hold-out 0 " + folder.resolve("bars.idx"));
    assertThat(none.err()).contains("no test images of its own", "--hold-out");

    SmallFiles.write(folder.resolve("photos/cats/a.png"), SmallFiles.png(12, 12));
    SmallFiles.write(folder.resolve("photos/dogs/b.png"), SmallFiles.png(12, 12));
    Cli photos = Cli.line("data show " + folder.resolve("photos")).succeeded();
    assertThat(photos.out())
        .startsWith("photos train: 2 images of 12x12, gray, classes cats dogs, sha256 ");
    assertThat(photos.err()).contains("no test images");
  }

  @Test
  void fetchNeedsNothingForDrawnDigits() {
    assertThat(Cli.line("data fetch digits").succeeded().outLines())
        .hasSize(2)
        .satisfiesExactly(
            train -> assertThat(train).startsWith("digits train: 10,000 images of 28x28"),
            test -> assertThat(test).startsWith("digits test: 2,000 images of 28x28"));
  }
}
