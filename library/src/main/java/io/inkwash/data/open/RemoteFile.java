package io.inkwash.data.open;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One file of a published set, as it must be.
 *
 * @param name its name, on the mirrors and on disk
 * @param bytes its size
 * @param sha256 its checksum, lower-case hexadecimal
 */
public record RemoteFile(String name, long bytes, String sha256) {

  /** Whether a folder holds this file in full size. */
  boolean isIn(Path folder) {
    try {
      return Files.size(folder.resolve(name)) == bytes;
    } catch (IOException e) {
      return false;
    }
  }
}
