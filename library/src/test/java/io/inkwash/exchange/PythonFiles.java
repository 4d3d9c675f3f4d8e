package io.inkwash.exchange;

import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files that {@code layouts.py} wrote, unpacked. */
final class PythonFiles {
  private PythonFiles() {}

  /** Unpacks all of them. */
  static void unpack(Path folder) {
    try (InputStream in = PythonFiles.class.getResourceAsStream("layouts.zip");
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
    return Safetensors.read(folder.resolve("answers.safetensors")).tensors();
  }
}
