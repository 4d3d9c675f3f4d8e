package io.inkwash.studio.work;

import io.inkwash.studio.http.EventStream;
import io.inkwash.studio.http.EventStream.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something that was requested of the device. Safe for use by several threads. */
public final class Job {

  /** Where a job stands. */
  public enum State {
    /** It waits. */
    QUEUED,
    /** It is computed. */
    RUNNING,
    /** All its images are there. */
    DONE,
    /** It could not be done. */
    FAILED,
    /** It is not wanted any more. */
    CANCELLED;

    /** Whether nothing more happens. */
    public boolean ended() {
      return this == DONE || this == FAILED || this == CANCELLED;
    }

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String id = UUID.randomUUID().toString();
  private final String kind;
  private final Map<String, String> settings;
  private final Topic topic = new Topic();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Integer, JobImage> images = new java.util.TreeMap<>();
  private final Map<String, Double> numbers = new LinkedHashMap<>();
  private final @Nullable Film film;
  private State state = State.QUEUED;
  private double progress;
  private String message = "";
  private @Nullable RuntimeException failure;

  /**
   * A job that has not begun.
   *
   * @param kind such as draw
   * @param settings all that makes its images, as their files' text has it
   * @param filmed whether states are kept
   */
  public Job(String kind, Map<String, String> settings, boolean filmed) {
    this.kind = kind;
    this.settings = new LinkedHashMap<>(settings);
    film = filmed ? new Film() : null;
  }

  /** A name that cannot be found by trying. */
  public String id() {
    return id;
  }

  /** What kind of job. */
  public String kind() {
    return kind;
  }

  /** Where it stands. */
  public synchronized State state() {
    return state;
  }

  /** The share that is done, in [0, 1]. */
  public synchronized double progress() {
    return progress;
  }

  /** The images that are there, by their index. */
  public synchronized List<JobImage> images() {
    return new ArrayList<>(images.values());
  }

  /** One of the images. */
  public synchronized Optional<JobImage> image(int index) {
    return Optional.ofNullable(images.get(index));
  }

  /** The states on the way, where they are kept. */
  public Optional<Film> film() {
    return Optional.ofNullable(film);
  }

  /** What failed. */
  public synchronized Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Adds an image. */
  synchronized void add(int index, JobImage image) {
    images.put(index, image);
  }

  /** Adds something that was measured. */
  synchronized void add(String name, double number) {
    numbers.put(name, number);
  }

  /** Begins. Returns false where it is not wanted any more. */
  synchronized boolean begin() {
    if (state == State.QUEUED) {
      state = State.RUNNING;
      topic.publish("job", facts(0));
    }
    return state == State.RUNNING;
  }

  /** Sets the share that is done. */
  synchronized void progress(double share) {
    progress = Math.max(progress, Math.min(1, share));
  }

  /** Tells followers of a state on the way. */
  void step(Object event) {
    topic.publish("step", event);
  }

  /** Whether anybody follows. */
  boolean isFollowed() {
    return topic.isFollowed();
  }

  /** All images are there. */
  synchronized void done() {
    progress = 1;
    end(State.DONE);
  }

  /** It cannot be done. */
  synchronized void fail(RuntimeException reason, String line) {
    failure = reason;
    message = line;
    end(State.FAILED);
  }

  /** It is not wanted any more. A step that is being computed is finished first. */
  public synchronized void cancel() {
    end(State.CANCELLED);
  }

  private void end(State how) {
    if (!state.ended()) {
      state = how;
      topic.end("job", facts(0));
      ended.countDown();
    }
  }

  /**
   * Waits until it has ended.
   *
   * @return whether it has
   */
  public boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  /** Its events from now on, the first of which says how it stands. */
  public EventStream follow(int position) {
    synchronized (this) {
      return topic.follow(new Event("job", facts(position)));
    }
  }

  /**
   * How it stands.
   *
   * @param position jobs before it, while it waits
   */
  public synchronized Map<String, Object> facts(int position) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("kind", kind);
    facts.put("state", state.word());
    if (state == State.QUEUED) {
      facts.put("position", position);
    }
    facts.put("progress", progress);
    if (!message.isEmpty()) {
      facts.put("message", message);
    }
    facts.put("settings", settings);
    facts.put("film", film != null);
    facts.put("numbers", numbers.isEmpty() ? Map.of() : new LinkedHashMap<>(numbers));
    List<Map<String, Object>> shown = new ArrayList<>();
    images.forEach((index, image) -> shown.add(facts(index, image)));
    facts.put("images", shown);
    return facts;
  }

  private Map<String, Object> facts(int index, JobImage image) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("index", index);
    facts.put("label", image.label());
    facts.put("group", image.group());
    facts.put("width", image.picture().width());
    facts.put("height", image.picture().height());
    facts.put("url", "/api/v1/jobs/" + id + "/images/" + index);
    facts.put("numbers", image.numbers());
    return facts;
  }

  /** Bytes of memory that its pictures take. */
  synchronized long bytes() {
    return images.values().stream().mapToLong(JobImage::bytes).sum()
        + (film == null ? 0 : film.bytes());
  }
}
