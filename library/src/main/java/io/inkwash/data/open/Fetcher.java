package io.inkwash.data.open;

import static io.inkwash.format.Text.format;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import io.inkwash.data.Sha256;
import io.inkwash.data.archive.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Brings published sets into the cache folder.
 *
 * <p>A file grows beside its place as {@code NAME.part} and is moved there only when its SHA-256 is
 * right, so the cache never holds half a file under a whole name. An interrupted download goes on
 * where it stopped, also from another mirror. Two programs that want the same set take turns.
 */
final class Fetcher {

  /** Tries on one mirror, given up earlier when a try brings nothing. */
  private static final int TRIES = 5;

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private final Transfer transfer;
  private final DataListener listener;

  Fetcher(Duration patience, DataListener listener) {
    this.transfer = new Transfer(patience, listener);
    this.listener = listener;
  }

  /**
   * Fetches what is missing of a set.
   *
   * @param cache the folder that has a folder for each set
   * @return the set's folder, with the whole set in it
   * @throws DataException if no mirror gives the right files, or the cache cannot be written
   */
  Path fetch(PublicSet set, Path cache) {
    Path folder = cache.resolve(set.name());
    if (set.isWholeIn(folder)) {
      return folder;
    }
    ONE_AT_A_TIME.lock();
    Path there = nearestThere(folder);
    try {
      Files.createDirectories(folder);
      Path lock = folder.resolve(".lock");
      try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE)) {
        channel.lock(); // closing the channel frees it
        if (!set.isWholeIn(folder)) {
          fetchInto(set, folder);
        }
      }
      return folder;
    } catch (IOException e) {
      throw DataException.in(folder, "the cache cannot be written", e);
    } finally {
      if (!there.equals(folder)) {
        removeIfNothingCame(folder, there);
      }
      ONE_AT_A_TIME.unlock();
    }
  }

  /** The folder, or the nearest above it that is there. */
  private static Path nearestThere(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.equals(folder.toAbsolutePath()) ? folder : there;
  }

  /** Removes the folders that were made for a set of which nothing could be fetched. */
  private static void removeIfNothingCame(Path folder, Path upTo) {
    try {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.anyMatch(file -> !file.endsWith(".lock"))) {
          return;
        }
      }
      Files.deleteIfExists(folder.resolve(".lock"));
      for (Path empty = folder.toAbsolutePath();
          !empty.equals(upTo);
          empty = Objects.requireNonNull(empty.getParent())) {
        Files.delete(empty);
      }
    } catch (IOException e) {
      // another program has put something there, or the cache was never made
    }
  }

  private void fetchInto(PublicSet set, Path folder) throws IOException {
    listener.notice("fetching " + set.name() + " into " + folder);
    for (RemoteFile file : set.fetched()) {
      if (!file.isIn(folder)) {
        fetch(set, file, folder);
      }
      if (file.name().endsWith(".tar.gz")) {
        unpack(set, file, folder);
      }
    }
  }

  private void fetch(PublicSet set, RemoteFile file, Path folder) throws IOException {
    List<String> failures = new ArrayList<>();
    for (String mirror : set.mirrors()) {
      String failure = tryMirror(mirror + file.name(), file, folder);
      if (failure.isEmpty()) {
        return;
      }
      failures.add(mirror + file.name() + ": " + failure);
    }
    throw new DataException(
        format(
            "%s: %s cannot be fetched: %s. Put the file into %s, or name a folder of data by INKWASH_DATA",
            set.name(), file.name(), String.join("; ", failures), folder));
  }

  /** Downloads from one mirror; an empty answer means done, any other says why not. */
  private String tryMirror(String url, RemoteFile file, Path folder) throws IOException {
    Path part = folder.resolve(file.name() + ".part");
    String failure = "";
    for (int tries = 0; tries < TRIES; tries++) {
      long before = Transfer.sizeOf(part);
      try {
        transfer.run(url, part, file);
        accept(part, file, folder);
        return "";
      } catch (IOException e) {
        failure = DataException.reason(e);
        if (Transfer.sizeOf(part) == before) { // nothing gained, and no bad part thrown away
          break;
        }
      }
    }
    long kept = Transfer.sizeOf(part);
    return kept == 0 ? failure : failure + " (" + kept + " bytes are kept to go on from)";
  }

  /** Moves a finished download to its place, or deletes it. */
  private static void accept(Path part, RemoteFile file, Path folder) throws IOException {
    String found = Sha256.of(part);
    if (!found.equals(file.sha256())) {
      Files.delete(part);
      throw new IOException(
          "wrong checksum, deleted (SHA-256 " + found + ", expected " + file.sha256() + ")");
    }
    Files.move(part, folder.resolve(file.name()), ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private void unpack(PublicSet set, RemoteFile archive, Path folder) throws IOException {
    Path packed = folder.resolve(archive.name());
    listener.notice("unpacking " + packed);
    try (InputStream in = Bytes.open(packed)) {
      TarArchiveInputStream tar = new TarArchiveInputStream(in);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        for (RemoteFile file : set.kept()) {
          if (entry.isFile() && file.name().equals(FileNames.last(entry.getName()))) {
            Path part = folder.resolve(file.name() + ".part");
            Files.copy(tar, part, REPLACE_EXISTING);
            accept(part, file, folder);
          }
        }
      }
    } catch (IOException e) {
      throw DataException.in(packed, "cannot be unpacked, delete it and try again", e);
    }
    if (!set.isWholeIn(folder)) {
      throw DataException.in(packed, "lacks some of the files of " + set.name());
    }
    Files.delete(packed);
  }
}
