package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.List;
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
    Data data,
    Model model,
    Loss loss,
    Training training,
    Sampling sampling) {

  /**
   * The images of a model.
   *
   * @param channels 1 or 3
   * @param height in pixels
   * @param width in pixels
   * @param range the numbers that pixels become
   * @param classes how many classes the model is told apart; 0 for an unconditional one
   */
  public record Data(int channels, int height, int width, PixelRange range, int classes) {
    public Data {
      if (channels < 1 || height < 1 || width < 1) {
        throw new RecipeException(
            "images of %dx%d with %d channels; allowed: 1 or more of each"
                .formatted(width, height, channels));
      }
      if (classes < 0) {
        throw new RecipeException(
            "classes is " + classes + "; allowed: 0 for an unconditional model, or more");
      }
    }

    /** Images of which the model is told nothing. */
    public Data(int channels, int height, int width, PixelRange range) {
      this(channels, height, width, range, 0);
    }

    /**
     * Refuses classes that the model does not know.
     *
     * @throws RecipeException if there is no such class
     */
    public void requireClasses(List<Integer> asked) {
      for (int one : asked) {
        if (one < 0 || one >= classes) {
          throw new RecipeException(
              classes == 0
                  ? "class " + one + " of a model that is told none; train it with --conditional"
                  : "class %d of a model with %d; allowed: 0 to %d"
                      .formatted(one, classes, classes - 1));
        }
      }
    }
  }

  /**
   * A forward process and what a network says of it.
   *
   * @param path the forward process
   * @param target what the network predicts
   * @param variance where the variance of a reverse step comes from
   * @param scale how the network's input is scaled
   * @param label how the network is told the time
   * @param network the architecture
   */
  public record Model(
      Choice path, Choice target, Choice variance, Choice scale, Choice label, Choice network) {
    public Model {
      path = Catalog.PATHS.complete(path);
      target = Catalog.TARGETS.complete(target);
      variance = Catalog.VARIANCES.complete(variance);
      scale = Catalog.SCALES.complete(scale);
      label = Catalog.LABELS.complete(label);
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
  public record Loss(Choice objective, Choice weighting, Choice times) {
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
   * @param optimizer the optimiser
   * @param learningRate the learning rate
   * @param clip the largest gradient norm
   * @param ema the decay of the moving average of the weights
   * @param labelDropout the share of images whose class is not told, so that the model learns to do
   *     without; matters to conditional models only
   */
  public record Training(
      int batch,
      int accumulate,
      Choice optimizer,
      LearningRate learningRate,
      double clip,
      double ema,
      double labelDropout) {
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
   * @param threshold how guesses of the clean image are held to the pixel range
   * @param guidance how the model is led
   */
  public record Sampling(Choice solver, Choice grid, int steps, Choice threshold, Choice guidance) {
    public Sampling {
      solver = Catalog.SOLVERS.complete(solver);
      grid = Catalog.GRIDS.complete(grid);
      threshold = Catalog.THRESHOLDS.complete(threshold);
      guidance = Catalog.GUIDANCES.complete(guidance);
    }

    /** The same by another solver on another grid, such as {@code ddim} on {@code trailing}. */
    public Sampling by(String otherSolver, String otherGrid, int otherSteps) {
      return new Sampling(
          Choice.parse(otherSolver), Choice.parse(otherGrid), otherSteps, threshold, guidance);
    }

    /** The same with guesses held to the pixel range in another way. */
    public Sampling held(String otherThreshold) {
      return new Sampling(solver, grid, steps, Choice.parse(otherThreshold), guidance);
    }

    /** The same led in another way. */
    public Sampling led(String otherGuidance) {
      return new Sampling(solver, grid, steps, threshold, Choice.parse(otherGuidance));
    }
  }

  public Recipe {
    Catalog.NETWORKS.make(model.network).check(model.network.name(), data);
    Method.of(data, model, loss, training, sampling); // refuses what cannot be
  }

  /**
   * This recipe's sampling by another solver.
   *
   * @param grid null for the recipe's own, or trailing where that cannot have so many steps
   */
  public Sampling sampledBy(Choice solver, @Nullable Choice grid, int steps) {
    Choice threshold = sampling.threshold;
    Choice guidance = sampling.guidance;
    Choice first = grid == null ? sampling.grid : grid;
    Sampling asked = new Sampling(solver, first, steps, threshold, guidance);
    return grid != null || Method.of(this).takes(asked)
        ? asked
        : new Sampling(solver, Choice.parse("trailing"), steps, threshold, guidance);
  }

  /** The recipe for images of another form. */
  public Recipe withData(Data changed) {
    return new Recipe(name, about, changed, model, loss, training, sampling);
  }
}
