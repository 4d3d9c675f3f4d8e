package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.denoise.AdaptiveProjected;
import io.inkwash.denoise.Autoguidance;
import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.ClassifierFree;
import io.inkwash.denoise.ClassifierFreePlusPlus;
import io.inkwash.denoise.ClassifierFreeZeroStar;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.DynamicThreshold;
import io.inkwash.denoise.Momentum;
import io.inkwash.denoise.NoiseInterval;
import io.inkwash.denoise.PerturbedAttention;
import io.inkwash.denoise.SelfAttention;
import io.inkwash.process.RectifiedFlow;

/** The registries of what is done to a model's estimates before a solver uses them. */
final class Guidances {
  private Guidances() {}

  /** How estimates are kept in the range of pixels. */
  static final Registry<Threshold> THRESHOLDS =
      new Registry<Threshold>("threshold")
          .register("none", (inner, range) -> inner, "estimates as they are")
          .register(
              "clamp",
              (inner, range) -> new Clamped(inner, range.low(), range.high()),
              "pixel by pixel (Ho et al. 2020's code)")
          .register(
              "dynamic",
              "percentile=0.995, cap=Infinity",
              Guidances::dynamic,
              "whole images shrunk until so many pixels fit (Saharia et al. 2022)");

  /** How a model is guided. */
  static final Registry<Guidance> GUIDANCES =
      new Registry<Guidance>("guidance")
          .register("none", GuidedModel::conditional, "the model as it is")
          .register(
              "classifier-free",
              "weight=2, rescale=0, from=0, to=Infinity, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::classifierFree,
              "away from the unconditional model; 1 is none; from and to are times, sigmaFrom and"
                  + " sigmaTo levels (Ho and Salimans 2022)")
          .register(
              "adaptive-projected",
              "weight=2, eta=0, radius=Infinity, momentum=0, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::adaptiveProjected,
              "classifier-free without the part that saturates (Sadat et al. 2024)")
          .register(
              "classifier-free-zero-star",
              "weight=2, zeroFrom=Infinity, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::zeroStar,
              "classifier-free with the unconditional velocity scaled to fit (Fan et al. 2025)")
          .register(
              "classifier-free++",
              "weight=0.6, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::plusPlus,
              "between the two models, for the solvers of CFG++ (Chung et al. 2024)")
          .register(
              "autoguidance",
              "weight=2, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::autoguidance,
              "away from a worse model (Karras et al. 2024)")
          .register(
              "perturbed-attention",
              "scale=3, weight=1, positions=Infinity, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::perturbedAttention,
              "away from the model without its self-attention; weight is that of classifier-free"
                  + " (Ahn et al. 2024)")
          .register(
              "self-attention",
              "scale=0.75, weight=1, blur=1, sigmaFrom=0, sigmaTo=Infinity",
              Guidances::selfAttention,
              "away from the estimate of what it attends to, blurred; weight is that of"
                  + " classifier-free (Hong et al. 2023)")
          .register(
              "classifier",
              "scale=1, file=noisy-classifier.safetensors",
              a -> new ClassifierGuidance(a.path("file"), a.number("scale")),
              "up the gradient of a classifier of noisy images (Dhariwal and Nichol 2021)");

  /** A denoiser by which a guidance is made once, so that it refuses bad numbers at once. */
  private static final Denoiser ANY = (x, t) -> Denoised.of(x);

  private static Threshold dynamic(Arguments a) {
    DynamicThreshold numbers =
        new DynamicThreshold(ANY, a.number("percentile"), a.number("cap"), 0, 1);
    return (inner, range) ->
        new DynamicThreshold(inner, numbers.percentile(), numbers.cap(), range.low(), range.high());
  }

  private static Guidance classifierFree(Arguments a) {
    ClassifierFree numbers =
        new ClassifierFree(
            ANY, ANY, a.number("weight"), a.number("rescale"), a.number("from"), a.number("to"));
    return within(a, model -> numbers.around(model.conditional(), model.unconditional().get()));
  }

  private static Guidance adaptiveProjected(Arguments a) {
    AdaptiveProjected numbers =
        new AdaptiveProjected(
            ANY,
            ANY,
            a.number("weight"),
            a.number("eta"),
            a.number("radius"),
            Momentum.of(a.number("momentum")));
    double momentum = a.number("momentum");
    return within(
        a,
        model ->
            numbers.around(
                model.conditional(), model.unconditional().get(), Momentum.of(momentum)));
  }

  private static Guidance zeroStar(Arguments a) {
    ClassifierFreeZeroStar numbers =
        new ClassifierFreeZeroStar(
            ANY, ANY, RectifiedFlow.standard(), a.number("weight"), a.number("zeroFrom"));
    return within(
        a,
        model ->
            new ClassifierFreeZeroStar(
                model.conditional(),
                model.unconditional().get(),
                model.path(),
                numbers.weight(),
                numbers.zeroFrom()));
  }

  private static Guidance plusPlus(Arguments a) {
    ClassifierFreePlusPlus numbers = new ClassifierFreePlusPlus(ANY, ANY, a.number("weight"));
    return within(
        a,
        model ->
            new ClassifierFreePlusPlus(
                model.conditional(), model.unconditional().get(), numbers.weight()));
  }

  private static Guidance autoguidance(Arguments a) {
    Autoguidance numbers = new Autoguidance(ANY, ANY, a.number("weight"));
    return within(
        a, model -> new Autoguidance(model.conditional(), model.weak().get(), numbers.weight()));
  }

  private static Guidance perturbedAttention(Arguments a) {
    PerturbedAttention numbers =
        new PerturbedAttention(ANY, ANY, a.number("scale"), a.number("positions"));
    Guidance base = weighted(a);
    return within(
        a,
        model ->
            new PerturbedAttention(
                base.guide(model), model.conditional(), numbers.scale(), numbers.mostPositions()));
  }

  private static Guidance selfAttention(Arguments a) {
    SelfAttention numbers =
        new SelfAttention(ANY, ANY, RectifiedFlow.standard(), a.number("scale"), a.number("blur"));
    Guidance base = weighted(a);
    return within(
        a,
        model ->
            new SelfAttention(
                base.guide(model),
                model.conditional(),
                model.path(),
                numbers.scale(),
                numbers.blur()));
  }

  /** Classifier-free guidance of the argument {@code weight}; at 1 the model as it is. */
  private static Guidance weighted(Arguments a) {
    double weight = a.number("weight");
    ClassifierFree.of(ANY, ANY, weight);
    return weight == 1
        ? GuidedModel::conditional
        : model -> ClassifierFree.of(model.conditional(), model.unconditional().get(), weight);
  }

  /** A guidance in the interval of noise levels that the arguments give. */
  private static Guidance within(Arguments a, Guidance guidance) {
    NoiseInterval numbers =
        new NoiseInterval(
            ANY, ANY, RectifiedFlow.standard(), a.number("sigmaFrom"), a.number("sigmaTo"));
    return model ->
        new NoiseInterval(
            guidance.guide(model),
            model.conditional(),
            model.path(),
            numbers.sigmaFrom(),
            numbers.sigmaTo());
  }
}
