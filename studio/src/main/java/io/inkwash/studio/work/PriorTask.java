package io.inkwash.studio.work;

import io.inkwash.solve.StepProgress;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.OpenModel;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.TensorScope;
import java.util.List;
import java.util.Map;

/**
 * Work with a model that denoises, done in one go: edits and repairs.
 *
 * @param job what it is for
 * @param model the model's id
 * @param left images that it makes, to estimate how long it takes
 * @param work what is done
 */
public record PriorTask(Job job, String model, int left, Work work) implements Task {

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it. A scope is open, and the model's device is entered.
     *
     * @param text what each image's file says of the model
     * @param images receives the images that were made
     */
    void run(OpenModel model, Map<String, String> text, StepProgress progress, Images images);
  }

  /** Receives images. */
  @FunctionalInterface
  public interface Images {
    /** Called with each image, in their order. */
    void add(JobImage image);
  }

  /** The job is not wanted any more. */
  private static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void run(List<Task> together, Models models) {
    OpenModel opened = models.open(model);
    Map<String, String> text = opened.text();
    int[] index = {0};
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = opened.device().enter()) {
      work.run(opened, text, progress(models), image -> job.add(index[0]++, image));
      job.done();
    } catch (CancelledException e) {
      job.cancel();
    }
  }

  /** Counts steps over all images, and ends the work where nobody wants it. */
  private StepProgress progress(Models models) {
    double[] done = {0};
    return (images, step, steps) -> {
      if (models.stopped() || job.state().ended()) {
        throw new CancelledException();
      }
      done[0] += (double) images / steps;
      job.progress(done[0] / left);
    };
  }

  /** Adds a number to the job. */
  public static void measured(Job job, String name, double value) {
    job.add(name, value);
  }
}
