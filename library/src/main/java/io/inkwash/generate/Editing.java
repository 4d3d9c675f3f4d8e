package io.inkwash.generate;

import io.inkwash.restore.Prior;
import io.inkwash.restore.StartTime;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Images made more like the model's: noise is added, and taken away again (SDEdit, Meng et al.
 * 2022, arXiv 2108.01073). Image k of a seed is the same in every batch size.
 *
 * @param prior what images look like
 * @param strength the share of the grid's steps that are taken: towards 0 keeps the image, 1 keeps
 *     nothing of it
 * @param seed of all chance
 */
public record Editing(Prior prior, double strength, long seed) {

  /** Checks the model and the strength. */
  public Editing {
    prior.requireWhole("edit");
    StartTime.atStrength(prior.path(), strength, prior.sampler().times());
  }

  /**
   * Edits a batch.
   *
   * @param images [N,C,H,W], float64; left as they are
   * @param first the number of the batch's first image
   */
  public Tensor edit(Tensor images, long first, StepProgress progress) {
    double[] grid = prior.sampler().times();
    StartTime start = StartTime.atStrength(prior.path(), strength, grid);
    SamplingLoop sampler =
        new SamplingLoop(prior.path(), prior.sampler().solver(), start.times(grid));
    int steps = sampler.times().length - 1;
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(
          sampler.over(
              Math.toIntExact(images.size(0)),
              (from, count) -> {
                Tensor some = images.narrow(0, from, count);
                Noise noise =
                    Noise.perImage(
                        Rng.seed(seed).stream("edit"), first + from, Tensors.shape(some));
                return sampler.walk(
                    start.ofClean(some, noise),
                    prior.denoiser(),
                    noise,
                    (step, t, s, x) -> progress.after(count, step, steps));
              }));
    }
  }
}
