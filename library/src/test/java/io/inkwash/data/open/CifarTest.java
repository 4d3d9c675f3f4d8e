package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.TestFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

  @TempDir Path folder;

  private Path file(String name, byte[] content) {
    return TestFiles.write(folder.resolve(name), content);
  }

  private StoredImages half(Split split) {
    return DataPaths.open(folder.toString(), split, TestFiles.options(folder));
  }

  @Test
  void readsRecords() {
    StoredImages source = Cifar.file("toy", file("a.bin", TestFiles.cifar(12)));
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
    StoredImages train = half(Split.TRAIN);
    assertThat(train.count()).isEqualTo(5);
    assertThat(train.notes())
        .singleElement()
        .asString()
        .contains("2 of the 5")
        .contains("5 images");
    StoredImages test = half(Split.TEST);
    assertThat(test.count()).isEqualTo(4);
    assertThat(test.notes()).isEmpty();
  }

  @Test
  void refusesWhatIsNotWhole() {
    Path cut = file("cut.bin", TestFiles.firstPart(TestFiles.cifar(2), 5000));
    Path none = file("none.bin", new byte[0]);
    for (Path path : List.of(cut, none)) {
      assertThatThrownBy(() -> Cifar.file("bad", path))
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
    assertThatThrownBy(() -> Cifar.file("bad", path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels.bin: record 1 has label 10, allowed are 0 to 9");
  }

  @Test
  void aFolderWithoutTestImagesHasNoneUnlessSomeAreKeptBack() {
    file("data_batch_1.bin", TestFiles.cifar(2));
    assertThatThrownBy(() -> half(Split.TEST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no test images");
  }
}
