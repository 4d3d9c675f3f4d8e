package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages of any width from the averages of two. */
class AverageSnapshotsTest {
  private static final int STEPS = 4000;
  private static final int EVERY = 100;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** EDM2's own numbers for widths 0.05 and 0.1: 16.97 and 6.94. */
  @Test
  void powersAreThePapers() {
    assertThat(new PowerProfile(0.05).gamma()).isCloseTo(16.97, within(5e-3));
    assertThat(new PowerProfile(0.1).gamma()).isCloseTo(6.94, within(5e-3));
  }

  @Test
  void productsOfProfilesAreIntegrals() {
    PowerProfile.After first = new PowerProfile(0.05).after(300);
    PowerProfile.After second = new PowerProfile(0.1).after(500);
    double sum = 0;
    int parts = 300_000;
    for (int k = 0; k < parts; k++) {
      double tau = 300.0 * (k + 0.5) / parts;
      sum += density(first, tau) * density(second, tau) * 300 / parts;
    }
    assertThat(first.product(second)).isCloseTo(sum, within(1e-9 * sum));
    assertThat(second.product(first)).isCloseTo(sum, within(1e-9 * sum));
  }

  private static double density(PowerProfile.After profile, double tau) {
    return (profile.gamma() + 1)
        * Math.pow(tau / profile.steps(), profile.gamma())
        / profile.steps();
  }

  @Test
  void anAverageThatWasKeptIsItself() {
    List<PowerProfile.After> kept = kept();
    double[] weights = AverageSnapshots.weights(kept, kept.get(7));
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).as("%d", i).isCloseTo(i == 7 ? 1 : 0, within(1e-6));
    }
  }

  /**
   * A walk of one weight, averaged as it goes and afterwards. The kept averages alone are off by
   * far more.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.06, 0.08, 0.13, 0.2})
  void anAverageMadeAfterwardsIsTheOneThatWouldHaveBeenKept(double width) {
    double[] walk = new double[STEPS + 1];
    for (int n = 1; n <= STEPS; n++) {
      walk[n] = Math.sin(n / 300.0) + 3 * Math.exp(-n / 500.0) + 0.3 * Math.cos(n / 17.0);
    }
    List<Double> averages = new ArrayList<>();
    double[] running = new double[2];
    double direct = 0;
    for (int n = 1; n <= STEPS; n++) {
      for (int k = 0; k < 2; k++) {
        double decay = profile(k).decay(n);
        running[k] = decay * running[k] + (1 - decay) * walk[n];
      }
      double decay = new PowerProfile(width).decay(n);
      direct = decay * direct + (1 - decay) * walk[n];
      if (n % EVERY == 0) {
        averages.add(running[0]);
        averages.add(running[1]);
      }
    }
    double[] weights = AverageSnapshots.weights(kept(), new PowerProfile(width).after(STEPS));
    assertThat(DoubleStream.of(weights).sum()).isCloseTo(1, within(1e-12));
    double made = 0;
    for (int i = 0; i < weights.length; i++) {
      made += weights[i] * averages.get(i);
    }
    assertThat(made).isCloseTo(direct, within(2e-3));
    assertThat(Math.abs(running[0] - direct)).isGreaterThan(1e-2);
  }

  private static PowerProfile profile(int k) {
    return new PowerProfile(k == 0 ? 0.05 : 0.1);
  }

  private static List<PowerProfile.After> kept() {
    List<PowerProfile.After> kept = new ArrayList<>();
    for (int n = EVERY; n <= STEPS; n += EVERY) {
      kept.add(profile(0).after(n));
      kept.add(profile(1).after(n));
    }
    return kept;
  }

  @Test
  void widthsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new PowerProfile(0.3))
        .hasMessage("width is 0.3; allowed: 0.0001 to 0.28, such as 0.1");
    assertThatThrownBy(() -> EmaProfiles.of(0.1, 0.1)).hasMessageContaining("a wide above narrow");
  }
}
