package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoredImagesTest {

  private static final ImageShape SHAPE = new ImageShape(1, 1, 2);

  private static StoredImages images(byte[][] images, int[] labels) {
    return StoredImages.labeled("toy", SHAPE, images, labels, List.of("a", "b"));
  }

  @Test
  void theHashKnowsPixelsLabelsAndShapeButNotTheName() {
    byte[][] pixels = {{1, 2}, {3, 4}};
    String hash = images(pixels, new int[] {0, 1}).contentHash();
    assertThat(hash).hasSize(64);
    assertThat(
            StoredImages.labeled("b", SHAPE, pixels, new int[] {0, 1}, List.of("c", "d"))
                .contentHash())
        .isEqualTo(hash);
    assertThat(images(new byte[][] {{1, 2}, {3, 5}}, new int[] {0, 1}).contentHash())
        .isNotEqualTo(hash);
    assertThat(images(pixels, new int[] {1, 1}).contentHash()).isNotEqualTo(hash);
    assertThat(StoredImages.unlabeled("toy", SHAPE, pixels).contentHash()).isNotEqualTo(hash);
    assertThat(
            StoredImages.labeled(
                    "toy", new ImageShape(1, 2, 1), pixels, new int[] {0, 1}, List.of("a", "b"))
                .contentHash())
        .isNotEqualTo(hash);
  }

  @Test
  void theFirstImagesKeepTheirLabels() {
    StoredImages source = TestFiles.source(9, new ImageShape(1, 2, 2));
    StoredImages first = source.first(4);
    assertThat(first.count()).isEqualTo(4);
    assertThat(TestFiles.labels(first)).containsExactly(0, 1, 2, 0);
    assertThat(first.classes()).isEqualTo(3);
    assertThat(source.first(99).count()).isEqualTo(9);
    assertThatThrownBy(() -> source.first(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> StoredImages.unlabeled("toy", SHAPE, new byte[0][]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no images");
    assertThatThrownBy(() -> StoredImages.unlabeled("toy", SHAPE, new byte[][] {{1}}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 bytes");
    assertThatThrownBy(() -> images(new byte[][] {{1, 2}}, new int[] {0, 1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 labels for 1 images");
    assertThatThrownBy(() -> images(new byte[][] {{1, 2}}, new int[] {2}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label 2, allowed are 0 to 1");
  }

  @Test
  void readingPastTheEndIsRefused() {
    StoredImages source = images(new byte[][] {{1, 2}}, new int[] {0});
    assertThatThrownBy(() -> source.read(1, new byte[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> source.label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shapesAreWrittenAsPeopleDo() {
    assertThat(new ImageShape(3, 20, 30)).hasToString("30x20 RGB");
    assertThat(new ImageShape(1, 28, 28)).hasToString("28x28 gray");
    assertThatThrownBy(() -> new ImageShape(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageShape(3, 1 << 15, 1 << 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 GiB");
  }
}
