package io.inkwash.studio.work;

import io.inkwash.condition.Request;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.SharedBatch;
import io.inkwash.picture.Picture;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.OpenModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images to be drawn. Tasks of one model that are drawn alike share batches: seeds and classes may
 * differ.
 */
public final class DrawTask implements Task {
  private final Job job;
  private final String model;
  private final GenerateOptions requested;
  private final ImageSpec pictures;
  private final Likeness likeness;
  private final int count;
  private final Numbering numbering;
  private int drawn;

  /** What tasks must have in common to share a batch. */
  private record Likeness(
      String model, GenerateOptions options, ImageSpec pictures, boolean conditional) {}

  /** What image k of a task is. */
  private enum Numbering {
    /** Image k of the seed. */
    BY_IMAGE {
      @Override
      List<SharedBatch.Part> parts(OpenModel model, DrawTask task, int first, int count) {
        return List.of(
            new SharedBatch.Part(model.drawing(task.requested, task.pictures), first, count));
      }
    },
    /** Image 0 of the seed plus k, as other programs number. */
    BY_SEED {
      @Override
      List<SharedBatch.Part> parts(OpenModel model, DrawTask task, int first, int count) {
        return IntStream.range(first, first + count)
            .mapToObj(k -> task.requested.withSeed(task.requested.seed() + k))
            .map(each -> new SharedBatch.Part(model.drawing(each, task.pictures), 0, 1))
            .toList();
      }
    };

    abstract List<SharedBatch.Part> parts(OpenModel model, DrawTask task, int first, int count);
  }

  private DrawTask(
      Job job,
      String model,
      GenerateOptions requested,
      ImageSpec pictures,
      int count,
      Numbering numbering) {
    this.job = job;
    this.model = model;
    this.requested = requested;
    this.pictures = pictures;
    this.count = count;
    this.numbering = numbering;
    likeness =
        new Likeness(
            model,
            requested.withSeed(0).withRequest(Request.NONE),
            pictures,
            !requested.request().isEmpty());
  }

  /**
   * Images 0 to count - 1 of a seed.
   *
   * @param model the model's id
   * @param requested how
   * @param pictures their form
   * @param count 1 or more
   */
  public static DrawTask byImage(
      Job job, String model, GenerateOptions requested, ImageSpec pictures, int count) {
    return new DrawTask(job, model, requested, pictures, count, Numbering.BY_IMAGE);
  }

  /** Image 0 of each of so many seeds, the first of which is requested. */
  public static DrawTask bySeed(
      Job job, String model, GenerateOptions requested, ImageSpec pictures, int count) {
    return new DrawTask(job, model, requested, pictures, count, Numbering.BY_SEED);
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public int left() {
    return count - drawn;
  }

  @Override
  public boolean joins(Task other) {
    return other instanceof DrawTask task && likeness.equals(task.likeness);
  }

  @Override
  public void run(List<Task> together, Models models) {
    OpenModel opened = models.open(model);
    int largest = opened.largestBatch(pictures);
    List<DrawTask> tasks = together.stream().map(DrawTask.class::cast).limit(largest).toList();
    List<Rows> rows = share(tasks, opened, largest);
    SharedBatch batch =
        new SharedBatch(rows.stream().flatMap(each -> each.parts.stream()).toList());
    List<Picture> pictures;
    try {
      pictures = new WatchedBatch(batch, rows, opened, models).draw();
    } catch (WatchedBatch.NobodyWaitsException e) {
      return;
    }
    for (Rows each : rows) {
      each.task.deliver(pictures.subList(each.offset, each.offset + each.count), opened, each);
    }
  }

  /**
   * Images of a task in a batch.
   *
   * @param task whose
   * @param parts which images of which drawings
   * @param offset the batch's row of the first
   * @param count how many
   */
  record Rows(DrawTask task, List<SharedBatch.Part> parts, int offset, int count) {

    Job job() {
      return task.job;
    }

    /** The share of its job that will be done at this share of the batch. */
    double share(double ofBatch) {
      return (task.drawn + ofBatch * count()) / task.count;
    }

    /** How many of the job's images were drawn in batches before. */
    int first() {
      return task.drawn;
    }
  }

  /** The rows of a batch: an even share for each task, and what is over for the first ones. */
  private static List<Rows> share(List<DrawTask> tasks, OpenModel opened, int largest) {
    int even = largest / tasks.size();
    int[] counts = tasks.stream().mapToInt(task -> Math.min(even, task.left())).toArray();
    int room = largest - Arrays.stream(counts).sum();
    List<Rows> rows = new ArrayList<>();
    int offset = 0;
    for (int k = 0; k < counts.length; k++) {
      DrawTask task = tasks.get(k);
      int more = Math.max(0, Math.min(room, task.left() - counts[k]));
      room -= more;
      int images = counts[k] + more;
      rows.add(
          new Rows(task, task.numbering.parts(opened, task, task.drawn, images), offset, images));
      offset += images;
    }
    return rows;
  }

  private void deliver(List<Picture> drawnNow, OpenModel opened, Rows rows) {
    Map<String, String> text = opened.text(requested, pictures);
    int k = 0;
    for (SharedBatch.Part part : rows.parts) {
      List<String> names = part.drawing().requestedNames(part.first(), part.count());
      for (int i = 0; i < part.count(); i++) {
        Map<String, String> own = new LinkedHashMap<>(text);
        own.put("inkwash:seed", Long.toString(part.drawing().seed()));
        own.put("inkwash:image", Long.toString(part.first() + i));
        String label = names.isEmpty() ? "" : names.get(i);
        job.add(drawn + k, JobImage.of(label, drawnNow.get(k), own));
        k++;
      }
    }
    drawn += drawnNow.size();
    if (drawn == count) {
      job.done();
    } else {
      job.progress((double) drawn / count);
    }
  }
}
