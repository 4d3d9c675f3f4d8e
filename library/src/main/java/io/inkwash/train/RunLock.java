package io.inkwash.train;

import io.inkwash.file.FileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A run that is taken by this process, by a lock on the file {@code .lock} in its folder. */
public final class RunLock implements AutoCloseable {
  private static final String FILE = ".lock";

  /**
   * The runs that this process has taken. A second channel to the file must not be opened: to close
   * it would release the lock.
   */
  private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path run;

  private RunLock(FileChannel channel, Path run) {
    this.channel = channel;
    this.run = run;
  }

  /**
   * Takes a run. One thread at a time takes a run or looks at one: two channels of one process to a
   * file disturb each other.
   *
   * @throws FileException if it is taken, or its folder cannot be written to
   */
  static synchronized RunLock of(Path root) {
    Path run = absolute(root);
    if (!TAKEN_HERE.add(run)) {
      throw taken(root);
    }
    boolean locked = false;
    try {
      FileChannel channel =
          FileChannel.open(root.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(root);
      }
      locked = true;
      return new RunLock(channel, run);
    } catch (IOException e) {
      throw new FileException(root, "cannot be locked for training; make the folder writable", e);
    } finally {
      if (!locked) {
        TAKEN_HERE.remove(run);
      }
    }
  }

  /** Whether a run is taken, by this process or another. Nothing is written. */
  static synchronized boolean isTaken(Path root) {
    if (TAKEN_HERE.contains(absolute(root))) {
      return true;
    }
    Path file = root.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (IOException e) { // of another user, perhaps; what cannot be locked is not trained here
      return false;
    }
  }

  private static Path absolute(Path root) {
    return root.toAbsolutePath().normalize();
  }

  private static FileException taken(Path root) {
    return new FileException(root, "is being trained by another process; wait, or stop that one");
  }

  /** Gives the run back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TAKEN_HERE.remove(run);
    }
  }
}
