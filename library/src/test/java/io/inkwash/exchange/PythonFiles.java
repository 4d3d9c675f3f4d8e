package io.inkwash.exchange;

import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files that {@code layouts.py} and {@code unets.py} wrote, unpacked. */
final class PythonFiles {
  private PythonFiles() {}

  /** Unpacks all of them; the latter's into the folder {@code unets}. */
  static void unpack(Path folder) {
    unpack("layouts.zip", folder);
    unpack("unets.zip", folder.resolve("unets"));
  }

  private static void unpack(String name, Path folder) {
    try (InputStream in = PythonFiles.class.getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the networks made of their images in Python. */
  static Map<String, TensorData> answers(Path folder) {
    Map<String, TensorData> all =
        new LinkedHashMap<>(Safetensors.read(folder.resolve("answers.safetensors")).tensors());
    all.putAll(Safetensors.read(folder.resolve("unets/answers.safetensors")).tensors());
    return all;
  }
}
