package io.inkwash.data;

import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.Reading;
import io.inkwash.data.open.RemoteFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Makes small data files for the tests of this package. */
public final class TestFiles {

  private TestFiles() {}

  /** Options that look at nothing of this machine. */
  public static DataOptions options(Path scratch) {
    return new DataOptions(
        0,
        0,
        0,
        0,
        Reading.DEFAULT.withHoldOut(0),
        null,
        scratch.resolve("cache"),
        DataListener.QUIET);
  }

  /** Image i of a small set: value (i * 7 + position) mod 256. */
  public static byte[] image(int index, int size) {
    byte[] pixels = new byte[size];
    for (int k = 0; k < size; k++) {
      pixels[k] = (byte) (index * 7 + k);
    }
    return pixels;
  }

  /** A labeled set of images from {@link #image}, label = index mod 3. */
  static StoredImages source(int count, ImageShape shape) {
    byte[][] images =
        IntStream.range(0, count).mapToObj(i -> image(i, shape.size())).toArray(byte[][]::new);
    int[] labels = IntStream.range(0, count).map(i -> i % 3).toArray();
    return StoredImages.labeled("toy", shape, images, labels, List.of("a", "b", "c"));
  }

  /** An IDX file's bytes: magic, sizes, payload. */
  public static byte[] idx(int magic, int[] sizes, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** IDX images from {@link #image}. */
  public static byte[] idxImages(int count, int height, int width) {
    byte[] payload = new byte[count * height * width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(image(i, height * width), 0, payload, i * height * width, height * width);
    }
    return idx(0x803, new int[] {count, height, width}, payload);
  }

  /** IDX labels, index mod 3. */
  public static byte[] idxLabels(int count) {
    byte[] payload = new byte[count];
    for (int i = 0; i < count; i++) {
      payload[i] = (byte) (i % 3);
    }
    return idx(0x801, new int[] {count}, payload);
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] firstPart(byte[] content, int bytes) {
    return Arrays.copyOf(content, bytes);
  }

  /** CIFAR records, label index mod 10. */
  public static byte[] cifar(int count) {
    byte[] bytes = new byte[count * 3073];
    for (int i = 0; i < count; i++) {
      bytes[i * 3073] = (byte) (i % 10);
      System.arraycopy(image(i, 3072), 0, bytes, i * 3073 + 1, 3072);
    }
    return bytes;
  }

  /** A picture of one color. */
  public static BufferedImage plain(int width, int height, int type, int rgb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG of one color. */
  public static byte[] png(int width, int height, int rgb) {
    return encode(plain(width, height, BufferedImage.TYPE_INT_RGB, rgb), "png");
  }

  /** Writes a file, and the folders it is in. */
  public static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path zip(Path file, Map<String, byte[]> entries) {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A tar archive of plain files, in the order given. */
  public static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          byte[] header = new byte[512];
          byte[] path = name.getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(path, 0, header, 0, path.length);
          byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(size, 0, header, 124, size.length);
          header[156] = (byte) (name.endsWith("/") ? '5' : '0');
          out.writeBytes(header);
          out.writeBytes(content);
          out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        });
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  public static RemoteFile remote(Path scratch, String name, byte[] content) {
    try {
      Path file = Files.write(Files.createTempFile(scratch, "remote", ""), content);
      RemoteFile remote = new RemoteFile(name, content.length, Sha256.of(file));
      Files.delete(file);
      return remote;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One image of a source. */
  public static byte[] pixels(ImageSource source, int index) {
    byte[] pixels = new byte[source.shape().size()];
    source.read(index, pixels, 0);
    return pixels;
  }

  /** The labels of a source. */
  public static List<Integer> labels(ImageSource source) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < source.count(); i++) {
      labels.add(source.label(i));
    }
    return labels;
  }
}
