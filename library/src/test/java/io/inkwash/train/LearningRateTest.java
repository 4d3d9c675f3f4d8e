package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.train.LearningRate.Decay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {

  @Test
  void constantIsItsPeakAtEveryStep() {
    LearningRate rate = new LearningRate(2e-4, 0, Decay.CONSTANT, 0);
    assertThat(rate.at(1, 0.5)).isEqualTo(2e-4);
    assertThat(rate.at(1_000_000, 1)).isEqualTo(2e-4);
  }

  @ParameterizedTest(name = "{0} at step {1} is {2} of the peak")
  @CsvSource({
    "CONSTANT,   1, 0.1",
    "CONSTANT,   5, 0.5",
    "CONSTANT,  10, 1",
    "CONSTANT, 500, 1",
    "LINEAR,     5, 0.5",
    "LINEAR,    10, 1",
    "LINEAR,    60, 0.5",
    "LINEAR,   110, 0",
    "LINEAR,   500, 0",
    "COSINE,     5, 0.5",
    "COSINE,    10, 1",
    "COSINE,    35, 0.8535533905932737", // (1 + cos(pi/4)) / 2
    "COSINE,    60, 0.5",
    "COSINE,   110, 0",
    "COSINE,   500, 0",
  })
  void warmsUpOverTenStepsAndFallsToStep110(Decay decay, long step, double share) {
    LearningRate rate = new LearningRate(3, 10, decay, 110);
    assertThat(rate.at(step, 0.9)).isCloseTo(3 * share, within(1e-12));
  }

  @Test
  void fallsWithTheTrainingsLengthWhereNoStepIsGiven() {
    LearningRate rate = new LearningRate(3, 10, Decay.COSINE, 0);
    assertThat(rate.followsBudget()).isTrue();
    assertThat(rate.at(5, 0)).isEqualTo(1.5); // half way through the warm-up
    assertThat(rate.at(1000, 0.5)).isCloseTo(1.5, within(1e-12));
    assertThat(rate.at(1_000_000, 0.5)).isEqualTo(rate.at(1000, 0.5));
    assertThat(rate.at(1000, 1)).isZero();
    assertThat(new LearningRate(3, 0, Decay.CONSTANT, 0).followsBudget()).isFalse();
    assertThat(new LearningRate(3, 0, Decay.LINEAR, 9).followsBudget()).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new LearningRate(0, 0, Decay.CONSTANT, 0))
        .hasMessage("learning rate is 0.0; allowed: above 0, such as 2e-4");
    assertThatThrownBy(() -> new LearningRate(Double.POSITIVE_INFINITY, 0, Decay.CONSTANT, 0))
        .hasMessageContaining("allowed: above 0");
    assertThatThrownBy(() -> new LearningRate(1, -1, Decay.CONSTANT, 0))
        .hasMessageStartingWith("warm-up is -1 steps; allowed: 0 or more");
    assertThatThrownBy(() -> new LearningRate(1, 100, Decay.COSINE, 100))
        .hasMessageStartingWith("decaySteps is 100; allowed: more than the warm-up's 100 steps");
  }
}
