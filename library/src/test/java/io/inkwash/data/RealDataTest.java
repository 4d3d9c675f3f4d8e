package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.DrawnDigits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published sets themselves, where this machine has them: in {@code INKWASH_DATA}, or in {@code
 * shared/data} beside the checkout. Skipped elsewhere.
 */
class RealDataTest {

  /** The moments are published to four digits. */
  private static final double PUBLISHED = 0.00005 + 1e-9;

  private static Path data = Path.of("");
  @TempDir private static Path scratch;

  @BeforeAll
  static void findData() {
    String named = System.getenv().getOrDefault("INKWASH_DATA", "");
    Optional<Path> found =
        (named.isEmpty()
                ? Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                    .map(folder -> folder.resolve("shared/data"))
                : Stream.of(Path.of(named)))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(found.isPresent(), "no published data on this machine");
    data = found.get();
  }

  private static ImageSource open(String name, Split split, List<String> notices) {
    assumeTrue(Files.isDirectory(data.resolve(name)), () -> data + " has no " + name);
    return DataSets.open(
        name, split, TestFiles.options(scratch).withDataFolder(data).withListener(notices::add));
  }

  /** Mean and deviation of one channel, pixels in 0..1. */
  private static void assertMoments(
      ImageSource source, int channel, double mean, double std, double tolerance) {
    int plane = source.shape().height() * source.shape().width();
    byte[] pixels = new byte[source.shape().size()];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < source.count(); i++) {
      source.read(i, pixels, 0);
      for (int k = channel * plane; k < (channel + 1) * plane; k++) {
        double value = (pixels[k] & 0xff) / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    double count = (double) source.count() * plane;
    double found = sum / count;
    assertThat(found).isCloseTo(mean, within(tolerance));
    assertThat(Math.sqrt(squares / count - found * found)).isCloseTo(std, within(tolerance));
  }

  @Test
  void mnist() {
    List<String> notices = new ArrayList<>();
    ImageSource train = open("mnist", Split.TRAIN, notices);
    assertThat(train).hasToString("mnist: 60000 images of 28x28 gray, 10 classes");
    assertThat(TestFiles.labels(train).subList(0, 8)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3);
    assertMoments(train, 0, 0.1307, 0.3081, PUBLISHED);
    assertThat(open("mnist", Split.TEST, notices).count()).isEqualTo(10_000);
    assertThat(notices).isEmpty();
  }

  @Test
  void fashionMnist() {
    ImageSource train = open("fashion-mnist", Split.TRAIN, new ArrayList<>());
    assertThat(train.count()).isEqualTo(60_000);
    assertThat(train.classNames().get(train.label(0))).isEqualTo("ankle boot");
    assertMoments(train, 0, 0.2860, 0.3530, PUBLISHED);
  }

  @Test
  void cifar10() {
    List<String> notices = new ArrayList<>();
    ImageSource train = open("cifar10", Split.TRAIN, notices);
    assertThat(train.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(train.classNames().get(train.label(0))).isEqualTo("frog");
    boolean whole = train.count() == 50_000;
    if (whole) {
      assertThat(notices).isEmpty();
    } else {
      assertThat(notices).singleElement().asString().contains("of the 5 training batches");
    }
    // Part of the set has other moments: those of 10,000 images lie within 0.003 of the whole's.
    double tolerance = whole ? PUBLISHED : 0.003;
    assertMoments(train, 0, 0.4914, 0.2470, tolerance);
    assertMoments(train, 1, 0.4822, 0.2435, tolerance);
    assertMoments(train, 2, 0.4465, 0.2616, tolerance);
    assertThat(open("cifar10", Split.TEST, new ArrayList<>()).count()).isEqualTo(10_000);
  }

  @Test
  void flowers() {
    Path zip = data.resolve("flowers64/flowers64.zip");
    assumeTrue(Files.exists(zip), () -> "no " + zip);
    List<String> notices = new ArrayList<>();
    ImageSource flowers =
        DataSets.open(
            zip.toString(), Split.TRAIN, TestFiles.options(scratch).withListener(notices::add));
    assertThat(flowers).hasToString("flowers64.zip: 3670 images of 64x64 RGB, 5 classes");
    assertThat(flowers.classNames())
        .containsExactly("daisy", "dandelion", "roses", "sunflowers", "tulips");
    int[] counts = new int[5];
    TestFiles.labels(flowers).forEach(label -> counts[label]++);
    assertThat(counts).containsExactly(633, 898, 641, 699, 799);
    assertThat(notices.get(0)).contains("ATTRIBUTION.txt");
  }

  /** People's digits, as known examples, must recognize the ones that the program draws. */
  @Test
  void drawnDigitsLookLikeHandwrittenOnes() {
    ImageSource written = open("mnist", Split.TRAIN, new ArrayList<>());
    StoredImages known = ((StoredImages) written).first(3000);
    StoredImages drawn = DrawnDigits.draw(200, 28, 0);
    // Chance is 0.1; the drawn ones are not centerd by mass as MNIST is, which costs some.
    assertThat(NearestNeighbor.accuracy(known, drawn)).isGreaterThan(0.6);
  }
}
