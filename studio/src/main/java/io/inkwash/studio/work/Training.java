package io.inkwash.studio.work;

import io.inkwash.request.TrainingLength;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A training that this studio does, or did. Safe for use by several threads. */
public final class Training {

  /**
   * What is to be done.
   *
   * @param changes settings of the recipe that change
   * @param length how long
   * @param checkpointEvery steps
   * @param sampleEvery steps; 0 for one picture at the end
   * @param keep newest checkpoints to keep
   * @param tensorBoard whether event files are written
   */
  public record Order(
      Map<String, String> changes,
      TrainingLength length,
      long checkpointEvery,
      long sampleEvery,
      int keep,
      boolean tensorBoard) {}

  /** Where it stands. */
  public enum State {
    /** Others train before it. */
    QUEUED,
    /** It trains. */
    TRAINING,
    /** It was stopped; what it learned is saved. */
    STOPPED,
    /** Its loss was no number any more. */
    DIVERGED,
    /** It could not go on. */
    FAILED,
    /** It came as far as it was to. */
    TRAINED;

    /** Whether nothing more happens. */
    boolean ended() {
      return this != QUEUED && this != TRAINING;
    }

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String id;
  private final Path folder;
  private final Order order;
  private State state = State.QUEUED;
  private boolean stop;
  private double progress;
  private String message = "";

  Training(String id, Path folder, Order order) {
    this.id = id;
    this.folder = folder;
    this.order = order;
  }

  /** The run's id. */
  public String id() {
    return id;
  }

  /** The run's folder. */
  Path folder() {
    return folder;
  }

  /** What is to be done. */
  Order order() {
    return order;
  }

  /** Where it stands. */
  public synchronized State state() {
    return state;
  }

  /** Whether it waits or trains. */
  public synchronized boolean active() {
    return !state.ended();
  }

  /** The share that is done, in [0, 1]. */
  public synchronized double progress() {
    return progress;
  }

  /** What there is to say of it, in one line. */
  public synchronized Optional<String> message() {
    return message.isEmpty() ? Optional.empty() : Optional.of(message);
  }

  /** Lets it end after its step. */
  public synchronized void stop() {
    stop = true;
    if (state == State.QUEUED) {
      state = State.STOPPED;
    }
  }

  synchronized boolean stopRequested() {
    return stop;
  }

  /** Begins. Returns false where it was stopped before. */
  synchronized boolean begin() {
    if (state == State.QUEUED) {
      state = State.TRAINING;
    }
    return state == State.TRAINING;
  }

  synchronized void progress(double share) {
    progress = share;
  }

  synchronized void say(String line) {
    message = line;
  }

  synchronized void end(State how) {
    state = how;
  }
}
