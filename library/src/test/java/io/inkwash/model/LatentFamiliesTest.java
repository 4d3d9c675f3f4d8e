package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.file.Json;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.Likelihood;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.DivergedException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.TrainStep;
import io.inkwash.train.Trainer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adversarial and variational models of tiny networks: trained, resumed, read back, drawn. */
class LatentFamiliesTest {
  private static final int SIDE = 12;

  private static final String GAN =
      "generator=dcgan(features=8,latent=6) discriminator.features=8 batch=4 ";
  private static final String AUTOENCODER =
      "autoencoder=kl(channels=32:32,blocks=1) discriminator.features=8 batch=4 learning.learningRate.warmup=2 ";
  private static final String VAE = "vae=conv-vae(features=8,hidden=16,latent=4) batch=4 ";

  @TempDir Path folder;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  private static ImageSource digits(int count) {
    return DataSets.open(
        "digits", Split.TEST, DataOptions.defaults().withSize(SIDE).withLimit(count));
  }

  /** A recipe for the digits with settings, {@code key=value ...}. */
  private static Recipe recipe(String name, int classes, String settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String setting : settings.strip().split(" +")) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    ImageSpec data = new ImageSpec(1, SIDE, SIDE, PixelRange.SYMMETRIC, names);
    return Settings.apply(Recipes.named(name), data, changes);
  }

  private Path train(String name, Recipe recipe, ImageSource source, long... ends) {
    Path run = folder.resolve(name);
    Provenance provenance =
        Provenance.now(DataLocation.of("digits", run), source, 7, Precision.FP32, 1, "cpu");
    RunDirectory directory = Run.begin(run, recipe, provenance).directory();
    for (long end : ends) {
      try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
        training.train(
            directory,
            Budget.steps(end),
            new Trainer.Intervals(1000, 0, 1, 0),
            () -> false,
            (line, loss, progress) -> {});
      }
    }
    return run;
  }

  private static List<MetricsLog.Line> metrics(Path run) {
    return Json.readLines(run.resolve("metrics.jsonl"), MetricsLog.Line.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gan-small " + GAN + "gamma=1 penaltyEvery=2",
        "gan-small " + GAN + "discriminator.normalization=spectral adversarialLoss=hinge",
        "gan-small " + GAN + "discriminatorSteps=2 adversarialLoss=minimax",
        "vae-small " + VAE + "freeNats=0.1",
        "vae-small " + VAE + "likelihood=bernoulli accumulate=2 optimizer=radam",
        "vae-small " + VAE + "likelihood=gaussian optimizer=sgd(momentum=0.5)",
        "autoencoder-small "
            + AUTOENCODER
            + "adversarialStart=3 learning.learningRate.decay=constant",
      })
  void aResumedRunIsTheOneThatWasNeverStopped(String named) {
    String[] words = named.split(" ", 2);
    boolean game = !words[0].startsWith("vae");
    ImageSource source = digits(10);
    int classes = words[0].startsWith("gan") ? source.classes() : 0;
    Recipe recipe = recipe(words[0], classes, words[1]);
    Path whole = train("whole", recipe, source, 6);
    Path parts = train("parts", recipe, source, 2, 3, 6);
    assertThat(metrics(parts))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(metrics(whole));
    Path last = whole.resolve("checkpoints/step-00000006");
    List<String> files =
        game
            ? List.of(
                "model",
                "ema",
                "optimizer",
                "discriminator",
                "discriminator-ema",
                "discriminator-optimizer")
            : List.of("model", "ema", "optimizer");
    assertThat(Checkpoint.readState(last).files()).containsOnlyKeys(files);
    assertThat(Checkpoint.readState(parts.resolve("checkpoints/step-00000006")).numbers())
        .usingRecursiveComparison()
        .isEqualTo(Checkpoint.readState(last).numbers());
    for (String file : files) {
      assertThat(Checkpoint.tensors(parts.resolve("checkpoints/step-00000006"), file))
          .hasSameBinaryContentAs(Checkpoint.tensors(last, file));
    }
  }

  /** The discriminator's first step makes its weights huge, and its second fails. */
  @Test
  void aRoundThatDivergesLeavesBothNetworksAsTheyWere() {
    ImageSource source = digits(8);
    Recipe recipe =
        recipe(
            "gan-small",
            0,
            GAN + "discriminatorSteps=2 discriminatorLearning.learningRate.rate=1e30");
    try (TensorScope scope = TensorScope.open()) {
      TrainStep step =
          Families.of(recipe)
              .prepare(
                  recipe, new TrainingSetup(Rng.seed(1), Precision.FP32, ComputeDevice.CPU, source))
              .step();
      Map<String, ByteBuffer> before = weights(step);
      try (BatchStream batches =
          new BatchStream(
              source, 4, recipe.data().range(), Catalog.AUGMENTS.make(Spec.parse("none")), 1, 0)) {
        assertThatThrownBy(() -> step.step(1, 0, batches::next))
            .isInstanceOf(DivergedException.class);
      }
      assertThat(weights(step)).isEqualTo(before);
    }
  }

  private static Map<String, ByteBuffer> weights(TrainStep step) {
    Map<String, ByteBuffer> all = new TreeMap<>();
    step.snapshot()
        .tensors()
        .forEach(
            (file, tensors) ->
                tensors.forEach(
                    (name, tensor) -> all.put(file + "/" + name, tensor.data().bytes())));
    return all;
  }

  @Test
  void anAdversarialModelDrawsTheSamePictureInEveryBatch() {
    ImageSource source = digits(10);
    Path run = train("run", recipe("gan-small", source.classes(), GAN), source, 3);
    try (DrawingModel model = Run.open(run).model(DrawingModel.class, OpenOptions.defaults())) {
      GenerateOptions options = GenerateOptions.defaults().withSeed(5).withClasses(List.of(3, 4));
      List<Picture> together = model.drawing(options).draw(6, 6, StepProgress.NONE);
      List<Picture> apart = model.drawing(options).draw(6, 1, StepProgress.NONE);
      assertThat(apart).isEqualTo(together);
      assertThat(together.get(0)).isNotEqualTo(together.get(2)); // of one class
      assertThat(model.drawing(options.withClasses(List.of())).draw(1, 1, StepProgress.NONE))
          .isNotEqualTo(together.subList(0, 1));
      assertThat(model.drawing(options).film(StepProgress.NONE)).hasSize(1);
    }
  }

  @Test
  void whatOnlySolversHaveIsRefusedInOneLine() {
    Path run = train("run", recipe("gan-small", 0, GAN), digits(4), 1);
    try (DrawingModel model = Run.open(run).model(DrawingModel.class, OpenOptions.defaults())) {
      assertThatThrownBy(
              () -> model.drawing(GenerateOptions.defaults().withSolver(Spec.parse("ddim"))))
          .isInstanceOf(SpecException.class)
          .hasMessage(
              "solver is ddim; allowed: none, since a gan maps noise to images in one pass; leave it"
                  + " out");
      assertThatThrownBy(() -> model.drawing(GenerateOptions.defaults().withSteps(9)))
          .hasMessageStartingWith("steps is 9; allowed: none");
      assertThatThrownBy(() -> model.drawing(GenerateOptions.defaults().withClasses(List.of(1))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Run.open(run).require(Capability.DENOISES, "restore"))
        .hasMessageEndingWith(" is a gan");
    assertThatThrownBy(() -> Run.open(run).require(Capability.LIKELIHOOD, "nll"))
        .hasMessageEndingWith(" is a gan");
  }

  @Test
  void aClassIsNeededWhereNoneWasEverLeftOut() {
    ImageSource source = digits(10);
    Recipe recipe = recipe("gan-small", source.classes(), GAN + "conditioningDropout=0");
    try (DrawingModel model =
        Run.open(train("run", recipe, source, 1))
            .model(DrawingModel.class, OpenOptions.defaults())) {
      assertThatThrownBy(() -> model.drawing(GenerateOptions.defaults()))
          .hasMessageStartingWith("no class is requested of a model that was always given one");
    }
  }

  /**
   * Eight digits, a latent vector of eight numbers: they come back, and the bounds are in order.
   */
  @Test
  void anAutoencoderReconstructsAndBoundsTheLikelihood() {
    ImageSource source = digits(8);
    String settings = "vae=conv-vae(features=16,hidden=64,latent=8) batch=8 rate=3e-3 ema=0.9";
    Path run = train("run", recipe("vae-small", 0, settings), source, 400);
    List<MetricsLog.Line> metrics = metrics(run);
    assertThat(metrics.get(399).loss()).isLessThan(0.7 * metrics.get(0).loss());
    try (LikelihoodModel model =
            Run.open(run).model(LikelihoodModel.class, OpenOptions.defaults());
        TensorScope scope = TensorScope.open()) {
      ImageEncoder encoder = (ImageEncoder) model;
      assertThat(encoder.latentShape()).containsExactly(8);
      List<Picture> real = IntStream.range(0, 8).mapToObj(k -> Pictures.of(source, k)).toList();
      Tensor images = Pictures.tensor(real).mul(new Scalar(2.0)).sub(new Scalar(1.0));
      List<Picture> back =
          Pictures.of(encoder.decode(encoder.encode(images)), PixelRange.SYMMETRIC);
      for (int k = 0; k < 8; k++) {
        assertThat(distance(real.get(k), back.get(k))).isLessThan(0.05);
      }
      assertThat(model.likelihoods()).containsOnlyKeys("elbo", "iwae");
      Likelihood elbo = bits(model, "elbo", images, 0);
      assertThat(elbo.names()).containsExactly("reconstruction", "kl");
      Likelihood tighter = bits(model, "iwae", images, 0);
      assertThat(tighter.bitsPerDim()).isLessThan(elbo.bitsPerDim()).isPositive();
      double[] apart = bits(model, "iwae", images.narrow(0, 5, 1), 5).perImage();
      assertThat(apart[0]).isCloseTo(tighter.perImage()[5], within(1e-4));
    }
  }

  private static Likelihood bits(LikelihoodModel model, String name, Tensor images, long first) {
    LikelihoodModel.Estimator estimator = model.likelihoods().get(name);
    return estimator.of(images, Conditioning.none(), Rng.seed(1), first);
  }

  private static double distance(Picture a, Picture b) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double off = (a.at(0, y, x) - b.at(0, y, x)) / 255.0;
        sum += off * off / (SIDE * SIDE);
      }
    }
    return sum;
  }

  /**
   * Eight digits, latents of a quarter of the size: they come back, and nothing else is offered.
   */
  @Test
  void anAutoencoderOfLatentsReconstructsAndDoesNotDraw() {
    ImageSource source = digits(8);
    String settings =
        AUTOENCODER
            + "batch=8 learning.learningRate.rate=4e-3 learning.ema=0.9 adversarialStart=80";
    Path run = train("run", recipe("autoencoder-small", 0, settings), source, 120);
    List<MetricsLog.Line> metrics = metrics(run);
    assertThat(metrics.get(79).terms()).containsOnlyKeys("pixels", "perceptual", "kl", "latents");
    assertThat(metrics.get(119).terms()).containsKeys("discriminator", "generator");
    assertThat(metrics.get(119).loss()).isLessThan(0.3 * metrics.get(0).loss());
    double[] square =
        Checkpoint.readState(run.resolve("checkpoints/step-00000120"))
            .numbers()
            .get("latent_square");
    assertThat(square[0] / square[1])
        .isCloseTo(metrics.get(119).terms().get("latents"), withinPercentage(60));
    try (ImageEncoder model = Run.open(run).model(ImageEncoder.class, OpenOptions.defaults());
        TensorScope scope = TensorScope.open()) {
      assertThat(model.latentShape()).containsExactly(4, SIDE / 2, SIDE / 2);
      List<Picture> real = IntStream.range(0, 8).mapToObj(k -> Pictures.of(source, k)).toList();
      Tensor images = Pictures.tensor(real, PixelRange.SYMMETRIC);
      List<Picture> back = Pictures.of(model.decode(model.encode(images)), PixelRange.SYMMETRIC);
      for (int k = 0; k < 8; k++) {
        assertThat(distance(real.get(k), back.get(k))).isLessThan(0.02);
      }
    }
    assertThatThrownBy(() -> Run.open(run).require(Capability.DRAWS, "sample"))
        .hasMessageEndingWith(
            "sample needs a model that draws images; " + run + " is an autoencoder");
  }

  @Test
  void recipesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> recipe("autoencoder-small", 3, "batch=8"))
        .hasMessageContaining("an autoencoder is not conditional on classes");
    assertThatThrownBy(() -> recipe("autoencoder-small", 0, "range=unit"))
        .hasMessageContaining("range is unit; allowed: symmetric");
    assertThatThrownBy(
            () ->
                Recipes.named("autoencoder-small")
                    .withData(new ImageSpec(1, 8, 12, PixelRange.SYMMETRIC)))
        .hasMessageContaining("perceptual digits-lenet cannot compare images of 12x8; allowed: 10");
    assertThatThrownBy(() -> recipe("autoencoder-small", 0, "klWeight=-1"))
        .hasMessageContaining("klWeight is -1.0; allowed: 0 or more");
    assertThatThrownBy(() -> recipe("autoencoder-small", 0, "autoencoder.channels=32:32:32:32"))
        .hasMessageContaining("cannot take images of 12x12; allowed: multiples of 8");
    assertThatThrownBy(() -> recipe("gan-small", 0, "accumulate=2"))
        .hasMessageContaining("accumulate is 2; allowed: 1 in a GAN");
    assertThatThrownBy(() -> recipe("gan-small", 0, "range=unit"))
        .hasMessageContaining("range is unit; allowed: symmetric");
    assertThatThrownBy(() -> recipe("gan-small", 0, "gamma=-1"))
        .hasMessageContaining("gamma is -1.0; allowed: 0 or more");
    assertThatThrownBy(() -> recipe("vae-small", 3, "batch=8"))
        .hasMessageContaining("a VAE is not conditional on classes");
    assertThatThrownBy(() -> recipe("vae-small", 0, "vae.normalization=spectral"))
        .hasMessageContaining("normalization is spectral; allowed: none or batch");
    assertThatThrownBy(
            () ->
                Recipes.named("gan-small").withData(new ImageSpec(1, 30, 30, PixelRange.SYMMETRIC)))
        .hasMessageContaining("height is 30; allowed: a multiple of 4");
  }
}
