package io.inkwash.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.caption.ClassCaptions;
import io.inkwash.data.caption.Pairs;
import io.inkwash.data.open.DataPaths;
import io.inkwash.data.open.DrawnDigits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Captions beside pictures, and captions made of what images are. */
class CaptionsTest {
  @TempDir Path folder;

  private void picture(String name) throws IOException {
    TestFiles.write(folder.resolve(name), TestFiles.png(3, 3, 0x010101));
  }

  private void text(String name, String content) throws IOException {
    TestFiles.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
  }

  private StoredImages open() {
    return DataPaths.open(folder.toString(), Split.TRAIN, TestFiles.options(folder));
  }

  private static List<String> captions(ImageSource images) {
    return IntStream.range(0, images.count()).mapToObj(images::caption).toList();
  }

  @Test
  void textBesidePicturesIsTheirCaption() throws IOException {
    picture("cat/1.png");
    picture("cat/2.png");
    picture("dog/1.png");
    text("cat/1.txt", "a black cat\n");
    text("cat/2.txt", "  a cat,\r\n  asleep ");
    text("dog/1.txt", "");
    StoredImages images = open();
    assertThat(captions(images)).containsExactly("a black cat", "a cat, asleep", "");
    assertThat(images.classNames()).containsExactly("cat", "dog");
    assertThat(images.notes()).noneMatch(note -> note.contains("passed over"));
    StoredImages second = images.choose(new int[] {1});
    assertThat(captions(second)).containsExactly("a cat, asleep");
    assertThat(captions(images.first(1))).containsExactly("a black cat");
    assertThat(second.withCaptions(List.of("a dog")).contentHash())
        .as("captions are content")
        .isNotEqualTo(second.contentHash());
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(
            "captions.jsonl",
            "{\"file\":\"a/1.png\",\"text\":\"one, two\"}\n\n{\"file_name\":\"b/2.png\",\"caption\":\"\u00e9\"}"),
        Arguments.of("captions.csv", "file,text\na/1.png,\"one, two\"\nb/2.png,\u00e9\n"),
        Arguments.of(
            "captions.csv",
            "\ufeffby,caption,file_name\r\n\"A \"\"n\"\"\",\u00e9,b/2.png\r\nb,\"one,\ntwo\",a/1.png\r\n"),
        Arguments.of("a/captions.csv", "file,text\n1.png,\"one, two\"\n../b/2.png,\u00e9"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTableGivesPicturesTheirCaptions(String name, String content) throws IOException {
    picture("a/1.png");
    picture("b/2.png");
    text(name, content);
    assertThat(captions(open())).containsExactly("one, two", "\u00e9");
  }

  static Stream<Arguments> badFiles() {
    String good = "{\"file\":\"a/1.png\",\"text\":\"one\"}\n";
    return Stream.of(
        Arguments.of("a/1.txt", "one", "1 of 2 pictures have no caption: b/2.png; write b/2.txt"),
        Arguments.of("captions.jsonl", good, "have no caption: b/2.png; add a line to"),
        Arguments.of("captions.jsonl", "", "holds no captions"),
        Arguments.of("captions.jsonl", good + "{\"file\":", "line 2: is no JSON object"),
        Arguments.of("captions.jsonl", "[1]", "line 1: has no file, the picture's name"),
        Arguments.of(
            "captions.jsonl", "{\"file\":\"a/1.png\"}", "line 1: has no text, the caption"),
        Arguments.of(
            "captions.jsonl",
            "{\"file\":\"a/1.png\",\"text\":3}",
            "line 1: has no text, the caption"),
        Arguments.of("captions.jsonl", good + good, "line 2: \"a/1.png\" has a caption already"),
        Arguments.of("captions.jsonl", good.replace("1", "7"), "there is no picture \"a/7.png\""),
        Arguments.of("captions.csv", "file,text\na/1.png", "line 2: has 1 values; allowed: 2"),
        Arguments.of("captions.csv", "file,text\na/1.png,\"one", "line 2: a quotation mark"),
        Arguments.of("captions.csv", "name,words\na/1.png,one", "line 2: has no file"),
        Arguments.of(
            "captions.csv",
            "file,text\na/1.png," + "x".repeat(3000),
            "a caption of 3000 characters"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aBadFileIsRefusedInOneLine(String name, String content, String message) throws IOException {
    picture("a/1.png");
    picture("b/2.png");
    text(name, content);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws IOException {
    picture("1.png");
    TestFiles.write(folder.resolve("1.txt"), new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessage(folder + "/1.txt: is no UTF-8 text; save it as UTF-8");
  }

  @Test
  void digitsAreCaptionedByTheirClassAndWhatIsMeasured() {
    ImageShape shape = new ImageShape(1, 28, 28);
    byte[] bar = new byte[28 * 28]; // two pixels wide, up and to the left
    for (int y = 4; y < 24; y++) {
      bar[y * 28 + 6 + y / 3] = (byte) 255;
      bar[y * 28 + 7 + y / 3] = (byte) 255;
    }
    byte[] block = new byte[28 * 28];
    for (int y = 4; y < 24; y++) {
      for (int x = 8; x < 20; x++) {
        block[y * 28 + x] = (byte) 255;
      }
    }
    byte[][] both =
        IntStream.range(0, 40).mapToObj(i -> i < 20 ? bar : block).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, 40).map(i -> i < 20 ? 8 : 1).toArray();
    StoredImages images =
        StoredImages.labeled("bars", shape, both, labels, ClassNames.numbered(10).names());
    List<String> captions = captions(ClassCaptions.DIGITS.caption(images));
    assertThat(captions.subList(0, 20))
        .contains("an eight", "a thin eight", "an eight leaning left", "a thin eight leaning left")
        .allMatch(caption -> caption.matches("an? (thin )?eight( leaning left)?"));
    assertThat(captions.subList(20, 40)).containsOnly("a one", "a bold one");
  }

  /** Coats of a mean of 30, boots of 120 and trousers of 70, which are neither dark nor bright. */
  @Test
  void clothesAreCaptionedByTheirClassAndLight() {
    int[] classes = {4, 9, 1};
    byte[] grays = {30, 120, 70};
    byte[][] pictures = new byte[60][28 * 28];
    for (int i = 0; i < pictures.length; i++) {
      Arrays.fill(pictures[i], grays[i % 3]);
    }
    StoredImages images =
        StoredImages.labeled(
            "clothes",
            new ImageShape(1, 28, 28),
            pictures,
            IntStream.range(0, pictures.length).map(i -> classes[i % 3]).toArray(),
            ClassNames.numbered(10).names());
    assertThat(captions(ClassCaptions.CLOTHES.caption(images)))
        .containsOnly(
            "a coat", "a dark coat", "an ankle boot", "a bright ankle boot", "a pair of trousers");
    assertThat(captions(Pairs.of(images, ClassCaptions.CLOTHES)))
        .contains("a coat and an ankle boot");
  }

  @Test
  void pairsStandSideBySide() {
    StoredImages digits = DrawnDigits.draw(30, 16, 3);
    StoredImages pairs = Pairs.of(digits, ClassCaptions.DIGITS);
    assertThat(pairs.shape()).isEqualTo(new ImageShape(1, 16, 32));
    byte[] pair = new byte[16 * 32];
    byte[] left = new byte[16 * 16];
    for (int k = 0; k < pairs.count(); k++) {
      pairs.read(k, pair, 0);
      digits.read(k, left, 0);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          assertThat(pair[y * 32 + x]).isEqualTo(left[y * 16 + x]);
        }
      }
      int label = pairs.label(k);
      assertThat(pairs.caption(k))
          .isEqualTo(
              ClassCaptions.DIGITS.plain(label / 10)
                  + " and "
                  + ClassCaptions.DIGITS.plain(label % 10));
      assertThat(pairs.classNames().get(label)).isEqualTo(label / 10 + "+" + label % 10);
    }
  }
}
