package io.inkwash.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Models of Stable Diffusion with small random weights, as diffusers stores them. */
public final class TinyModels {
  private static final Path PACKED =
      Path.of("..", "library/src/test/resources/io/inkwash/exchange/latent/tiny1.zip");

  private TinyModels() {}

  /** A folder with a model, {@code tiny}, and a folder that is no whole model, {@code cut}. */
  public static Path folder() {
    try {
      Path folder = Files.createTempDirectory("models");
      unpack(folder.resolve("tiny"));
      unpack(folder.resolve("old/cut"));
      Files.delete(folder.resolve("old/cut/unet/config.json"));
      Files.writeString(folder.resolve("notes.txt"), "no model");
      Files.write(folder.resolve("change.safetensors"), new byte[20]);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Path to) throws IOException {
    try (InputStream file = Files.newInputStream(PACKED);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path inside = to.resolve(entry.getName());
        Files.createDirectories(inside.getParent());
        Files.copy(zip, inside);
      }
    }
  }
}
