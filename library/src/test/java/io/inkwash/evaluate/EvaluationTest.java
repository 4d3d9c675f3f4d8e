package io.inkwash.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.Score;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.NativeLeakGuard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Metrics of models that only draw, as a GAN does. */
@ExtendWith(NativeLeakGuard.class)
class EvaluationTest {
  private static final int COUNT = 60;
  private static final double ROUNDING = 1e-6; // of distances between float32 pixels
  private static final ImageSource TRAIN = digits(Split.TRAIN);
  private static final ImageSource TEST = digits(Split.TEST);
  private static final Evaluation.Listener QUIET = (task, done, of) -> {};
  private static final ImageSpec FORM = new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC);

  private static ImageSource digits(Split split) {
    return DataSets.open(
        "digits",
        split,
        new DataOptions(
            0, 0, 0, 200, Reading.DEFAULT, null, Path.of("nowhere"), DataListener.QUIET));
  }

  /** A model that draws the image of that number for each of its images. */
  private record Copies(ImageSource source, IntUnaryOperator number) implements SampleSource {
    @Override
    public List<Integer> classes() {
      return List.of();
    }

    @Override
    public long draw(int count, int batch, StepProgress progress, Consumer<List<Picture>> taker) {
      for (int first = 0; first < count; first += batch) {
        List<Picture> some = new ArrayList<>();
        for (int k = first; k < Math.min(count, first + batch); k++) {
          some.add(Pictures.of(source, number.applyAsInt(k)));
        }
        taker.accept(some);
        progress.after(some.size(), 1, 1);
      }
      return count;
    }
  }

  private static Subject gan(ImageSource source, IntUnaryOperator number) {
    return new Subject("gan", FORM, Optional.of(new Copies(source, number)), Optional.empty(), 16);
  }

  private static ReferenceSet reference(String features, Optional<ImageSource> unseen) {
    FeatureExtractor extractor = Catalog.FEATURES.make(Spec.parse(features)).open(TRAIN.shape());
    return new ReferenceSet(
        new ReferenceSet.Images(TRAIN, unseen),
        new ReferenceSet.Extent(COUNT, 4, 0),
        extractor,
        FeatureCache.none(),
        (task, done, of) -> {});
  }

  private static Findings findings(Subject subject, String features, String... metrics) {
    try (ReferenceSet reference = reference(features, Optional.of(TEST))) {
      return new Evaluation(subject, reference, List.of(metrics), QUIET).findings();
    }
  }

  private static double value(Findings findings, String name) {
    return findings.numbers().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void aGanHasAFidAndNoLikelihood() {
    Subject gan = gan(TEST, k -> k);
    assertThat(value(findings(gan, "digits-lenet", "fid"), "fid")).isPositive();
    assertThatThrownBy(() -> findings(gan, "digits-lenet", "fid", "nll"))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "metric nll: it needs the likelihood of images, and a model of family gan has none");
  }

  @Test
  void whatAMetricLacksIsRefusedBeforeAnythingIsDrawn() {
    Subject gan =
        gan(
            TEST,
            k -> {
              throw new AssertionError("drawn");
            });
    assertThatThrownBy(() -> findings(gan, "pixels", "class-histogram"))
        .hasMessageContaining("metric class-histogram: it needs features of a classifier");
    assertThatThrownBy(() -> findings(gan, "digits-lenet", "accuracy"))
        .hasMessageContaining("metric accuracy: it needs samples of requested classes");
    Subject mute = new Subject("autoencoder", FORM, Optional.empty(), Optional.empty(), 1);
    assertThatThrownBy(() -> findings(mute, "pixels", "fid"))
        .hasMessage(
            "metric fid: it needs samples, and a model of family autoencoder does not draw");
  }

  /** All samples of two classes, or samples of all: mode collapse shows. */
  @Test
  void theClassHistogramShowsModeCollapse() {
    int[] twos = indices(2, 7);
    Findings collapsed =
        findings(gan(TRAIN, k -> twos[k % twos.length]), "digits-lenet", "class-histogram");
    Findings whole = findings(gan(TEST, k -> k), "digits-lenet", "class-histogram");
    assertThat(value(whole, "classes-present")).isEqualTo(10);
    assertThat(value(whole, "class-entropy")).isGreaterThan(3);
    // the classifier recognizes nearly all of these digits
    assertThat(value(collapsed, "class-distance")).isCloseTo(0.8, within(0.1));
    assertThat(value(collapsed, "class-entropy")).isLessThan(2);
  }

  private static int[] indices(int first, int second) {
    return IntStream.range(0, TRAIN.count())
        .filter(k -> TRAIN.label(k) == first || TRAIN.label(k) == second)
        .toArray();
  }

  /** Copies are found; without unseen images there is no floor, and the note says why. */
  @Test
  void theFloorOfMemorizationIsOfUnseenImagesOnly() {
    Subject copies = gan(TRAIN, k -> k);
    try (ReferenceSet both = reference("pixels", Optional.of(TEST));
        ReferenceSet one = reference("pixels", Optional.empty());
        ReferenceSet same = reference("pixels", Optional.of(TRAIN))) {
      Finding found = memorization(copies, both);
      assertThat(found.value()).isLessThan(ROUNDING);
      assertThat(found.floor()).isGreaterThan(0.01);
      for (ReferenceSet without : List.of(one, same)) {
        Finding floorless = memorization(copies, without);
        assertThat(floorless.value()).isLessThan(ROUNDING);
        assertThat(floorless.floor()).isNull();
        assertThat(floorless.note()).contains("without a floor", "has no test half");
      }
    }
  }

  private static Finding memorization(Subject subject, ReferenceSet reference) {
    return new Evaluation(subject, reference, List.of("memorization"), QUIET)
        .findings()
        .numbers()
        .get(0);
  }

  @Test
  void theTestHalfIsUnseenOnlyIfNoModelWasTrainedOnIt() {
    String train = TRAIN.contentHash();
    assertThat(ReferenceSet.Images.of(TRAIN, TRAIN, List.of(train)).unseen()).isEmpty();
    assertThat(ReferenceSet.Images.of(TRAIN, TEST, List.of(train)).unseen()).contains(TEST);
    // a set without halves, and models that were trained on others
    assertThat(ReferenceSet.Images.of(TEST, TEST, List.of(train)).unseen()).contains(TEST);
    assertThat(ReferenceSet.Images.of(TRAIN, TRAIN, List.of()).unseen()).isEmpty();
  }

  /** Class -1, that of an image without one, would be evaluated as an unconditional image. */
  @Test
  void bitsOfAConditionalModelNeedImagesOfItsClasses() {
    Subject cows = conditional(List.of("cow", "dog"));
    assertThatThrownBy(() -> findings(cows, "pixels", "nll"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("by a model of other classes; allowed: 0 cow, 1 dog");
    try (ReferenceSet unlabeled = reference("pixels", Optional.of(new Unlabeled(TEST)))) {
      assertThatThrownBy(() -> new Evaluation(cows, unlabeled, List.of("nll"), QUIET))
          .hasMessageContaining("whose images have no classes, by a conditional model");
    }
    assertThat(findings(conditional(TEST.classNames()), "pixels", "nll").numbers()).isEmpty();
  }

  private static Subject conditional(List<String> classes) {
    return new Subject(
        "diffusion",
        FORM.withClasses(classes),
        Optional.empty(),
        Optional.of((images, count, batch, seed, listener) -> Findings.NONE),
        16);
  }

  /** A metric from outside, known by its name and with its argument. */
  @Test
  void anOwnMetricIsKnownByName() {
    EvaluationMetrics.METRICS.register(
        "brightness-above",
        "level=0",
        a -> new Brightness(a.number("level")),
        "the share of the first samples that are brighter");
    Subject first = gan(TEST, k -> 0);
    assertThat(value(findings(first, "pixels", "brightness-above"), "brightness")).isEqualTo(1);
    assertThat(value(findings(first, "pixels", "brightness-above(level=255)"), "brightness"))
        .isZero();
  }

  private record Brightness(double level) implements EvaluationMetric {
    @Override
    public Set<Need> needs() {
      return Set.of(Need.SAMPLES);
    }

    @Override
    public Findings of(Evaluation evaluation) {
      List<Picture> first = evaluation.first(8);
      double above =
          first.stream().filter(picture -> mean(picture) > level).count() / (double) first.size();
      return Findings.of(new Finding("brightness", above, null, null, Score.Better.HIGHER, ""));
    }

    private static double mean(Picture picture) {
      double sum = 0;
      for (int y = 0; y < picture.height(); y++) {
        for (int x = 0; x < picture.width(); x++) {
          sum += picture.at(0, y, x);
        }
      }
      return sum / (picture.height() * picture.width());
    }
  }

  @Test
  void featuresAreChosenByTheImages() {
    assertThat(FeatureChoice.by("mnist", TRAIN).features()).hasToString("digits-lenet");
    assertThat(FeatureChoice.by("fashion-mnist", TRAIN).features()).hasToString("fashion-lenet");
    FeatureChoice folder = FeatureChoice.by("a/folder/of/digits", TRAIN);
    assertThat(folder.features()).hasToString("digits-lenet");
    assertThat(folder.reason()).matches("recognizes \\d+ % of these images");
    assertThat(FeatureChoice.by("flowers", new Unlabeled(TRAIN)).features()).hasToString("pixels");
  }

  private record Unlabeled(ImageSource images) implements ImageSource {
    @Override
    public String name() {
      return images.name();
    }

    @Override
    public ImageShape shape() {
      return images.shape();
    }

    @Override
    public int count() {
      return images.count();
    }

    @Override
    public void read(int index, byte[] into, int offset) {
      images.read(index, into, offset);
    }

    @Override
    public int label(int index) {
      return -1;
    }

    @Override
    public List<String> classNames() {
      return List.of();
    }

    @Override
    public String contentHash() {
      return images.contentHash();
    }
  }
}
