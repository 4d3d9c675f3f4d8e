package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.train.LearningRate;
import org.jspecify.annotations.Nullable;

/**
 * One diffusion model, wholly described: what {@code train} takes, what a checkpoint carries, what
 * {@code explain} prints. A recipe that exists is possible: impossible ones are refused when they
 * are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images
 * @param model the forward process, and what the network says of it
 * @param loss what training makes small
 * @param training how it is made small
 * @param sampling how images are drawn unless the caller asks otherwise
 */
public record Recipe(
    String name,
    String about,
    ImageSpec data,
    Model model,
    Loss loss,
    Training training,
    Sampling sampling) {

  /**
   * A forward process and what a network says of it.
   *
   * @param path the forward process
   * @param target what the network predicts
   * @param variance where the variance of a reverse step comes from
   * @param scale how the network's input is scaled
   * @param noiseLevelInput the number that tells the network the noise level
   * @param network the architecture
   */
  public record Model(
      Spec path, Spec target, Spec variance, Spec scale, Spec noiseLevelInput, Spec network) {
    public Model {
      path = Catalog.PATHS.complete(path);
      target = Catalog.TARGETS.complete(target);
      variance = Catalog.VARIANCES.complete(variance);
      scale = Catalog.SCALES.complete(scale);
      noiseLevelInput = Catalog.NOISE_LEVEL_INPUTS.complete(noiseLevelInput);
      network = Catalog.NETWORKS.complete(network);
    }
  }

  /**
   * What training makes small.
   *
   * @param objective the kind of loss
   * @param weighting the weight of each noise level in it
   * @param times where training times come from
   */
  public record Loss(Spec objective, Spec weighting, Spec times) {
    public Loss {
      objective = Catalog.OBJECTIVES.complete(objective);
      weighting = Catalog.WEIGHTINGS.complete(weighting);
      times = Catalog.TIMES.complete(times);
    }
  }

  /**
   * How a model is trained.
   *
   * @param batch images a batch
   * @param accumulate batches a step
   * @param optimizer the optimizer
   * @param learningRate the learning rate
   * @param clip the largest gradient norm
   * @param ema the decay of the moving average of the weights
   * @param conditioningDropout the share of images whose class is not told, so that the model
   *     learns to do without; matters to conditional models only
   */
  public record Training(
      int batch,
      int accumulate,
      Spec optimizer,
      LearningRate learningRate,
      double clip,
      double ema,
      double conditioningDropout) {
    public Training {
      if (batch < 1) {
        throw new SpecException("batch is " + batch + "; allowed: 1 or more");
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
   * @param threshold how estimates of the clean image are held to the pixel range
   * @param guidance how the model is led
   */
  public record Sampling(Spec solver, Spec grid, int steps, Spec threshold, Spec guidance) {
    public Sampling {
      solver = Catalog.SOLVERS.complete(solver);
      grid = Catalog.GRIDS.complete(grid);
      threshold = Catalog.THRESHOLDS.complete(threshold);
      guidance = Catalog.GUIDANCES.complete(guidance);
    }

    /** The same by another solver on another grid, such as {@code ddim} on {@code trailing}. */
    public Sampling by(String otherSolver, String otherGrid, int otherSteps) {
      return new Sampling(
          Spec.parse(otherSolver), Spec.parse(otherGrid), otherSteps, threshold, guidance);
    }

    /** The same with estimates held to the pixel range in another way. */
    public Sampling thresholded(String otherThreshold) {
      return new Sampling(solver, grid, steps, Spec.parse(otherThreshold), guidance);
    }

    /** The same led in another way. */
    public Sampling guided(String otherGuidance) {
      return new Sampling(solver, grid, steps, threshold, Spec.parse(otherGuidance));
    }
  }

  public Recipe {
    Catalog.NETWORKS.make(model.network).check(model.network.name(), data);
    DiffusionMethod.of(data, model, loss, training, sampling); // refuses what cannot be
  }

  /**
   * This recipe's sampling by another solver.
   *
   * @param grid null for the recipe's own, or trailing where that cannot have so many steps
   */
  public Sampling sampledBy(Spec solver, @Nullable Spec grid, int steps) {
    Spec threshold = sampling.threshold;
    Spec guidance = sampling.guidance;
    Spec first = grid == null ? sampling.grid : grid;
    Sampling asked = new Sampling(solver, first, steps, threshold, guidance);
    return grid != null || DiffusionMethod.of(this).takes(asked)
        ? asked
        : new Sampling(solver, Spec.parse("trailing"), steps, threshold, guidance);
  }

  /** The recipe for images of another form. */
  public Recipe withData(ImageSpec changed) {
    return new Recipe(name, about, changed, model, loss, training, sampling);
  }
}
