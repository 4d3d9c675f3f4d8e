package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

  @TempDir Path folder;

  private Path file(String name, byte[] content) {
    return TestFiles.write(folder.resolve(name), content);
  }

  @Test
  void readsRecords() {
    StoredImages source = Cifar.files("toy", List.of(file("a.bin", TestFiles.cifar(12))));
    assertThat(source.count()).isEqualTo(12);
    assertThat(source.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(source.label(11)).isEqualTo(1);
    assertThat(source.classNames().get(1)).isEqualTo("automobile");
    assertThat(TestFiles.pixels(source, 11)).isEqualTo(TestFiles.image(11, 3072));
  }

  @Test
  void usesTheBatchesThatAreThereAndSaysSo() {
    file("data_batch_1.bin", TestFiles.cifar(2));
    file("data_batch_3.bin", TestFiles.cifar(3));
    file("test_batch.bin", TestFiles.cifar(4));
    StoredImages train = Cifar.folder("toy", folder, Split.TRAIN);
    assertThat(train.count()).isEqualTo(5);
    assertThat(train.notes())
        .singleElement()
        .asString()
        .contains("2 of the 5")
        .contains("5 images");
    StoredImages test = Cifar.folder("toy", folder, Split.TEST);
    assertThat(test.count()).isEqualTo(4);
    assertThat(test.notes()).isEmpty();
  }

  @Test
  void refusesWhatIsNotWhole() {
    Path cut = file("cut.bin", TestFiles.firstPart(TestFiles.cifar(2), 5000));
    Path none = file("none.bin", new byte[0]);
    for (Path path : List.of(cut, none)) {
      assertThatThrownBy(() -> Cifar.files("bad", List.of(path)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContaining("3073");
    }
  }

  @Test
  void refusesLabelsOutOfRange() {
    byte[] records = TestFiles.cifar(3);
    records[3073] = 10;
    Path path = file("labels.bin", records);
    assertThatThrownBy(() -> Cifar.files("bad", List.of(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels.bin: record 1 has label 10, allowed are 0 to 9");
  }

  @Test
  void refusesAFolderWithoutTheHalf() {
    file("data_batch_1.bin", TestFiles.cifar(2));
    assertThatThrownBy(() -> Cifar.folder("bad", folder, Split.TEST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test_batch.bin");
  }
}
