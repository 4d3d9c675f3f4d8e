package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.data.open.Reading.Labels;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training and test images share none, and their classes have one order. */
class HalvesTest {

  @TempDir Path scratch;

  private ImageSource open(Path set, Split half, Reading reading) {
    return DataSets.open(set.toString(), half, TestFiles.options(scratch).withReading(reading));
  }

  private static Set<Byte> values(ImageSource source) {
    Set<Byte> values = new HashSet<>();
    for (int i = 0; i < source.count(); i++) {
      values.add(TestFiles.pixels(source, i)[0]);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"0.1, 40, 4", "0.25, 40, 10", "0.1, 39, 3", "0.5, 7, 3", "0.1, 10, 1"})
  void aPartIsKeptBackWhereThereIsNoTestHalf(double fraction, int count, int test) {
    Path folder = scratch.resolve("plain");
    for (int i = 0; i < count; i++) {
      TestFiles.write(folder.resolve(i + ".png"), TestFiles.png(3, 3, 0x010101 * (i + 1)));
    }
    Path idx = TestFiles.write(scratch.resolve("all.idx"), TestFiles.idxImages(count, 2, 2));
    Reading reading = Reading.DEFAULT.withHoldOut(fraction);
    for (Path set : List.of(folder, idx)) {
      ImageSource known = open(set, Split.TRAIN, reading);
      ImageSource unseen = open(set, Split.TEST, reading);
      assertThat(unseen.count()).isEqualTo(test);
      assertThat(known.count()).isEqualTo(count - test);
      Set<Byte> all = values(known);
      assertThat(all).doesNotContainAnyElementsOf(values(unseen));
      all.addAll(values(unseen));
      assertThat(all).hasSize(count);
      assertThat(open(set, Split.TEST, reading).contentHash()).isEqualTo(unseen.contentHash());
      assertThat(known.notes()).anyMatch(note -> note.contains("kept back"));
      assertThat(unseen.notes()).anyMatch(note -> note.contains("kept back"));
    }
  }

  @Test
  void withNothingKeptBackThereAreNoTestImages() {
    Path idx = TestFiles.write(scratch.resolve("all.idx"), TestFiles.idxImages(40, 2, 2));
    Reading none = Reading.DEFAULT.withHoldOut(0);
    assertThat(open(idx, Split.TRAIN, none).count()).isEqualTo(40);
    assertThatThrownBy(() -> open(idx, Split.TEST, none))
        .isInstanceOfSatisfying(
            DataException.class,
            e -> assertThat(e.remedy()).isEqualTo(DataException.Remedy.HOLD_OUT))
        .hasMessageContaining("no unseen images");
    assertThatThrownBy(() -> Reading.DEFAULT.withHoldOut(0.6)).hasMessageContaining("0.6");
  }

  @Test
  void labelsOfIdxFilesAreThoseOfBothHalves() {
    Path folder = scratch.resolve("idx");
    TestFiles.write(folder.resolve("train-images-idx3-ubyte"), TestFiles.idxImages(3, 2, 2));
    TestFiles.write(folder.resolve("train-labels-idx1-ubyte"), labels(200, 0, 9));
    TestFiles.write(folder.resolve("t10k-images-idx3-ubyte"), TestFiles.idxImages(2, 2, 2));
    TestFiles.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(9, 2));
    ImageSource train = open(folder, Split.TRAIN, Reading.DEFAULT);
    ImageSource test = open(folder, Split.TEST, Reading.DEFAULT);
    assertThat(train.classNames()).containsExactly("0", "2", "9", "200");
    assertThat(test.classNames()).isEqualTo(train.classNames());
    assertThat(TestFiles.labels(train)).containsExactly(3, 0, 2);
    assertThat(TestFiles.labels(test)).containsExactly(2, 1);
  }

  private static byte[] labels(int... labels) {
    byte[] payload = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      payload[i] = (byte) labels[i];
    }
    return TestFiles.idx(0x801, new int[] {labels.length}, payload);
  }

  @Test
  void fileNamesMayHoldTheLabels() {
    Path folder = scratch.resolve("prefix");
    TestFiles.write(folder.resolve("dog_1.png"), TestFiles.png(2, 2, 1));
    TestFiles.write(folder.resolve("deep/cat_2.png"), TestFiles.png(2, 2, 2));
    Reading reading = Reading.DEFAULT.withLabels(Labels.FILE_NAMES);
    ImageSource source = open(folder, Split.TRAIN, reading);
    assertThat(source.classNames()).containsExactly("cat", "dog");
    assertThat(TestFiles.labels(source)).containsExactly(0, 1);
    TestFiles.write(folder.resolve("bird.png"), TestFiles.png(2, 2, 3));
    assertThatThrownBy(() -> open(folder, Split.TRAIN, reading))
        .hasMessageContaining("bird.png has no class and underscore");
  }

  /** Images of the model's size are never cropped, square or not. */
  @Test
  void aModelsFormKeepsImagesThatHaveIt() {
    Path folder = scratch.resolve("wide");
    for (int i = 0; i < 3; i++) {
      TestFiles.write(folder.resolve(i + ".png"), TestFiles.png(24, 16, 0x102030 * i));
    }
    ImageSource trained = open(folder, Split.TRAIN, Reading.DEFAULT);
    assertThat(trained.shape()).isEqualTo(new ImageShape(3, 16, 24));
    ImageSpec form = ImageSpec.of(trained.shape(), PixelRange.SYMMETRIC);
    DataOptions options = TestFiles.options(scratch).withForm(form);
    ImageSource again = DataSets.open(folder.toString(), Split.TRAIN, options);
    assertThat(again.contentHash()).isEqualTo(trained.contentHash());
    Path large = TestFiles.write(scratch.resolve("large/a.png"), TestFiles.png(60, 80, 0x102030));
    ImageSource other = DataSets.open(large.getParent().toString(), Split.TRAIN, options);
    assertThat(other.shape()).isEqualTo(trained.shape());
  }
}
