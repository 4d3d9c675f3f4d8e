package io.inkwash.studio.api;

import io.inkwash.studio.http.Response;
import io.inkwash.studio.work.DeviceThread;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobStore;
import io.inkwash.studio.work.Task;

/**
 * Where tasks are handed in.
 *
 * @param device computes them
 * @param jobs remembers them
 */
public record Desk(DeviceThread device, JobStore jobs) {

  /**
   * Hands in a task, whose job can be looked at from now on.
   *
   * @return 202 with the job
   * @throws io.inkwash.studio.http.RequestException of status 429 if the queue is full
   */
  Response accepted(Task task) {
    device.submit(task);
    jobs.add(task.job());
    return Response.json(202, facts(task.job()));
  }

  /** How a job stands. */
  Object facts(Job job) {
    return job.facts(device.position(job));
  }
}
