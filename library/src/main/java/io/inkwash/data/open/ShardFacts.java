package io.inkwash.data.open;

import io.inkwash.data.DataException;
import io.inkwash.data.Sha256;
import io.inkwash.data.archive.EntryTable;
import io.inkwash.data.decode.ImageDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What is known of pictures in archives only once all are read: checksums, where the archive states
 * none, and which pictures cannot be decoded. Each archive is read once; what was found is kept in
 * a folder, in files that are named by the archive's path, length and time of change.
 */
final class ShardFacts {
  private final EntryTable table;
  private final Path folder;
  private final boolean[] known;

  ShardFacts(EntryTable table, Path cache) {
    this.table = table;
    folder = cache.resolve("archives");
    known = new boolean[table.archives()];
    for (int archive = 0; archive < known.length; archive++) {
      known[archive] = table.statesChecksums(archive);
    }
  }

  /** The CRC-32 of a picture's file. */
  synchronized int checksum(int entry) {
    int archive = table.archive(entry);
    if (!known[archive]) {
      int first = table.first(archive);
      int[] found = kept(archive, "crc", () -> checksums(archive));
      for (int i = 0; i < found.length; i++) {
        table.check(first + i, found[i]);
      }
      known[archive] = true;
    }
    return table.checksum(entry);
  }

  private int[] checksums(int archive) {
    return IntStream.range(table.first(archive), table.first(archive + 1))
        .map(
            entry -> {
              CRC32 crc = new CRC32();
              crc.update(table.read(entry));
              return (int) crc.getValue();
            })
        .toArray();
  }

  /** The pictures that cannot be decoded, in order. */
  int[] bad() {
    return IntStream.range(0, table.archives())
        .flatMap(
            archive ->
                IntStream.of(kept(archive, "bad", () -> bad(archive)))
                    .map(i -> table.first(archive) + i))
        .toArray();
  }

  /** Those of one archive, counted from its first. */
  private int[] bad(int archive) {
    int first = table.first(archive);
    return IntStream.range(0, table.first(archive + 1) - first)
        .parallel()
        .filter(i -> fault(first + i) != null)
        .toArray();
  }

  /** Why a picture cannot be decoded; null if it can. */
  @Nullable String fault(int entry) {
    try {
      ImageDecoder.decode(table.where(entry), table.read(entry));
      return null;
    } catch (DataException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Numbers of an archive that are kept, found now if they are not there. */
  private int[] kept(int archive, String kind, Supplier<int[]> finding) {
    Path path = table.path(archive);
    try {
      Path file =
          folder.resolve(
              new Sha256()
                      .line(path.toAbsolutePath().normalize().toString())
                      .line(Long.toString(Files.size(path)))
                      .line(Files.getLastModifiedTime(path).toInstant().toString())
                      .hex()
                  + "."
                  + kind);
      if (Files.exists(file)) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int[] numbers = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(numbers);
        return numbers;
      }
      int[] found = finding.get();
      keep(file, found);
      return found;
    } catch (IOException e) {
      throw DataException.in(path, "cannot be read", e);
    }
  }

  /** Where nothing can be kept, it is found again the next time. */
  private static void keep(Path file, int[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    bytes.asIntBuffer().put(numbers);
    try {
      Files.createDirectories(file.getParent());
      Path aside = Files.createTempFile(file.getParent(), "aside", "");
      Files.write(aside, bytes.array());
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // a cache that cannot be written costs time alone
    }
  }
}
