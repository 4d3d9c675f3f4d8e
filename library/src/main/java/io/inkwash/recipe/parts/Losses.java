package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.denoise.Divergence;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.objective.Adversary;
import io.inkwash.objective.ConsistencyTuning;
import io.inkwash.objective.ContinuousVlb;
import io.inkwash.objective.DenoisingObjective;
import io.inkwash.objective.DistributionMatching;
import io.inkwash.objective.EstimateLimits;
import io.inkwash.objective.FewStepStudent;
import io.inkwash.objective.HybridVlb;
import io.inkwash.objective.ImplicitScoreMatching;
import io.inkwash.objective.MeanFlow;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ProgressiveDistillation;
import io.inkwash.objective.TeacherGuidance;
import io.inkwash.objective.Vlb;
import io.inkwash.objective.matching.Fisher;
import io.inkwash.objective.matching.MatchingDivergence;
import io.inkwash.objective.matching.ReverseKl;
import io.inkwash.prediction.Targets;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.CosMap;
import io.inkwash.time.training.LogLogisticSigma;
import io.inkwash.time.training.LogNormalSigma;
import io.inkwash.time.training.LogUniformSigma;
import io.inkwash.time.training.LogitNormal;
import io.inkwash.time.training.LossSecondMoment;
import io.inkwash.time.training.ModeTimes;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.time.training.UniformOn;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.Optional;
import java.util.function.BiFunction;

/** The registries of training losses, their weights and their times: one call a value. */
final class Losses {
  private Losses() {}

  /** What distribution matching makes small. */
  static final Registry<MatchingDivergence> DIVERGENCES =
      new Registry<MatchingDivergence>("divergence")
          .register("kl", new ReverseKl(), "Kullback-Leibler, by both estimates (Yin et al. 2024)")
          .register(
              "fisher",
              "alpha=1",
              a -> new Fisher(a.number("alpha")),
              "squared difference of the scores, by the score identity (Zhou et al. 2024)");

  /** Training losses. */
  static final Registry<ObjectiveFactory> OBJECTIVES =
      new Registry<ObjectiveFactory>("objective")
          .register(
              "denoising",
              "clamp=false",
              a -> ofEstimates("denoising", a.flag("clamp"), (model, bins) -> model),
              "the weighted squared error of the target; of the score it is score matching. Of"
                  + " estimates within the range of pixels with clamp=true")
          .register(
              "hybrid-vlb",
              "lambda=0.001",
              a ->
                  (simple, variance, bins) ->
                      new HybridVlb(simple, variance, bins, a.number("lambda")),
              "that and a little of the bound, to learn the variance (Nichol and Dhariwal 2021)")
          .register(
              "vlb",
              "",
              a ->
                  (simple, variance, bins) ->
                      new Vlb(
                          simple.path(), simple.parameterization(), variance, bins, simple.times()),
              "the variational bound itself, in bits/dim; best with times loss-second-moment")
          .register(
              "continuous-vlb",
              "clamp=false",
              a -> ofEstimates("continuous-vlb", a.flag("clamp"), ContinuousVlb::new),
              "the bound of infinitely many steps, in bits/dim, with a learned path where there is"
                  + " one (Kingma et al. 2021); of estimates within the range of pixels with clamp=true")
          .register(
              "consistency-tuning",
              "q=2, stageSteps=0, k=8, b=1, sigmaData=0.5, clamp=false",
              a -> {
                ConsistencyTuning.Gap gap =
                    new ConsistencyTuning.Gap(
                        a.number("q"), a.integer("stageSteps"), a.number("k"), a.number("b"));
                double sigmaData = a.number("sigmaData");
                return ofEstimates(
                    "consistency-tuning",
                    a.flag("clamp"),
                    (model, bins) -> new ConsistencyTuning(model, gap, sigmaData));
              },
              "for students of one or two evaluations, made by distill (Geng et al. 2024)")
          .register(
              "progressive-distillation",
              "teacherSteps=16, studentSteps=1, grid=trailing, clamp=false",
              a -> {
                int from = a.integer("teacherSteps");
                int to = a.integer("studentSteps");
                TimeGrid grid = Grids.GRIDS.make(Spec.parse(a.text("grid")));
                return ofEstimates(
                    "progressive-distillation",
                    a.flag("clamp"),
                    (model, bins) -> new ProgressiveDistillation(model, grid, from, to));
              },
              "for students of few steps of DDIM, made by distill (Salimans and Ho 2022)")
          .register(
              "distribution-matching",
              "studentSteps=1, fakeSteps=5, divergence=kl, grid=trailing, simulate=false, guidance=1, guidanceSigmaTo=Infinity, adversary=0, adversaryRate=0.001, clamp=false",
              a -> {
                int fakeSteps = a.integer("fakeSteps");
                MatchingDivergence divergence = DIVERGENCES.make(Spec.parse(a.text("divergence")));
                FewStepStudent student =
                    new FewStepStudent(
                        Grids.GRIDS.make(Spec.parse(a.text("grid"))),
                        a.integer("studentSteps"),
                        a.flag("simulate"));
                TeacherGuidance guidance =
                    new TeacherGuidance(a.number("guidance"), a.number("guidanceSigmaTo"));
                double weight = a.number("adversary");
                double rate = a.number("adversaryRate");
                return ofEstimates(
                    "distribution-matching",
                    a.flag("clamp"),
                    (model, bins) ->
                        new DistributionMatching(
                            model,
                            divergence,
                            guidance,
                            student,
                            adversary(model, weight, rate),
                            fakeSteps));
              },
              "for students of one or few evaluations, made by distill (Yin et al. 2024)")
          .register(
              "mean-flow",
              "apart=0.75, power=0.75, floor=0.001",
              a -> {
                double apart = a.number("apart");
                double power = a.number("power");
                double floor = a.number("floor");
                return (simple, variance, bins) ->
                    withoutVariance(
                        MeanFlow.of(simple, apart, power, floor), variance, "mean-flow");
              },
              "the mean velocity between two times, for one evaluation (Geng et al. 2025)")
          .register(
              "sliced-score-matching",
              "directions=1",
              a ->
                  (simple, variance, bins) ->
                      implicit(simple, variance, Divergence.rademacher(a.integer("directions"))),
              "score matching by the divergence along random directions (Song et al. 2019)")
          .register(
              "exact-score-matching",
              "",
              a -> (simple, variance, bins) -> implicit(simple, variance, Divergence.exact()),
              "score matching by the whole divergence (Hyvarinen 2005); for few pixels");

  /** How much each noise level counts in the loss. */
  static final Registry<Weighting> WEIGHTINGS =
      new Registry<Weighting>("weighting")
          .register("simple", Weightings.simple(), "1 on the squared noise error: L_simple of DDPM")
          .register(
              "unit-velocity",
              Weightings.unit(Targets.velocity()),
              "1 on the squared velocity error (flow matching)")
          .register("vlb", Weightings.vlb(), "the variational bound in continuous time")
          .register(
              "likelihood",
              Weightings.likelihood(),
              "g(t)^2 / 2 on the squared score error; the same weights as vlb (Song et al. 2021)")
          .register(
              "min-snr",
              "gamma=5",
              a -> Weightings.minSnr(a.number("gamma")),
              "min(SNR, gamma) on the squared x0 error (Hang et al. 2023)")
          .register(
              "soft-min-snr",
              "gamma=4",
              a -> Weightings.softMinSnr(a.number("gamma")),
              "a smooth min-SNR (Crowson et al. 2024)")
          .register(
              "truncated-snr",
              Weightings.truncatedSnr(),
              "max(SNR, 1) on the squared x0 error (Salimans and Ho 2022)")
          .register(
              "p2",
              "k=1, gamma=1",
              a -> Weightings.p2(a.number("k"), a.number("gamma")),
              "less weight on faint noise (Choi et al. 2022)")
          .register(
              "cos-map",
              Weightings.cosMap(),
              "2 / (pi (alpha^2 + sigma^2)) on the squared velocity error (Esser et al. 2024)")
          .register(
              "inverse-variance",
              Weightings.inverseVariance(),
              "1 / sigma^2 on the squared velocity error (sigma_sqrt of SD3's training scripts)")
          .register(
              "debiased",
              Weightings.debiased(),
              "1 / sqrt(SNR) on the squared noise error (Yu et al. 2024)")
          .register(
              "edm",
              "sigmaData=0.5",
              a -> Weightings.edm(a.number("sigmaData")),
              "1 on EDM's target (Karras et al. 2022)");

  /** Where training times come from. */
  static final Registry<TimeSampler> TIMES =
      new Registry<TimeSampler>("times")
          .register(
              "discrete", "", a -> TimeSampler.discrete(), "each step of a discrete path alike")
          .register("uniform", "", a -> TimeSampler.uniform(), "uniform over the path's time")
          .register(
              "stratified",
              "",
              a -> TimeSampler.stratified(),
              "uniform, one in each of as many strata as images (Kingma et al. 2021)")
          .register(
              "log-normal-sigma",
              "mean=-1.2, sd=1.2",
              a -> new LogNormalSigma(a.number("mean"), a.number("sd")),
              "log sigma normally distributed (Karras et al. 2022)")
          .register(
              "logit-normal",
              "mean=0, sd=1",
              a -> new LogitNormal(a.number("mean"), a.number("sd")),
              "logit t normally distributed (Esser et al. 2024)")
          .register(
              "mode",
              "scale=1.29",
              a -> new ModeTimes(a.number("scale")),
              "dense in the middle of the path, or at its ends below 0 (Esser et al. 2024)")
          .register(
              "cos-map",
              "",
              a -> new CosMap(),
              "the levels of a cosine path at uniform times, on a flow (Esser et al. 2024)")
          .register(
              "log-logistic-sigma",
              "mean=-0.693, scale=0.5, sigmaMin=0, sigmaMax=Infinity",
              Losses::logLogistic,
              "log sigma logistically distributed (k-diffusion)")
          .register(
              "log-uniform-sigma",
              "sigmaMin=0.01, sigmaMax=80",
              a -> new LogUniformSigma(a.number("sigmaMin"), a.number("sigmaMax")),
              "log sigma uniform (k-diffusion)")
          .register(
              "simple-diffusion",
              "imageSize=64, noiseFrom=64, noiseTo=32",
              a -> new UniformOn(Processes.simpleDiffusion(a)),
              "the levels of a simple-diffusion path at uniform times (k-diffusion's"
                  + " cosine-interpolated; v-diffusion at equal sizes)")
          .register(
              "loss-second-moment",
              "remembered=10, uniformShare=0.001",
              a -> new LossSecondMoment(a.integer("remembered"), a.number("uniformShare")),
              "more often where recent losses were large; a share stays uniform (Nichol and"
                  + " Dhariwal 2021)");

  private static TimeSampler logLogistic(Arguments a) {
    return new LogLogisticSigma(
        a.number("mean"), a.number("scale"), a.number("sigmaMin"), a.number("sigmaMax"));
  }

  /**
   * Of the model's estimates of the clean image, and without a learned variance.
   *
   * @param clamp whether the estimates are limited to the range of pixels
   */
  private static ObjectiveFactory ofEstimates(
      String name,
      boolean clamp,
      BiFunction<DenoisingObjective, PixelBins, Objective<Backbone>> objective) {
    return (simple, variance, bins) -> {
      DenoisingObjective model = clamp ? simple.within(EstimateLimits.of(bins)) : simple;
      return withoutVariance(objective.apply(model, bins), variance, name);
    };
  }

  private static Optional<Adversary> adversary(
      DenoisingObjective model, double weight, double rate) {
    return weight == 0
        ? Optional.empty()
        : Optional.of(new Adversary(model.path(), model.times(), weight, rate));
  }

  private static Objective<Backbone> implicit(
      DenoisingObjective simple, Variance variance, Divergence divergence) {
    ImplicitScoreMatching matching =
        new ImplicitScoreMatching(
            simple.path(),
            simple.parameterization(),
            simple.weighting(),
            divergence,
            simple.times());
    return withoutVariance(matching, variance, "score matching");
  }

  private static Objective<Backbone> withoutVariance(
      Objective<Backbone> objective, Variance variance, String name) {
    if (variance.learned()) {
      throw new IllegalArgumentException(
          format(
              "objective %s does not train the variance; use objective hybrid-vlb, or variance fixed-small",
              name));
    }
    return objective;
  }
}
