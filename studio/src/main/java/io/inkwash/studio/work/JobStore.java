package io.inkwash.studio.work;

import io.inkwash.studio.http.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that can be looked at. Of those that have ended the oldest are forgotten where they are
 * too many, or take too much memory. Safe for use by several threads.
 */
public final class JobStore {
  private static final int MOST_JOBS = 200;
  private static final long MOST_BYTES = 192L << 20;

  private final Map<String, Job> jobs = new LinkedHashMap<>();

  /** Remembers a job. */
  public synchronized void add(Job job) {
    jobs.put(job.id(), job);
    long bytes = jobs.values().stream().mapToLong(Job::bytes).sum();
    List<Job> oldest = new ArrayList<>(jobs.values());
    for (Job each : oldest) {
      boolean fits = jobs.size() <= MOST_JOBS && bytes <= MOST_BYTES;
      if (!fits && each.state().ended()) {
        bytes -= each.bytes();
        jobs.remove(each.id());
      }
    }
  }

  /**
   * A job by its id.
   *
   * @throws RequestException if it is not there, or not any more
   */
  public synchronized Job job(String id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw RequestException.notFound("there is no such job, or it is forgotten");
    }
    return job;
  }

  /** Cancels a job and forgets it. */
  public synchronized void remove(Job job) {
    job.cancel();
    jobs.remove(job.id());
  }

  /** All of them, newest last. */
  public synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }
}
