package io.inkwash.recipe;

import io.inkwash.denoise.Variance;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.TimeLabel;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Solver;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.TimeSampler;
import io.inkwash.torch.Adam;
import io.inkwash.weighting.Weighting;
import java.util.List;

/**
 * Every value of the algebra by its name. To add one, write its record and one line on its shelf.
 */
public final class Catalog {
  private Catalog() {}

  /** Forward processes. */
  public static final Shelf<GaussianPath> PATHS = Processes.PATHS;

  /** What a network predicts. */
  public static final Shelf<Target> TARGETS = Predictions.TARGETS;

  /** Where the variance of a reverse step comes from. */
  public static final Shelf<Variance> VARIANCES = Predictions.VARIANCES;

  /** How the noisy image is scaled before the network sees it. */
  public static final Shelf<InputScale> SCALES = Predictions.SCALES;

  /** How the network is told the time. */
  public static final Shelf<TimeLabel> LABELS = Predictions.LABELS;

  /** What is made small. */
  public static final Shelf<Aim> OBJECTIVES = Losses.OBJECTIVES;

  /** How much each noise level counts in the loss. */
  public static final Shelf<Weighting> WEIGHTINGS = Losses.WEIGHTINGS;

  /** Where training times come from. */
  public static final Shelf<TimeSampler> TIMES = Losses.TIMES;

  /** Architectures. */
  public static final Shelf<Architecture> NETWORKS = Networks.NETWORKS;

  /** Optimisers. */
  public static final Shelf<Adam.Settings> OPTIMIZERS = Networks.OPTIMIZERS;

  /** Sampling rules. */
  public static final Shelf<Solver> SOLVERS = Solvers.SOLVERS;

  /** The times at which a sampler stops. */
  public static final Shelf<TimeGrid> GRIDS = Solvers.GRIDS;

  /** How guesses are held to the range of pixels. */
  public static final Shelf<Threshold> THRESHOLDS = Steering.THRESHOLDS;

  /** How a model is led. */
  public static final Shelf<Guidance> GUIDANCES = Steering.GUIDANCES;

  /** What images are compared by. */
  public static final Shelf<Lens> FEATURES = Lenses.FEATURES;

  /** What an evaluation can say of a model. */
  public static final Shelf<Measure> METRICS = Measures.METRICS;

  /** What can have happened to images. */
  public static final Shelf<Damage> DEGRADATIONS = Degradations.DEGRADATIONS;

  /** Ways to restore them. */
  public static final Shelf<Restorer> RESTORERS = Restorers.RESTORERS;

  /** All shelves, in the order to show them. */
  public static List<Shelf<?>> shelves() {
    return List.of(
        PATHS,
        TARGETS,
        VARIANCES,
        SCALES,
        LABELS,
        OBJECTIVES,
        WEIGHTINGS,
        TIMES,
        NETWORKS,
        OPTIMIZERS,
        SOLVERS,
        GRIDS,
        THRESHOLDS,
        GUIDANCES,
        FEATURES,
        METRICS,
        DEGRADATIONS,
        RESTORERS);
  }

  /** Whether there is a shelf of that kind. */
  static boolean holds(String kind) {
    return shelves().stream().anyMatch(shelf -> shelf.kind().equals(kind));
  }

  /** The shelf of a kind that there is. */
  static Shelf<?> shelf(String kind) {
    return shelves().stream().filter(shelf -> shelf.kind().equals(kind)).findFirst().orElseThrow();
  }
}
