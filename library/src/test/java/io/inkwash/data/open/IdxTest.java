package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.StoredImages;
import io.inkwash.data.TestFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

  @TempDir Path folder;

  private Path file(String name, byte[] content) {
    return TestFiles.write(folder.resolve(name), content);
  }

  private void refused(byte[] images, String... parts) {
    Path path = file("bad-images", images);
    assertThatThrownBy(() -> Idx.read("bad", path, null, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad-images")
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private void labelsRefused(byte[] labels, List<String> classNames, String... parts) {
    Path images = file("images", TestFiles.idxImages(5, 2, 3));
    Path path = file("bad-labels", labels);
    assertThatThrownBy(() -> Idx.read("bad", images, path, classNames))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad-labels")
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsImagesAndLabelsPackedOrNot() {
    Path images = file("images", TestFiles.idxImages(5, 2, 3));
    Path packed = file("images.gz", TestFiles.gzip(TestFiles.idxImages(5, 2, 3)));
    Path labels = file("labels.gz", TestFiles.gzip(TestFiles.idxLabels(5)));
    StoredImages plain = Idx.read("toy", images, labels, List.of());
    assertThat(plain.shape()).isEqualTo(new ImageShape(1, 2, 3));
    assertThat(plain.count()).isEqualTo(5);
    assertThat(TestFiles.pixels(plain, 4)).isEqualTo(TestFiles.image(4, 6));
    assertThat(TestFiles.labels(plain)).containsExactly(0, 1, 2, 0, 1);
    assertThat(plain.classNames()).containsExactly("0", "1", "2");
    assertThat(Idx.read("toy", packed, labels, List.of()).contentHash())
        .isEqualTo(plain.contentHash());
  }

  @Test
  void readsImagesWithoutLabels() {
    Path images = file("images", TestFiles.idxImages(5, 2, 3));
    StoredImages source = Idx.read("toy", images, null, List.of());
    assertThat(source.classes()).isZero();
    assertThat(source.label(0)).isEqualTo(-1);
  }

  @Test
  void refusesTruncatedGzip() {
    byte[] whole = TestFiles.gzip(TestFiles.idxImages(500, 28, 28));
    refused(TestFiles.firstPart(whole, whole.length / 2), "of 500", "fetch or copy it again");
    refused(TestFiles.firstPart(whole, whole.length - 4), "too early");
    refused(TestFiles.firstPart(whole, 12), "too early");
  }

  @Test
  void refusesDamagedGzip() {
    byte[] damaged = TestFiles.gzip(TestFiles.idxImages(500, 28, 28));
    for (int i = damaged.length / 2; i < damaged.length / 2 + 20; i++) {
      damaged[i] ^= 0x5a;
    }
    refused(damaged, "fetch or copy it again");
  }

  @Test
  void refusesTruncatedPlainFile() {
    refused(TestFiles.firstPart(TestFiles.idxImages(5, 2, 3), 40), "46 bytes", "40");
    refused(new byte[0], "too early");
  }

  @Test
  void refusesOtherMagicNumbers() {
    refused(TestFiles.idx(0x0d03, new int[] {1, 1, 1}, new byte[4]), "0x00000d03", "0x00000803");
    refused(TestFiles.idxLabels(5), "0x00000801", "this is a label file");
    labelsRefused(TestFiles.idxImages(5, 2, 3), List.of(), "this is an image file");
  }

  @Test
  void refusesExtraBytes() {
    byte[] images = TestFiles.idxImages(5, 2, 3);
    refused(TestFiles.firstPart(images, images.length + 1), "more bytes");
    refused(TestFiles.gzip(TestFiles.firstPart(images, images.length + 1)), "more bytes");
    byte[] labels = TestFiles.idxLabels(5);
    labelsRefused(TestFiles.firstPart(labels, labels.length + 1), List.of(), "more bytes");
  }

  @Test
  void refusesAbsurdHeadersBeforeAllocating() {
    int most = Integer.MAX_VALUE;
    refused(TestFiles.idx(0x803, new int[] {most, 28, 28}, new byte[9]), "1683627179");
    refused(
        TestFiles.gzip(TestFiles.idx(0x803, new int[] {most, 28, 28}, new byte[9])), "1683627179");
    refused(TestFiles.idx(0x803, new int[] {1, most, most}, new byte[9]), "claims");
    refused(TestFiles.idx(0x803, new int[] {-1, 28, 28}, new byte[9]), "claims -1 images");
    refused(TestFiles.idx(0x803, new int[] {0, 28, 28}, new byte[0]), "claims 0 images");
    refused(TestFiles.idx(0x803, new int[] {4, 0, 28}, new byte[0]), "28x0");
    labelsRefused(TestFiles.idx(0x801, new int[] {most}, new byte[9]), List.of(), "2147483655");
    labelsRefused(TestFiles.idx(0x801, new int[] {-7}, new byte[9]), List.of(), "-7 labels");
  }

  @Test
  void refusesLabelsThatDoNotFit() {
    labelsRefused(TestFiles.idxLabels(4), List.of(), "4 labels", "5 images", "images");
    labelsRefused(TestFiles.idxLabels(5), List.of("a", "b"), "label 2", "0 to 1");
  }

  @Test
  void refusesMissingFiles() {
    Path images = file("images", TestFiles.idxImages(5, 2, 3));
    assertThatThrownBy(() -> Idx.read("x", folder.resolve("gone"), null, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gone: no such file");
    assertThatThrownBy(() -> Idx.read("x", images, folder.resolve("gone"), List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gone: no such file");
  }
}
