package io.inkwash.model;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.codec.Codec;
import io.inkwash.condition.Condition;
import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.PixelValues;
import io.inkwash.generate.BatchGenerator;
import io.inkwash.generate.DecodedGenerator;
import io.inkwash.generate.DiffusionGenerator;
import io.inkwash.generate.Drawing;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.ImageGenerator;
import io.inkwash.model.frozen.StoredText;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.SamplingPlan;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.restore.Prior;
import io.inkwash.solve.BoundLikelihood;
import io.inkwash.solve.ContinuousBound;
import io.inkwash.solve.Dequantization;
import io.inkwash.solve.FlowLikelihood;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A trained diffusion model. */
final class DiffusionModel implements DenoisingModel, LikelihoodModel {

  /** Evaluations an image of a bound in continuous time. */
  private static final int BOUND_TIMES = 10;

  private final DiffusionRecipe recipe;
  private final DiffusionMethod method;
  private final SavedWeights weights;
  private final Precision precision;
  private final ComputeDevice device;
  private final Owned<FrozenText> text;
  private final Owned<Backbone> network;
  private final Owned<Codec> codec;

  DiffusionModel(DiffusionRecipe recipe, SavedWeights weights, OpenOptions options) {
    this.recipe = recipe;
    this.weights = weights;
    precision = options.precision();
    device = options.device();
    Optional<StoredCodec> stored = StoredCodec.of(weights.run(), recipe);
    Optional<StoredText> words = StoredText.of(weights.run().root(), recipe);
    text = Owned.of(() -> words.map(StoredText::open).orElse(FrozenText.UNREAD));
    network = weights.open(() -> DiffusionFamily.network(recipe, text.value()));
    method = DiffusionMethod.of(recipe, network.value());
    codec =
        Owned.of(() -> stored.<Codec>map(each -> each.open(recipe.data())).orElse(Codec.PIXELS));
  }

  @Override
  public DiffusionRecipe recipe() {
    return recipe;
  }

  @Override
  public DiffusionMethod method() {
    return method;
  }

  @Override
  public SavedWeights weights() {
    return weights;
  }

  @Override
  public ComputeDevice device() {
    return device;
  }

  @Override
  public Codec codec() {
    return codec.value();
  }

  @Override
  public Denoiser denoiser(Conditioning conditioning) {
    return new NetworkDenoiser(
        network.value(),
        method.path(),
        method.parameterization(),
        method.variance(),
        conditioning,
        precision);
  }

  @Override
  public Drawing drawing(GenerateOptions options) {
    SamplingPlan plan = method.plan(recipe.sampledBy(options));
    return new Drawing(
        decoded(
            new DiffusionGenerator(guided(options, plan), plan.sampler(), recipe.space()), codec()),
        recipe.data(),
        Priors.requestable(recipe, plan).drawn(options.request(), options.seed()),
        options.seed(),
        device);
  }

  @Override
  public Prior prior(GenerateOptions options) {
    return options.request().isEmpty()
        ? prior(recipe.sampledBy(options))
        : Priors.requested(recipe, method, options, plan -> guided(options, plan), codec());
  }

  /** The model, guided as the plan has it, whose conditioning is still to be given. */
  private ConditionalDenoiser guided(GenerateOptions options, SamplingPlan plan) {
    Condition own = recipe.condition();
    Optional<Requested> negative = options.negative().map(request -> request.of(own));
    requireGuidance(negative, plan.guidance());
    return (requested, each) -> {
      Conditioning given = own.isNone() ? Conditioning.none() : requested;
      return plan.guide(
          new GuidedModel(
              each.apply(denoiser(given)),
              () -> each.apply(away(given, negative)),
              () -> each.apply(weaker(options.weak(), given)),
              method.path(),
              recipe.space(),
              requested));
    };
  }

  /** A generator of what is denoised as one of pictures. */
  static BatchGenerator decoded(BatchGenerator generator, Codec codec) {
    return codec.equals(Codec.PIXELS) ? generator : new DecodedGenerator(generator, codec);
  }

  /** What guidance leads away from: the model with a negative request, or without one. */
  private Denoiser away(Conditioning conditioning, Optional<Requested> negative) {
    String word = recipe.condition().word();
    if (recipe.condition().isNone()) {
      throw Guidance.ofUnconditionalModel();
    }
    if (conditioning.isNone()) {
      throw new SpecException(
          "guidance towards a " + word + ", and no " + word + " is requested; name one");
    }
    if (negative.isPresent()) {
      return denoiser(negative.get().rows(0, conditioning.rows()));
    }
    if (recipe.training().conditioningDropout() == 0) {
      throw new SpecException(
          "guidance away from the unconditional model, of a model that was always given a "
              + word
              + " (conditioningDropout 0); train it with conditioningDropout 0.1");
    }
    return denoiser();
  }

  private static void requireGuidance(Optional<Requested> negative, Guidance guidance) {
    if (negative.isPresent()
        && guidance.equals(Catalog.GUIDANCES.make(new Spec("none", Map.of())))) {
      throw new SpecException(
          "a negative prompt acts by guidance, and there is none; add guidance"
              + " classifier-free(weight=3)");
    }
  }

  private Denoiser weaker(Optional<ImageGenerator> weak, Conditioning conditioning) {
    if (weak.isEmpty()) {
      throw new SpecException("autoguidance needs a worse model; name one");
    }
    if (!(weak.get() instanceof DenoisingModel worse)) {
      throw new SpecException(
          "autoguidance needs a worse model that denoises, and this one does not");
    }
    ImageSpec other = worse.data();
    if (!worse.method().path().equals(method.path()) || !other.equals(data())) {
      throw new SpecException(
          "the worse model is of "
              + worse.method().path().name()
              + " on "
              + other.form()
              + ", this one of "
              + method.path().name()
              + " on "
              + data().form()
              + "; both must be alike");
    }
    return worse.denoiser(conditioning);
  }

  @Override
  public void checkLikelihood() {
    if (!method.ofPixels()) {
      throw new SpecException(
          "bits/dim are of the bytes of pixels, and this model gives the density of latents;"
              + " allowed: a model that works in pixels");
    }
    boolean bounded = method.path().discrete() || ContinuousBound.applies(method.path());
    if (!bounded && method.objective().limitsEstimates()) {
      throw new SpecException(
          "bits/dim are those of a flow without limits or of a path that leaves signal, and this model"
              + " has neither; allowed: one trained with objective.clamp=false, such as flow-small");
    }
  }

  /**
   * The variational bound: where the model steps through a table, that of the model that ancestral
   * sampling draws from; else, where the path leaves signal, that of infinitely many steps. Its
   * estimates are thresholded as the recipe has it (where next to nothing is left of the image, an
   * estimate that is not lies far outside the pixel range, and the first few steps alone can cost a
   * bit). And the density of the probability flow, where training did not limit estimates.
   */
  @Override
  public Map<String, Estimator> likelihoods(double tolerance) {
    checkLikelihood();
    PixelBins bins = PixelBins.of(data().range().low(), data().range().high());
    Map<String, Estimator> estimators = new LinkedHashMap<>();
    Function<Conditioning, Denoiser> limited =
        conditioning -> method.plan().threshold().apply(denoiser(conditioning), data().range());
    if (method.path().discrete()) {
      BoundLikelihood bound = BoundLikelihood.everyStep(method.path(), method.variance(), bins);
      estimators.put(
          "bound",
          (images, conditioning, key, first) ->
              bound.of(limited.apply(conditioning), images, key, first));
    } else if (ContinuousBound.applies(method.path())) {
      ContinuousBound bound =
          new ContinuousBound(method.path(), new PixelValues(bins), BOUND_TIMES);
      estimators.put(
          "bound",
          (images, conditioning, key, first) ->
              bound.of(limited.apply(conditioning), images, key, first));
    }
    if (method.objective().limitsEstimates()) {
      return estimators; // the flow is that of the network without limits
    }
    FlowLikelihood flow = FlowLikelihood.of(method.path(), tolerance);
    estimators.put(
        "flow",
        (images, conditioning, key, first) ->
            flow.ofBytes(
                ConditionalDenoiser.of(this::denoiser),
                conditioning,
                images,
                bins,
                Dequantization.UNIFORM,
                key,
                first));
    return estimators;
  }

  @Override
  public void close() {
    network.close();
    codec.close();
    text.close();
  }
}
