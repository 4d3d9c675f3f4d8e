package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.TestFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {

  @TempDir Path scratch;
  private DataOptions options;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void setOptions() {
    options = TestFiles.options(scratch).withListener(notices::add);
  }

  private ImageSource open(String spec) {
    return DataSets.open(spec, Split.TRAIN, options);
  }

  private Path file(String name, byte[] content) {
    return TestFiles.write(scratch.resolve(name), content);
  }

  private void refused(String spec, String... parts) {
    assertThatThrownBy(() -> open(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(spec)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theCatalogSaysWhatEachSetIs() {
    assertThat(DataSets.named().stream().map(NamedSet::name))
        .containsExactly(
            "digits",
            "mnist",
            "fashion-mnist",
            "cifar10",
            "digits-captions",
            "mnist-captions",
            "fashion-mnist-captions",
            "digits-pairs",
            "mnist-pairs",
            "fashion-mnist-pairs");
    for (NamedSet set : DataSets.named()) {
      assertThat(set.about()).isNotBlank();
      assertThat(set.terms()).isNotBlank();
    }
  }

  @Test
  void digitsNeedNothing() {
    options = options.withLimit(20);
    ImageSource train = open("digits");
    assertThat(train).hasToString("digits: 20 images of 28x28 gray, 10 classes");
    assertThat(DataSets.open("digits", Split.TEST, options).contentHash())
        .isNotEqualTo(train.contentHash());
    assertThat(notices).isEmpty();
  }

  @Test
  void aSetIsBroughtToTheShapeAskedFor() {
    options = options.withLimit(5).withSize(20).withChannels(3);
    assertThat(open("digits").shape()).isEqualTo(new ImageShape(3, 20, 20));
    String bin = file("c.bin", TestFiles.cifar(9)).toString();
    ImageSource small = open(bin);
    assertThat(small.count()).isEqualTo(5);
    assertThat(small.shape()).isEqualTo(new ImageShape(3, 20, 20));
    assertThat(TestFiles.labels(small)).containsExactly(0, 1, 2, 3, 4);
    options = options.withChannels(1);
    assertThat(open(bin).shape()).isEqualTo(new ImageShape(1, 20, 20));
  }

  @Test
  void aNamedSetIsTakenFromTheDataFolder() {
    file("data/mnist/train-images-idx3-ubyte.gz", TestFiles.gzip(TestFiles.idxImages(6, 28, 28)));
    file("data/mnist/train-labels-idx1-ubyte", TestFiles.idxLabels(6)); // need not be packed
    options = options.withDataFolder(scratch.resolve("data"));
    ImageSource source = open("mnist");
    assertThat(source).hasToString("mnist: 6 images of 28x28 gray, 10 classes");
    assertThatThrownBy(() -> DataSets.open("mnist", Split.TEST, options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t10k-images-idx3-ubyte.gz: no such file");
    assertThat(scratch.resolve("cache")).doesNotExist();
  }

  @Test
  void aCaptionedSetIsThatOfItsImages() {
    String set = "data/fashion-mnist/train-";
    file(set + "images-idx3-ubyte", TestFiles.idxImages(6, 28, 28));
    file(set + "labels-idx1-ubyte", TestFiles.idxLabels(6));
    options = options.withDataFolder(scratch.resolve("data"));
    ImageSource captioned = open("fashion-mnist-captions");
    assertThat(captioned).hasToString("fashion-mnist-captions: 6 images of 28x28 gray, 10 classes");
    assertThat(captioned.caption(0)).endsWith("t-shirt");
    assertThat(captioned.captioned()).isTrue();
    ImageSource pairs = open("fashion-mnist-pairs");
    assertThat(pairs.shape()).isEqualTo(new ImageShape(1, 28, 56));
    assertThat(pairs.caption(0)).startsWith("a t-shirt and a ");
  }

  @Test
  void notesReachTheListener() {
    file("data/cifar10/data_batch_2.bin", TestFiles.cifar(3));
    file("data/cifar10/test_batch.bin", TestFiles.cifar(2));
    options = options.withDataFolder(scratch.resolve("data"));
    ImageSource source = open("cifar10");
    assertThat(notices).singleElement().asString().startsWith("cifar10: ").contains("1 of the 5");
    assertThat(source.notes()).hasSize(1);
    NamedSet cifar = DataSets.named().get(3);
    assertThat(cifar.fetch(options)).element(1).asString().contains("test").contains("2 images");
  }

  @Test
  void pathsOfEveryKindAreRecognized() {
    byte[] images = TestFiles.idxImages(6, 4, 4);
    Path idx = file("idx/train-images-idx3-ubyte", images);
    assertThat(open(idx.toString()).classes()).isZero();
    assertThat(notices).anyMatch(note -> note.contains("no label file"));
    file("idx/train-labels-idx1-ubyte.gz", TestFiles.gzip(TestFiles.idxLabels(6)));
    String hash = open(idx.toString()).contentHash();
    assertThat(open(scratch.resolve("idx").toString()).contentHash()).isEqualTo(hash);
    Path odd = file("odd", images);
    Path oddLabels = file("odd2", TestFiles.idxLabels(6));
    assertThat(open(odd + "," + oddLabels).contentHash()).isEqualTo(hash);
    assertThat(open(odd.toString()).count()).isEqualTo(6);
    assertThat(open(file("b.bin", TestFiles.cifar(3)).toString()).classes()).isEqualTo(10);
    file("cifar/test_batch.bin", TestFiles.cifar(2));
    assertThat(DataSets.open(scratch.resolve("cifar").toString(), Split.TEST, options).count())
        .isEqualTo(2);
    file("pngs/a.png", TestFiles.png(3, 3, 7));
    assertThat(open(scratch.resolve("pngs").toString()).name()).isEqualTo("pngs");
    Path zip = TestFiles.zip(scratch.resolve("z.zip"), Map.of("a.png", TestFiles.png(3, 3, 7)));
    assertThat(open(zip.toString()).count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "minst, mnist",
    "MNIST, mnist",
    "digit, digits",
    "cifar, cifar10",
    "cifar-10, cifar10",
    "fashionmnist, fashion-mnist",
    "fashion, fashion-mnist"
  })
  void misspeltNamesGetASuggestion(String spec, String meant) {
    refused(spec, "did you mean " + meant + "?");
  }

  @Test
  void unknownWordsGetTheList() {
    refused("elephants", "known are digits, mnist, fashion-mnist, cifar10, digits-captions, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone/folder", "gone.zip", "./mnist"})
  void missingPathsAreRefused(String spec) {
    refused(spec, "no such file or folder");
  }

  @Test
  void filesOfOtherKindsAreRefused() {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    refused(file("notes.txt", text).toString(), "not a data set");
    refused(file("x.gz", text).toString(), "0x68656c6c");
    refused(file("one.png", TestFiles.png(2, 2, 1)).toString(), "give a folder or archive");
    refused(file("x.bin", text).toString(), "3073");
  }

  @Test
  void setsThatTheHeapCannotHoldAreRefused() {
    assertThatThrownBy(() -> Bytes.requireMemory("big", 1L << 40, new ImageShape(3, 64, 64)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("big: ")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void theEnvironmentNamesTheFolders() {
    assertThat(DataOptions.from(Map.of(), "Linux", "/home/a").cacheFolder())
        .isEqualTo(Path.of("/home/a/.cache/inkwash"));
    assertThat(DataOptions.from(Map.of("XDG_CACHE_HOME", "/c"), "Linux", "/home/a").cacheFolder())
        .isEqualTo(Path.of("/c/inkwash"));
    assertThat(DataOptions.from(Map.of(), "Mac OS X", "/Users/a").cacheFolder())
        .isEqualTo(Path.of("/Users/a/Library/Caches/inkwash"));
    assertThat(DataOptions.from(Map.of("LOCALAPPDATA", "/l"), "Windows 11", "/u").cacheFolder())
        .isEqualTo(Path.of("/l/inkwash"));
    DataOptions named =
        DataOptions.from(Map.of("INKWASH_DATA", "/d", "INKWASH_CACHE", "/k"), "Linux", "/home/a");
    assertThat(named.dataFolder()).isEqualTo(Path.of("/d"));
    assertThat(named.cacheFolder()).isEqualTo(Path.of("/k"));
    assertThat(DataOptions.from(Map.of("INKWASH_DATA", ""), "Linux", "/").dataFolder()).isNull();
    assertThat(DataOptions.defaults().height()).isZero();
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThatThrownBy(() -> options.withChannels(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("channels 2");
    assertThatThrownBy(() -> options.withSize(-1)).hasMessageContaining("size -1");
    assertThatThrownBy(() -> options.withSize(5000)).hasMessageContaining("size 5000");
    assertThatThrownBy(() -> options.withLimit(-1)).hasMessageContaining("limit -1");
  }
}
