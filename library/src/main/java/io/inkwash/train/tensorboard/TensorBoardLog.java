package io.inkwash.train.tensorboard;

import static io.inkwash.format.Text.format;

import io.inkwash.file.FileException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training for TensorBoard: {@code loss}, {@code gradient_norm}, {@code learning_rate},
 * {@code images} and each part of a loss of several, {@code loss/NAME}, at every step; {@code
 * samples} when a picture was drawn. One file a session, in the folder {@value #FOLDER} of the run:
 * {@code tensorboard --logdir RUNS} shows all runs of a folder.
 */
public final class TensorBoardLog implements Trainer.Listener, AutoCloseable {
  /** The folder in a run's folder. */
  public static final String FOLDER = "tensorboard";

  private final Path folder;
  private @Nullable EventFile events;

  private TensorBoardLog(Path folder) {
    this.folder = folder;
  }

  /** The log of a run; its file begins with the first step. */
  public static TensorBoardLog of(Path run) {
    return new TensorBoardLog(run.resolve(FOLDER));
  }

  @Override
  public void after(MetricsLog.Line line, double loss, double progress) {
    double now = now();
    EventFile to = events(now, line.step());
    to.scalar(now, line.step(), "loss", line.loss());
    to.scalar(now, line.step(), "gradient_norm", line.gradientNorm());
    to.scalar(now, line.step(), "learning_rate", line.rate());
    to.scalar(now, line.step(), "images", (double) line.images());
    line.terms().forEach((name, value) -> to.scalar(now, line.step(), "loss/" + name, value));
  }

  @Override
  public void drawn(long step, Path picture) {
    double now = now();
    try {
      events(now, step).image(now, step, "samples", Files.readAllBytes(picture));
    } catch (IOException e) {
      throw new FileException(picture, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Seconds since 1970. */
  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private EventFile events(double now, long step) {
    EventFile open = events;
    if (open == null) {
      open = begin(now);
      open.start(now, step);
      events = open;
    }
    return open;
  }

  /** A new file; a number follows where two sessions begin within a second. */
  private EventFile begin(double now) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new FileException(folder, "cannot be made: " + e.getMessage(), e);
    }
    String name = format("events.out.tfevents.%d.inkwash", (long) now);
    Path file = folder.resolve(name);
    for (int more = 1; Files.exists(file); more++) {
      file = folder.resolve(name + "." + more);
    }
    return EventFile.create(file, now);
  }

  @Override
  public void close() {
    if (events != null) {
      events.close();
    }
  }
}
