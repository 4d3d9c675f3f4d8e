package io.inkwash.metric.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.file.Safetensors;
import io.inkwash.file.Weights;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.TensorScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weights in the library's resources. */
@ExtendWith(NativeLeakGuard.class)
class ShippedLeNetTest {

  private static ClassifierFeatures extractor(ShippedLeNet shipped) {
    try (TensorScope scope = TensorScope.open()) {
      return shipped.extractor(
          Weights.stateDict(Safetensors.parse(shipped.extractorName(), shipped.bytes()).tensors()));
    }
  }

  private static ImageSource open(String name, Split split, int limit, Optional<Path> data) {
    return DataSets.open(
        name,
        split,
        new DataOptions(
            0,
            0,
            0,
            limit,
            Reading.DEFAULT,
            data.orElse(null),
            Path.of("nowhere"),
            DataListener.QUIET));
  }

  /** The published data of this machine, as {@code RealDataTest} finds it. */
  private static Optional<Path> data(String name) {
    String named = System.getenv().getOrDefault("INKWASH_DATA", "");
    return (named.isEmpty()
            ? Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(folder -> folder.resolve("shared/data"))
            : Stream.of(Path.of(named)))
        .filter(folder -> Files.isDirectory(folder.resolve(name)))
        .findFirst();
  }

  @ParameterizedTest
  @EnumSource
  void weightsFitTheNetworkAndAreSmall(ShippedLeNet shipped) {
    assertThat(shipped.bytes().remaining()).isBetween(4 * 127_462, 700 << 10);
    try (ClassifierFeatures features = extractor(shipped)) {
      assertThat(features.name()).isEqualTo(shipped.extractorName());
      assertThat(features.width()).isEqualTo(84);
      assertThat(features.classes()).isEqualTo(10);
    }
  }

  /** Digits that it never learned from, and that a program drew. */
  @Test
  void handwritingTaughtItToReadDrawnDigits() {
    try (ClassifierFeatures features = extractor(ShippedLeNet.DIGITS)) {
      ImageSource drawn = open("digits", Split.TEST, 500, Optional.empty());
      assertThat(ClassifierTraining.accuracy(features, drawn).value()).isGreaterThan(0.8);
    }
  }

  /** On 10,000 images; those that stand on the brink may fall either way with the processor. */
  @ParameterizedTest
  @EnumSource
  void testAccuracyIsAsStated(ShippedLeNet shipped) {
    Optional<Path> data = data(shipped.dataSet());
    assumeTrue(data.isPresent(), () -> "no " + shipped.dataSet() + " on this machine");
    try (ClassifierFeatures features = extractor(shipped)) {
      ImageSource test = open(shipped.dataSet(), Split.TEST, 0, data);
      assertThat(ClassifierTraining.accuracy(features, test).value())
          .isCloseTo(shipped.testAccuracy(), within(0.0003));
    }
  }
}
