package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;

/**
 * One diffusion model, wholly described: what {@code train} takes, what a checkpoint carries, what
 * {@code explain} prints. A recipe that exists is possible: impossible ones are refused when they
 * are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images
 * @param path the forward process
 * @param target what the network predicts
 * @param scale how the network's input is scaled
 * @param label how the network is told the time
 * @param weighting the weight of each noise level in the loss
 * @param times where training times come from
 * @param network the architecture
 * @param training how it is trained
 * @param sampling how it is sampled unless the caller asks otherwise
 */
public record Recipe(
    String name,
    String about,
    Data data,
    Choice path,
    Choice target,
    Choice scale,
    Choice label,
    Choice weighting,
    Choice times,
    Choice network,
    Training training,
    Sampling sampling) {

  /**
   * The images of a model.
   *
   * @param channels 1 or 3
   * @param height in pixels
   * @param width in pixels
   * @param range the numbers that pixels become
   */
  public record Data(int channels, int height, int width, PixelRange range) {
    public Data {
      if (channels < 1 || height < 1 || width < 1) {
        throw new RecipeException(
            "images of %dx%d with %d channels; allowed: 1 or more of each"
                .formatted(width, height, channels));
      }
    }
  }

  /**
   * How a model is trained.
   *
   * @param batch images a batch
   * @param accumulate batches a step
   * @param optimizer the optimiser
   * @param learningRate the learning rate
   * @param clip the largest gradient norm
   * @param ema the decay of the moving average of the weights
   */
  public record Training(
      int batch,
      int accumulate,
      Choice optimizer,
      LearningRate learningRate,
      double clip,
      double ema) {
    public Training {
      if (batch < 1) {
        throw new RecipeException("batch is " + batch + "; allowed: 1 or more");
      }
      optimizer = Catalog.OPTIMIZERS.complete(optimizer);
    }
  }

  /**
   * How a model is sampled.
   *
   * @param solver the rule of a step
   * @param grid the times
   * @param steps the number of steps
   * @param clamp whether guesses of the clean image are held to the pixel range
   */
  public record Sampling(Choice solver, Choice grid, int steps, boolean clamp) {
    public Sampling {
      solver = Catalog.SOLVERS.complete(solver);
      grid = Catalog.GRIDS.complete(grid);
    }
  }

  public Recipe {
    path = Catalog.PATHS.complete(path);
    target = Catalog.TARGETS.complete(target);
    scale = Catalog.SCALES.complete(scale);
    label = Catalog.LABELS.complete(label);
    weighting = Catalog.WEIGHTINGS.complete(weighting);
    times = Catalog.TIMES.complete(times);
    network = Catalog.NETWORKS.complete(network);
    Catalog.NETWORKS.make(network).check(network.name(), data);
    Method.of(
        path, target, scale, label, weighting, times, training, sampling); // refuses what cannot be
  }

  /** The recipe for images of another form. */
  public Recipe withData(Data changed) {
    return new Recipe(
        name, about, changed, path, target, scale, label, weighting, times, network, training,
        sampling);
  }
}
