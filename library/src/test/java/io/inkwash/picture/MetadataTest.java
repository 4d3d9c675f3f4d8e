package io.inkwash.picture;

import static io.inkwash.format.Text.format;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.inkwash.data.decode.PngChunk;
import io.inkwash.file.FileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

class MetadataTest {
  @TempDir Path folder;

  private static final Picture PICTURE = Picture.filled(1, 4, 4, 9);

  private static Map<String, String> texts() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:recipe", "ddpm");
    text.put("Latin", "caf\u00e9, two\nlines");
    text.put("empty", "");
    text.put("ink", "\u58a8 and \ud83d\udd8b\nand more");
    text.put("tab", "a\tb");
    text.put("long", "prompt ".repeat(10_000));
    return text;
  }

  @Test
  void textGoesInAndComesOut() {
    Path file = folder.resolve("x.png");
    ImageIo.writePng(file, PICTURE, texts());
    assertThat(Metadata.read(file).entries()).containsExactlyEntriesOf(texts());
    assertThat(ImageIo.read(file)).isEqualTo(PICTURE);
  }

  @Test
  void entriesOfTheProgramHaveItsPrefix() {
    Metadata metadata = Metadata.none().with("seed", "7").with("seed", "8").with("image", "3");
    assertThat(metadata.entries())
        .containsExactly(Map.entry("inkwash:seed", "8"), Map.entry("inkwash:image", "3"));
    assertThat(metadata.value("seed")).contains("8");
    assertThat(metadata.value("solver")).isEmpty();
  }

  /** Java's own decoder agrees on what was written. */
  @Test
  void javaReadsTheText() throws IOException {
    Path file = folder.resolve("x.png");
    ImageIo.writePng(file, PICTURE, texts());
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    reader.setInput(ImageIO.createImageInputStream(file.toFile()));
    IIOMetadataNode tree =
        (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
    Map<String, String> found = new LinkedHashMap<>();
    for (String name : List.of("tEXtEntry", "iTXtEntry")) {
      NodeList entries = tree.getElementsByTagName(name);
      for (int i = 0; i < entries.getLength(); i++) {
        IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
        found.put(
            entry.getAttribute("keyword"),
            entry.getAttribute(name.equals("tEXtEntry") ? "value" : "text"));
      }
    }
    assertThat(found).isEqualTo(texts());
    reader.dispose();
  }

  @Test
  void keywordsAreChecked() {
    for (String keyword : List.of("", " a", "a ", "a\nb", "\u58a8", "k".repeat(80))) {
      assertThatThrownBy(() -> new Metadata(Map.of(keyword, "v")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 79 printable Latin-1");
    }
  }

  /** What other programs write: packed text, packed UTF-8, text behind the pixels. */
  @Test
  void everyKindOfTextIsRead() throws IOException {
    byte[] png =
        with(
            chunk("zTXt", "a\0\0", packed("caf\u00e9".getBytes(ISO_8859_1))),
            chunk("iTXt", "b\0\1\0de\0Wort\0", packed("\u58a8".getBytes(UTF_8))),
            chunk("iTXt", "c\0\0\0\0\0", "\u58a8".getBytes(UTF_8)));
    assertThat(Metadata.of(png).entries())
        .containsExactly(
            Map.entry("a", "caf\u00e9"), Map.entry("b", "\u58a8"), Map.entry("c", "\u58a8"));
  }

  @Test
  void damagedTextIsRefused() throws IOException {
    refused(chunk("tEXt", "no zero", new byte[0]), "tEXt: it ends too early");
    refused(chunk("tEXt", "", new byte[0]), "tEXt: it ends too early");
    refused(chunk("tEXt", "\0", new byte[0]), "its keyword is \"\"");
    refused(chunk("zTXt", "a\0", new byte[0]), "zTXt: it ends too early");
    refused(chunk("zTXt", "a\0\3", new byte[0]), "compression is unknown");
    refused(chunk("zTXt", "a\0\0", new byte[] {1, 2, 3}), "cannot be unpacked");
    refused(chunk("iTXt", "a\0\0\0de\0", new byte[0]), "iTXt: it ends too early");
    refused(chunk("iTXt", "a\0\0\0\0\0", new byte[] {(byte) 0xff}), "not UTF-8");
    byte[] wrong = chunk("tEXt", "seed\0", new byte[] {'7'});
    wrong[wrong.length - 5] = '8';
    refused(wrong, "its checksum is wrong");
    byte[] whole = Metadata.none().into(ImageIo.png(PICTURE));
    assertThatThrownBy(() -> Metadata.of(Arrays.copyOf(whole, whole.length - 1)))
        .hasMessage("is a PNG file that ends too early");
    assertThatThrownBy(() -> Metadata.of("hello".getBytes(UTF_8))).hasMessage("is not a PNG file");
    Path none = folder.resolve("none.png");
    assertThatThrownBy(() -> Metadata.read(none))
        .isInstanceOf(FileException.class)
        .hasMessage(none + ": cannot be read: no such file");
  }

  /** 16 KB that unpack to 16 MiB, or many such: refused as soon as the limit is passed. */
  @Test
  void textThatUnpacksWithoutEndIsRefused() throws IOException {
    byte[] zeros = packed(new byte[16 << 20]);
    assertThat(zeros).hasSizeLessThan(20_000);
    refused(chunk("zTXt", "a\0\0", zeros), "has text that unpacks to over 8 MiB");
    refused(chunk("iTXt", "a\0\1\0\0\0", zeros), "has text that unpacks to over 8 MiB");
    byte[] half = chunk("zTXt", "a\0\0", packed(new byte[5 << 20]));
    assertThatThrownBy(() -> Metadata.of(with(half, half)))
        .hasMessageContaining("has text that unpacks to over 8 MiB");
    // Whoever wants the pixels only is not stopped by it.
    Path file = Files.write(folder.resolve("bomb.png"), with(half, half));
    assertThat(ImageIo.read(file)).isEqualTo(PICTURE);
  }

  @Test
  void mutatedFilesAreReadOrRefusedInOneLine() {
    byte[] whole = new Metadata(texts()).into(ImageIo.png(PICTURE));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = whole.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        bytes[random.nextInt(Math.min(bytes.length, 300))] = (byte) random.nextInt(256);
      }
      try {
        Metadata.of(bytes);
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).hasLineCount(1);
      } catch (RuntimeException | Error other) {
        fail(format("mutation %d: %s", i, Arrays.toString(bytes)), other);
      }
    }
  }

  private static void refused(byte[] chunk, String reason) {
    assertThatThrownBy(() -> Metadata.of(with(chunk)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  /** A small PNG file with more chunks before its end. */
  private static byte[] with(byte[]... chunks) {
    byte[] png = ImageIo.png(PICTURE);
    int end = png.length - 12;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, end);
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    out.write(png, end, 12);
    return out.toByteArray();
  }

  private static byte[] chunk(String type, String head, byte[] rest) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(head.getBytes(ISO_8859_1));
    data.writeBytes(rest);
    return PngChunk.encode(type, data.toByteArray());
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }
}
