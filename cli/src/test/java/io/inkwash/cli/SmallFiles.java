package io.inkwash.cli;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Small data files, sound and damaged, and what a folder holds. */
public final class SmallFiles {
  private SmallFiles() {}

  /** An IDX file of gray images: a bright bar on dark ground, elsewhere in each. */
  public static byte[] idxImages(int count, int height, int width) {
    byte[] pixels = new byte[count * height * width];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (height * width);
      int column = i % width;
      pixels[i] = (byte) (column == image % width ? 255 : 10 * (image % 5));
    }
    return idx(0x803, pixels, count, height, width);
  }

  /** An IDX file of labels. */
  public static byte[] idxLabels(int count) {
    return idx(0x801, new byte[count], count);
  }

  /** An IDX file: magic number, sizes, payload. */
  public static byte[] idx(int magic, byte[] payload, int... sizes) {
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

  /** The content, packed by gzip. */
  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A zip that holds one file. */
  public static byte[] zip(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A gray PNG that does not pack well. */
  public static byte[] png(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      image.getRaster().setSample(i % width, i / width, 0, i * i % 251);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The first part of a file's bytes. */
  public static byte[] cut(byte[] content, int bytes) {
    return Arrays.copyOf(content, bytes);
  }

  /** Writes a file and the folders that it is in. */
  public static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a text file in UTF-8 and the folders that it is in. */
  public static void write(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a file. */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts one text in the place of another, which must be there. */
  public static void replace(Path file, String old, String with) {
    String text = read(file);
    if (!text.contains(old)) {
      throw new IllegalArgumentException(file + " does not hold " + old);
    }
    write(file, text.replace(old, with));
  }

  /** Cuts a file off in its middle. */
  public static void halve(Path file) {
    byte[] content = bytes(file);
    write(file, cut(content, content.length / 2));
  }

  /** Deletes a file, which must be there. */
  public static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void deleteAll(Path folder) {
    List<Path> paths = new ArrayList<>(under(folder));
    Collections.reverse(paths); // what a folder holds before the folder
    paths.forEach(SmallFiles::delete);
  }

  /** Copies a folder with all that is in it. */
  public static void copy(Path from, Path to) {
    for (Path path : under(from)) {
      Path target = to.resolve(from.relativize(path).toString());
      try {
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Every path under a folder with a hash of its bytes, but for locks, which hold nothing. */
  public static Map<String, Integer> contents(Path folder) {
    Map<String, Integer> contents = new TreeMap<>();
    for (Path path : under(folder)) {
      if (!path.endsWith(".lock")) {
        contents.put(
            folder.relativize(path).toString(),
            Files.isDirectory(path) ? 0 : Arrays.hashCode(bytes(path)));
      }
    }
    return contents;
  }

  private static List<Path> under(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
