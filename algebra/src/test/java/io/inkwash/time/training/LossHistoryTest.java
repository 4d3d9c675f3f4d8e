package io.inkwash.time.training;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LossHistoryTest {

  private static final DiscretePath FIVE = DiscretePath.of(Betas.cosine(5));
  private static final double[] TIMES = {1, 2, 3, 4, 5};

  private static LossHistory warm(double... losses) {
    LossHistory sampler = new LossHistory(5, 3, 0.01);
    for (int i = 0; i < 3; i++) {
      sampler.observe(TIMES, losses);
    }
    return sampler;
  }

  @Test
  void equalsThePublishedSampler() {
    Golden golden = Golden.read("/io/inkwash/golden/improved-diffusion.txt");
    double[] losses = golden.vector("second-moment.losses");
    LossHistory sampler = new LossHistory(5, 3, 0.01);
    for (int row = 0; row < 4; row++) {
      sampler.observe(TIMES, Arrays.copyOfRange(losses, 5 * row, 5 * row + 5));
    }
    assertClose(sampler.probabilities(), golden.vector("second-moment.probabilities"), 1e-14);
  }

  @Test
  void isUniformUntilEveryHistoryIsFull() {
    LossHistory sampler = new LossHistory(5, 2, 0.01);
    sampler.observe(TIMES, new double[] {9, 1, 1, 1, 1});
    sampler.observe(new double[] {1, 2, 3, 4}, new double[] {9, 1, 1, 1});
    assertThat(sampler.warm()).isFalse();
    assertThat(sampler.probabilities()).containsOnly(0.2);
    TimeBatch batch = sampler.sample(new double[] {0, 0.1999, 0.2, 0.999});
    assertThat(batch.t()).containsExactly(1, 1, 2, 5);
    assertThat(batch.importance()).containsOnly(1);
    sampler.observe(new double[] {5}, new double[] {1});
    assertThat(sampler.warm()).isTrue();
    assertClose(sampler.probabilities()[0], 0.99 * 9 / 13 + 0.01 / 5, 1e-14);
  }

  @Test
  void forgetsTheOldestLoss() {
    LossHistory sampler = warm(1, 1, 1, 1, 1);
    sampler.observe(new double[] {2, 2}, new double[] {3, 5});
    // History 1, 3, 5.
    double root = Math.sqrt((1 + 9 + 25) / 3.0);
    assertClose(sampler.probabilities()[1], 0.99 * root / (4 + root) + 0.01 / 5, 1e-14);
    sampler.observe(new double[] {2, 2}, new double[] {7, 7});
    double later = Math.sqrt((25 + 49 + 49) / 3.0);
    assertClose(sampler.probabilities()[1], 0.99 * later / (4 + later) + 0.01 / 5, 1e-14);
  }

  @Test
  void importanceMakesTheMeanLossThatOfUniformTimes() {
    Cases.check(
        100,
        c -> {
          double[] losses = new double[5];
          Arrays.setAll(losses, i -> c.logUniform(1e-3, 10));
          double[] f = c.normals(5);
          int n = 100_000;
          double[] u = new double[n];
          Arrays.setAll(u, i -> (i + 0.5) / n);
          TimeBatch batch = warm(losses).sample(u);
          double mean = 0;
          for (int i = 0; i < n; i++) {
            mean += batch.importance()[i] * f[(int) batch.t()[i] - 1] / n;
          }
          // Each boundary between timesteps is off by half a point, of importance up to 100.
          assertClose(mean, Arrays.stream(f).average().orElseThrow(), 0, 5 * 100.0 * 3 / n);
        });
  }

  @Test
  void zeroLossesAreUniform() {
    assertThat(warm(0, 0, 0, 0, 0).probabilities()).containsOnly(0.2);
  }

  @Test
  void lastTimestepTakesWhatRoundingLeaves() {
    TimeBatch batch = warm(1, 2, 3, 4, 5).sample(new double[] {Math.nextDown(1.0)});
    assertThat(batch.t()).containsExactly(5);
  }

  @Test
  void goesOnFromItsState() {
    LossHistory sampler = new LossHistory(5, 3, 0.01);
    sampler.observe(new double[] {1, 1, 4}, new double[] {2, 3, 4});
    LossHistory resumed = new LossHistory(5, 3, 0.01);
    resumed.restore(sampler.values());
    assertThat(resumed.values()).isEqualTo(sampler.values()).hasSize(20).startsWith(2, 0, 0, 1, 0);
    for (LossHistory each : new LossHistory[] {sampler, resumed}) {
      for (int i = 0; i < 3; i++) {
        each.observe(TIMES, new double[] {i, 2, 3, 4 - i, 5});
      }
    }
    assertThat(resumed.probabilities()).isEqualTo(sampler.probabilities());
    assertThat(resumed.warm()).isTrue();
  }

  @Test
  void publishedConstants() {
    assertThat(TimeSampler.lossSecondMoment()).isEqualTo(new LossSecondMoment(10, 0.001));
    GaussianPath thousand = DiscretePath.of(Betas.cosine(1000));
    assertThat(TimeSampler.lossSecondMoment().start(thousand).values()).hasSize(11_000);
  }

  @Test
  void startsWithoutHistoryEachTime() {
    LossSecondMoment sampler = new LossSecondMoment(1, 0.5);
    sampler.start(FIVE).observe(TIMES, new double[] {1, 2, 3, 4, 5});
    assertThat(sampler.start(FIVE).warm()).isFalse();
    assertThat(sampler.sample(FIVE, new double[] {0.5}).importance()).containsExactly(1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    LossHistory sampler = new LossHistory(5, 3, 0.01);
    assertThatThrownBy(() -> new LossSecondMoment(3, 0.01).start(RectifiedFlow.standard()))
        .hasMessage(
            "loss history on rectified flow: it is kept for each timestep; use a discrete path, or"
                + " uniform times");
    assertThatThrownBy(() -> sampler.sample(new double[] {1}))
        .hasMessageContaining("random number 1.0");
    assertThatThrownBy(() -> sampler.observe(new double[2], new double[1]))
        .hasMessage("1 losses for 2 times: need one each");
    for (double t : new double[] {0, 6, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> sampler.observe(new double[] {t}, new double[] {1}))
          .hasMessageContaining("at time " + t);
    }
    assertThatThrownBy(() -> sampler.observe(new double[] {1}, new double[] {Double.NaN}))
        .hasMessageContaining("loss NaN at time 1.0");
    assertThatThrownBy(() -> sampler.restore(new double[19]))
        .hasMessage("loss history of 19 numbers for 5 timesteps by 3 losses: need 20");
    double[] state = sampler.values();
    for (double count : new double[] {-1, 4, 0.5, Double.NaN}) {
      state[2] = count;
      assertThatThrownBy(() -> sampler.restore(state))
          .hasMessage("loss history with " + count + " losses at timestep 3: need 0 to 3");
    }
    assertThatThrownBy(() -> new LossSecondMoment(0, 0.1)).hasMessageContaining("of 0 losses");
    assertThatThrownBy(() -> new LossSecondMoment(3, 0)).hasMessageContaining("share 0.0");
    assertThatThrownBy(() -> new LossSecondMoment(3, 1.1)).hasMessageContaining("share 1.1");
  }
}
