package io.inkwash.bench.fuzz;

import io.inkwash.file.Json;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Metadata;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Recipes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Sound files of each kind, to be damaged: made here, and taken from the library's tests. */
final class Samples {
  private static final Path TESTS = Path.of("library/src/test/resources/io/inkwash");

  private Samples() {}

  static List<byte[]> of(Target target) throws IOException {
    return switch (target) {
      case SAFETENSORS -> List.of(Files.readAllBytes(TESTS.resolve("file/python.safetensors")));
      case IDX -> List.of(idx(3, 4, 5), idx(1, 1, 1));
      case PNG -> stored(".png");
      case JPEG -> stored(".jpg");
      case WEBP -> stored(".webp");
      case TIFF -> stored(".tif");
      case METADATA -> List.of(texts());
      case ZIP -> List.of(zip("cat/0.png", "cat/1.png", "dog/0.png"), zip("a.png"));
      case JSON -> recipes();
      case SPEC ->
          List.of(utf8("ddim(eta=0.5)"), utf8("ancestral"), utf8("a-b(c=1, d=x:y, e=-1e3)"));
    };
  }

  private static List<byte[]> stored(String ending) throws IOException {
    try (Stream<Path> files = Files.list(TESTS.resolve("data/pictures"))) {
      List<byte[]> all = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).sorted().toList()) {
        all.add(Files.readAllBytes(file));
      }
      return all;
    }
  }

  private static byte[] idx(int count, int height, int width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 8, 3});
    for (int size : new int[] {count, height, width}) {
      out.writeBytes(new byte[] {0, 0, 0, (byte) size});
    }
    out.writeBytes(new byte[count * height * width]);
    return out.toByteArray();
  }

  private static byte[] texts() throws IOException {
    Path file = Files.createTempFile("inkwash", ".png");
    try {
      Metadata metadata = Metadata.none().with("seed", "7").with("prompt", "\u58a8\n\u6c34");
      ImageIo.writePng(file, Picture.filled(1, 4, 4, 9), metadata);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(ImageIo.png(Picture.filled(1, 4, 4, name.length())));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static List<byte[]> recipes() {
    return List.of(
        utf8(Json.pretty(Recipes.diffusion("ddpm"))), utf8(Json.line(Recipes.diffusion("edm"))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The ending of a finding's file. */
  static String ending(Target target) {
    return target.name().toLowerCase(Locale.ROOT);
  }
}
