package io.inkwash.recipe.parts;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.catalog.Registry;
import io.inkwash.data.Augment;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.GeneratorNet;
import io.inkwash.nn.vdm.FourierFeatures;
import io.inkwash.nn.vdm.PathLearning;
import io.inkwash.objective.matching.MatchingDivergence;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.Restorer;
import io.inkwash.restore.Restorers;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.Degradations;
import io.inkwash.solve.Solver;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.OptimizerRule;
import io.inkwash.train.EmaProfiles;
import io.inkwash.train.EmaWarmup;
import io.inkwash.weighting.Weighting;
import java.util.List;

/**
 * Every value of the algebra by its name. To add one, write its record and one line on its
 * registry.
 */
public final class Catalog {
  private Catalog() {}

  /** Forward processes. */
  public static final Registry<GaussianPath> PATHS = Processes.PATHS;

  /** What a network predicts. */
  public static final Registry<Target> TARGETS = Predictions.TARGETS;

  /** Where the variance of a reverse step comes from. */
  public static final Registry<Variance> VARIANCES = Predictions.VARIANCES;

  /** How the noisy image is scaled before the network sees it. */
  public static final Registry<InputScale> SCALES = Predictions.SCALES;

  /** The number that gives a network the noise level. */
  public static final Registry<NoiseLevelInput> NOISE_LEVEL_INPUTS = Predictions.NOISE_LEVEL_INPUTS;

  /** What is made small. */
  public static final Registry<ObjectiveFactory> OBJECTIVES = Losses.OBJECTIVES;

  /** How far a student's images are from its teacher's. */
  public static final Registry<MatchingDivergence> DIVERGENCES = Losses.DIVERGENCES;

  /** How much each noise level counts in the loss. */
  public static final Registry<Weighting> WEIGHTINGS = Losses.WEIGHTINGS;

  /** Where training times come from. */
  public static final Registry<TimeSampler> TIMES = Losses.TIMES;

  /** Architectures. */
  public static final Registry<NetworkFactory> NETWORKS = Networks.NETWORKS;

  /** How a denoiser reads captions. */
  public static final Registry<TextFactory> TEXTS = Networks.TEXTS;

  /** What a network sees beside the noisy image. */
  public static final Registry<FourierFeatures.Config> INPUT_FEATURES = Networks.INPUT_FEATURES;

  /** What a network's output is. */
  public static final Registry<NetworkOutput> OUTPUTS = Networks.OUTPUTS;

  /** What of the forward process is trained along with the network. */
  public static final Registry<PathLearning> LEARNED_PATHS = Networks.LEARNED_PATHS;

  /** Networks that make images of random numbers. */
  public static final Registry<ImageNetFactory<GeneratorNet>> GENERATORS = LatentModels.GENERATORS;

  /** Networks that distinguish the data from a generator. */
  public static final Registry<ImageNetFactory<DiscriminatorNet>> DISCRIMINATORS =
      LatentModels.DISCRIMINATORS;

  /** What the two networks of an adversarial game minimize. */
  public static final Registry<AdversarialLoss> ADVERSARIAL_LOSSES =
      LatentModels.ADVERSARIAL_LOSSES;

  /** Variational autoencoders. */
  public static final Registry<VaeFactory> VAES = LatentModels.VAES;

  /** Autoencoders of latent diffusion. */
  public static final Registry<AutoencoderFactory> AUTOENCODERS = Autoencoders.AUTOENCODERS;

  /** The spaces that diffusion works in. */
  public static final Registry<CodecFactory> CODECS = Autoencoders.CODECS;

  /** How far images are apart to a network. */
  public static final Registry<PerceptualFactory> PERCEPTUALS = Autoencoders.PERCEPTUALS;

  /** The distribution of pixels that a decoder gives. */
  public static final Registry<LikelihoodFactory> LIKELIHOODS = LatentModels.LIKELIHOODS;

  /** Random changes to training images. */
  public static final Registry<Augment> AUGMENTS = Augments.AUGMENTS;

  /** How weights follow their gradients. */
  public static final Registry<OptimizerRule> OPTIMIZERS = Optimizers.OPTIMIZERS;

  /** How the decay of the average of the weights rises: {@code emaWarmup}. */
  public static final Registry<EmaWarmup> EMA_WARMUPS = Optimizers.EMA_WARMUPS;

  /** The averages of the weights that are kept beside the sampled one: {@code emaProfiles}. */
  public static final Registry<EmaProfiles> EMA_PROFILES = Optimizers.EMA_PROFILES;

  /** Sampling rules. */
  public static final Registry<Solver> SOLVERS = Solvers.SOLVERS;

  /** The times that sampling visits. */
  public static final Registry<TimeGrid> GRIDS = Grids.GRIDS;

  /** How estimates are limited to the range of pixels. */
  public static final Registry<Threshold> THRESHOLDS = Guidances.THRESHOLDS;

  /** How a model is guided. */
  public static final Registry<Guidance> GUIDANCES = Guidances.GUIDANCES;

  /** What images are compared by. */
  public static final Registry<FeatureExtractorFactory> FEATURES = FeatureExtractors.FEATURES;

  /** What can have happened to images. */
  public static final Registry<Degradation> DEGRADATIONS = Degradations.DEGRADATIONS;

  /** Ways to restore them. */
  public static final Registry<Restorer> RESTORERS = Restorers.RESTORERS;

  /** All registries, in the order to show them. */
  public static List<Registry<?>> registries() {
    return List.of(
        PATHS,
        TARGETS,
        VARIANCES,
        SCALES,
        NOISE_LEVEL_INPUTS,
        OBJECTIVES,
        DIVERGENCES,
        WEIGHTINGS,
        TIMES,
        NETWORKS,
        TEXTS,
        INPUT_FEATURES,
        LEARNED_PATHS,
        OUTPUTS,
        CODECS,
        GENERATORS,
        DISCRIMINATORS,
        ADVERSARIAL_LOSSES,
        VAES,
        AUTOENCODERS,
        PERCEPTUALS,
        LIKELIHOODS,
        AUGMENTS,
        OPTIMIZERS,
        EMA_WARMUPS,
        EMA_PROFILES,
        SOLVERS,
        GRIDS,
        THRESHOLDS,
        GUIDANCES,
        FEATURES,
        DEGRADATIONS,
        RESTORERS);
  }

  /** Whether there is a registry of that kind. */
  public static boolean holds(String kind) {
    return registries().stream().anyMatch(registry -> registry.kind().equals(kind));
  }

  /** The registry of a kind that there is. */
  public static Registry<?> registry(String kind) {
    return registries().stream()
        .filter(registry -> registry.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
