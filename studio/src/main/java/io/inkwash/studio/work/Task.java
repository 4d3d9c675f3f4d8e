package io.inkwash.studio.work;

import io.inkwash.studio.model.Models;
import java.util.List;

/** Work for the thread of the device. */
public interface Task {

  /** The job that it does. */
  Job job();

  /** Whether another task can be done together with this one. */
  default boolean joins(Task other) {
    return false;
  }

  /**
   * Does the work, or a part of it. Called on the thread of the device.
   *
   * @param together this task, and those that it joins
   */
  void run(List<Task> together, Models models);

  /** Images of work that are left, to estimate how long others wait. */
  int left();
}
