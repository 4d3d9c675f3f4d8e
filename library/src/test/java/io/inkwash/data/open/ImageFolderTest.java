package io.inkwash.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.TestFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

  private static final byte[] TEXT = "not an image".getBytes(StandardCharsets.UTF_8);

  @TempDir Path scratch;
  private Path folder;
  private DataOptions options;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(scratch.resolve("set"));
    options = TestFiles.options(scratch);
  }

  private void put(String path, byte[] content) {
    TestFiles.write(folder.resolve(path), content);
  }

  private StoredImages read(DataOptions how) {
    return read(folder, Split.TRAIN, how);
  }

  private static StoredImages read(Path path, Split half, DataOptions how) {
    return DataPaths.open(path.toString(), half, how);
  }

  private void refused(DataOptions how, String... parts) {
    assertThatThrownBy(() -> read(how))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  @Test
  void imagesAtTheTopHaveNoLabelsAndComeInOrderOfNames() {
    put("b.png", TestFiles.png(4, 3, 0x020202));
    put("a.PNG", TestFiles.png(4, 3, 0x010101));
    put("c.jpeg", TestFiles.png(4, 3, 0x030303)); // told by content, not by name
    StoredImages source = read(options);
    assertThat(source.shape()).isEqualTo(new ImageShape(1, 3, 4));
    assertThat(source.count()).isEqualTo(3);
    assertThat(source.classes()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(TestFiles.pixels(source, i)).containsOnly((byte) (i + 1));
    }
  }

  @Test
  void foldersAreClassesInOrderOfNames() {
    put("roses/2.png", TestFiles.png(2, 2, 0x020202));
    put("daisy/deeper/1.png", TestFiles.png(2, 2, 0x010101));
    put("roses/10.png", TestFiles.png(2, 2, 0x0a0a0a));
    StoredImages source = read(options);
    assertThat(source.classNames()).containsExactly("daisy", "roses");
    assertThat(TestFiles.labels(source)).containsExactly(0, 1, 1);
    assertThat(TestFiles.pixels(source, 1)).containsOnly((byte) 10);
  }

  @Test
  void aSingleFolderIsOnlyAWrapping() {
    put("photos/roses/1.png", TestFiles.png(2, 2, 1));
    put("photos/daisy/1.png", TestFiles.png(2, 2, 1));
    assertThat(read(options).classNames()).containsExactly("daisy", "roses");
  }

  @Test
  void trainAndTestFoldersAreTheHalves() {
    put("train/x/1.png", TestFiles.png(2, 2, 0x010101));
    put("train/y/2.png", TestFiles.png(2, 2, 0x020202));
    put("test/x/3.png", TestFiles.png(2, 2, 0x030303));
    StoredImages train = read(options);
    assertThat(train.count()).isEqualTo(2);
    assertThat(train.classNames()).containsExactly("x", "y");
    assertThat(train.notes()).isEmpty();
    StoredImages test = read(folder, Split.TEST, options);
    assertThat(test.count()).isEqualTo(1);
    assertThat(TestFiles.pixels(test, 0)).containsOnly((byte) 3);
  }

  @Test
  void picturesAreTurnedUprightWithANote() throws IOException {
    for (String name : new String[] {"exif-1.jpg", "exif-3.jpg", "exif-2.jpg"}) {
      try (InputStream in =
          ImageFolderTest.class.getResourceAsStream("/io/inkwash/data/pictures/" + name)) {
        put(name, Objects.requireNonNull(in).readAllBytes());
      }
    }
    StoredImages source = read(options);
    assertThat(source.notes()).contains("turned as their EXIF orientation says: 2 images");
  }

  @Test
  void otherFilesArePassedOverWithANote() {
    put("a.png", TestFiles.png(2, 2, 1));
    put(".hidden.png", TEXT);
    put(".git/x.png", TEXT);
    put("ATTRIBUTION.txt", TEXT);
    put("photo.heic", TEXT);
    StoredImages source = read(options);
    assertThat(source.count()).isEqualTo(1);
    assertThat(source.notes()).hasSize(2);
    assertThat(source.notes().get(0)).contains("ATTRIBUTION.txt").contains("1 more");
    assertThat(source.notes().get(1)).contains("no test images");
  }

  @Test
  void oneColoredImageMakesTheSetRgbUnlessAskedOtherwise() {
    put("a.png", TestFiles.png(2, 2, 0x404040));
    put("b.png", TestFiles.png(2, 2, 0x0000ff));
    StoredImages rgb = read(options);
    assertThat(rgb.shape().channels()).isEqualTo(3);
    assertThat(TestFiles.pixels(rgb, 0)).containsOnly((byte) 0x40);
    StoredImages gray = read(options.withChannels(1));
    assertThat(gray.shape().channels()).isEqualTo(1);
    assertThat(TestFiles.pixels(gray, 1)).containsOnly((byte) 29);
  }

  @Test
  void anySizeIsFittedWhenASizeIsAsked() {
    put("a.png", TestFiles.png(40, 20, 0x404040));
    put("b.png", TestFiles.png(7, 90, 0x808080));
    StoredImages source = read(options.withSize(16));
    assertThat(source.shape()).isEqualTo(new ImageShape(1, 16, 16));
    assertThat(TestFiles.pixels(source, 1)).containsOnly((byte) 0x80);
  }

  @Test
  void differentSizesAreRefusedWhenNoneIsAsked() {
    put("a.png", TestFiles.png(4, 4, 0x404040));
    put("b.png", TestFiles.png(7, 9, 0x808080));
    refused(options, "1 of 2 images", "b.png is 7x9", "a.png is 4x4");
  }

  @Test
  void theLimitKeepsAllClassNames() {
    put("x/1.png", TestFiles.png(2, 2, 1));
    put("y/1.png", TestFiles.png(2, 2, 1));
    StoredImages source = read(options.withLimit(1));
    assertThat(source.count()).isEqualTo(1);
    assertThat(source.classes()).isEqualTo(2);
  }

  @Test
  void badFoldersAreRefused() throws IOException {
    refused(options, "is empty");
    put(".hidden", TEXT);
    refused(options, "is empty");
    put("notes.txt", TEXT);
    refused(options, "no PNG or JPEG", "notes.txt");
    put("good.png", TestFiles.png(2, 2, 1));
    put("sub/text.png", TEXT);
    refused(options, "good.png lies beside the class folders");
    Files.delete(folder.resolve("good.png"));
    refused(options, "text.png: is not PNG, JPEG, WebP or TIFF");
    put("sub/text.png", TestFiles.firstPart(TestFiles.png(30, 30, 1), 60));
    refused(options, "text.png: the image ends too early");
  }

  @Test
  void aZipIsReadAsItsFolderIs() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("f/roses/b.png", TestFiles.png(2, 2, 0x020202));
    entries.put("f/daisy/a.png", TestFiles.png(2, 2, 0x010101));
    entries.put("__MACOSX/f/daisy/._a.png", TEXT);
    Path zip = TestFiles.zip(scratch.resolve("set.zip"), entries);
    StoredImages zipped = read(zip, Split.TRAIN, options);
    put("roses/b.png", TestFiles.png(2, 2, 0x020202));
    put("daisy/a.png", TestFiles.png(2, 2, 0x010101));
    assertThat(zipped.classNames()).containsExactly("daisy", "roses");
    assertThat(zipped.contentHash()).isEqualTo(read(options).contentHash());
  }

  private void zipRefused(byte[] content, String... parts) {
    Path zip = TestFiles.write(scratch.resolve("bad.zip"), content);
    assertThatThrownBy(() -> read(zip, Split.TRAIN, options))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(zip.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void badZipsAreRefused() throws IOException {
    byte[] image = TestFiles.png(2, 2, 0x010101);
    byte[] good =
        Files.readAllBytes(TestFiles.zip(scratch.resolve("good.zip"), Map.of("a.png", image)));
    zipRefused(TEXT, "cannot be read");
    zipRefused(new byte[0], "cannot be read");
    zipRefused(TestFiles.firstPart(good, good.length / 2), "cannot be read");
    byte[] damaged = good.clone();
    damaged[40] ^= 1; // in the packed bytes of the only entry
    zipRefused(damaged, "a.png: cannot be read");
    zipRefused(
        Files.readAllBytes(TestFiles.zip(scratch.resolve("t.zip"), Map.of("a.txt", TEXT))),
        "no PNG or JPEG");
  }
}
