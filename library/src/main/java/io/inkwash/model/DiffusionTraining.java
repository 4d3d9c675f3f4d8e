package io.inkwash.model;

import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.codec.Codec;
import io.inkwash.data.Examples;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.generate.DiffusionGenerator;
import io.inkwash.generate.Drawing;
import io.inkwash.model.frozen.StoredText;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.classifier.NoisyDiscriminator;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.objective.Adversary;
import io.inkwash.objective.Objective;
import io.inkwash.objective.PosteriorObjective;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.SamplingPlan;
import io.inkwash.recipe.Training;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import io.inkwash.train.Ema;
import io.inkwash.train.Learner;
import io.inkwash.train.LearningRate;
import io.inkwash.train.PairedStep;
import io.inkwash.train.SingleStep;
import io.inkwash.train.TrainStep;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A diffusion model in training. */
final class DiffusionTraining implements Trainable {
  private static final int PREVIEW_STEPS = 50;

  private final DiffusionRecipe recipe;
  private final DiffusionMethod method;
  private final TrainingSetup setup;
  private final Learner<Backbone> learner;
  private final TrainStep step;
  private final Optional<StoredCodec> stored;
  private final Codec codec;

  DiffusionTraining(DiffusionRecipe recipe, TrainingSetup setup) {
    this.recipe = recipe;
    this.setup = setup;
    method = DiffusionMethod.of(recipe);
    stored = StoredCodec.cached(recipe);
    codec = stored.<Codec>map(each -> each.open(recipe.data())).orElse(Codec.PIXELS);
    FrozenText text = StoredText.cached(recipe).map(StoredText::open).orElse(FrozenText.UNREAD);
    Supplier<Backbone> build = () -> DiffusionFamily.network(recipe, text);
    learner = new Learner<>(Learner.MAIN, build, setup.key().stream("init"), method.learning());
    Training training = recipe.training();
    SingleStep.Settings settings =
        new SingleStep.Settings(
            training.accumulate(),
            recipe.condition(),
            training.conditioningDropout(),
            setup.precision());
    Objective<Backbone> objective = objective();
    Rng key = setup.key().stream("train");
    step =
        objective
            .fake()
            .<TrainStep>map(
                fake ->
                    new PairedStep<>(
                        learner,
                        setup.fake(build, method.learning()),
                        fake.adversary().map(this::discriminator),
                        objective,
                        settings,
                        key))
            .orElseGet(() -> new SingleStep<>(learner, objective, settings, key));
  }

  private Learner<NoisyDiscriminator> discriminator(Adversary adversary) {
    LearningRate rate = new LearningRate(adversary.rate(), 0, LearningRate.Decay.CONSTANT, 0);
    Learner.Settings own = method.learning();
    return setup.discriminator(
        () -> new NoisyDiscriminator(recipe.space().channels(), recipe.data().classes()),
        new Learner.Settings(rate, own.optimizer(), 0, own.clip()));
  }

  /** The recipe's objective; of latents, drawn from their posteriors. */
  private Objective<Backbone> objective() {
    return stored
        .<Objective<Backbone>>map(
            each -> new PosteriorObjective<>(method.objective(), each.latents().scale()))
        .orElse(method.objective());
  }

  @Override
  public Examples examples(Examples pixels, Consumer<String> notices) {
    return codec instanceof AutoencoderCodec latents
        ? stored.orElseThrow().encoded(pixels.source(), latents, setup.precision(), notices)
        : pixels;
  }

  @Override
  public TrainStep step() {
    return step;
  }

  @Override
  public long parameterCount() {
    return learner.parameters().count();
  }

  @Override
  public List<Picture> preview(int count, long seed, StepProgress progress) {
    learner.network().train(false);
    try (Ema.Swap averaged = learner.ema().intoNetwork()) {
      DiffusionMethod trained = DiffusionMethod.of(recipe, learner.network());
      SamplingPlan plan = previewPlan(trained);
      Drawing drawing =
          new Drawing(
              DiffusionModel.decoded(
                  new DiffusionGenerator(
                      ConditionalDenoiser.of(
                          conditioning ->
                              plan.threshold()
                                  .apply(denoiser(trained, conditioning), recipe.data().range())),
                      plan.sampler(),
                      recipe.space()),
                  codec),
              recipe.data(),
              recipe.condition().examples(setup.images()),
              seed,
              setup.device());
      return drawing.draw(count, count, progress);
    }
  }

  private Denoiser denoiser(DiffusionMethod trained, Conditioning conditioning) {
    return new NetworkDenoiser(
        learner.network(),
        trained.path(),
        trained.parameterization(),
        trained.variance(),
        conditioning,
        setup.precision());
  }

  /** The recipe's own plan if that is quick, or few steps of DDIM: training is to go on soon. */
  private SamplingPlan previewPlan(DiffusionMethod trained) {
    DiffusionRecipe.Sampling usual = recipe.sampling();
    int evaluations = Catalog.SOLVERS.make(usual.solver()).evaluations(usual.steps());
    if (evaluations <= PREVIEW_STEPS) {
      return trained.plan();
    }
    return trained.plan(
        usual.by("ddim", "trailing", Math.min(PREVIEW_STEPS, usual.steps())).guided("none"));
  }
}
