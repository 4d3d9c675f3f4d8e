package io.inkwash.studio.work;

import io.inkwash.condition.Request;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.SharedBatch;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.SavedWeights;
import io.inkwash.picture.Picture;
import io.inkwash.request.DrawingWords;
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
  /** Images in a batch, of all tasks together. */
  private static final int LARGEST_BATCH = 64;

  private final Job job;
  private final String model;
  private final GenerateOptions requested;
  private final Likeness likeness;
  private final int count;
  private final Numbering numbering;
  private int drawn;

  /** What tasks must have in common to share a batch. */
  private record Likeness(String model, GenerateOptions options, boolean conditional) {}

  /** What image k of a task is. */
  private enum Numbering {
    /** Image k of the seed. */
    BY_IMAGE {
      @Override
      List<SharedBatch.Part> parts(
          DrawingModel model, GenerateOptions requested, int first, int count) {
        return List.of(new SharedBatch.Part(model.drawing(requested), first, count));
      }
    },
    /** Image 0 of the seed plus k, as other programs number. */
    BY_SEED {
      @Override
      List<SharedBatch.Part> parts(
          DrawingModel model, GenerateOptions requested, int first, int count) {
        return IntStream.range(first, first + count)
            .mapToObj(k -> requested.withSeed(requested.seed() + k))
            .map(each -> new SharedBatch.Part(model.drawing(each), 0, 1))
            .toList();
      }
    };

    abstract List<SharedBatch.Part> parts(
        DrawingModel model, GenerateOptions requested, int first, int count);
  }

  private DrawTask(
      Job job, String model, GenerateOptions requested, int count, Numbering numbering) {
    this.job = job;
    this.model = model;
    this.requested = requested;
    this.count = count;
    this.numbering = numbering;
    likeness =
        new Likeness(
            model, requested.withSeed(0).withRequest(Request.NONE), !requested.request().isEmpty());
  }

  /**
   * Images 0 to count - 1 of a seed.
   *
   * @param model the model's id
   * @param requested how
   * @param count 1 or more
   */
  public static DrawTask byImage(Job job, String model, GenerateOptions requested, int count) {
    return new DrawTask(job, model, requested, count, Numbering.BY_IMAGE);
  }

  /** Image 0 of each of so many seeds, the first of which is requested. */
  public static DrawTask bySeed(Job job, String model, GenerateOptions requested, int count) {
    return new DrawTask(job, model, requested, count, Numbering.BY_SEED);
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
    DrawingModel opened = models.open(model);
    List<DrawTask> tasks = together.stream().map(DrawTask.class::cast).toList();
    List<Rows> rows = share(tasks, opened);
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
  private static List<Rows> share(List<DrawTask> tasks, DrawingModel opened) {
    int even = Math.max(1, LARGEST_BATCH / tasks.size());
    int[] counts = tasks.stream().mapToInt(task -> Math.min(even, task.left())).toArray();
    int room = LARGEST_BATCH - Arrays.stream(counts).sum();
    List<Rows> rows = new ArrayList<>();
    int offset = 0;
    for (int k = 0; k < counts.length; k++) {
      DrawTask task = tasks.get(k);
      int more = Math.max(0, Math.min(room, task.left() - counts[k]));
      room -= more;
      int images = counts[k] + more;
      rows.add(
          new Rows(
              task,
              task.numbering.parts(opened, task.requested, task.drawn, images),
              offset,
              images));
      offset += images;
    }
    return rows;
  }

  private void deliver(List<Picture> pictures, DrawingModel opened, Rows rows) {
    Map<String, String> text = DrawingWords.text(opened, SavedWeights.Which.EMA, requested);
    text.put("inkwash:model", model);
    int k = 0;
    for (SharedBatch.Part part : rows.parts) {
      List<String> names = part.drawing().requestedNames(part.first(), part.count());
      for (int i = 0; i < part.count(); i++) {
        Map<String, String> own = new LinkedHashMap<>(text);
        own.put("inkwash:seed", Long.toString(part.drawing().seed()));
        own.put("inkwash:image", Long.toString(part.first() + i));
        String label = names.isEmpty() ? "" : names.get(i);
        job.add(drawn + k, JobImage.of(label, pictures.get(k), own));
        k++;
      }
    }
    drawn += pictures.size();
    if (drawn == count) {
      job.done();
    } else {
      job.progress((double) drawn / count);
    }
  }
}
