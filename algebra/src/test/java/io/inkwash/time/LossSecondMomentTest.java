package io.inkwash.time;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LossSecondMomentTest {

  private static final DiscretePath FIVE = DiscretePath.of(Betas.cosine(5));
  private static final double[] TIMES = {1, 2, 3, 4, 5};

  private static LossSecondMoment warm(double... losses) {
    LossSecondMoment sampler = new LossSecondMoment(5, 3, 0.01);
    for (int i = 0; i < 3; i++) {
      sampler.observe(TIMES, losses);
    }
    return sampler;
  }

  @Test
  void equalsThePublishedSampler() {
    Golden golden = Golden.read("/io/inkwash/golden/improved-diffusion.txt");
    double[] losses = golden.vector("second-moment.losses");
    LossSecondMoment sampler = new LossSecondMoment(5, 3, 0.01);
    for (int row = 0; row < 4; row++) {
      sampler.observe(TIMES, Arrays.copyOfRange(losses, 5 * row, 5 * row + 5));
    }
    assertClose(sampler.probabilities(), golden.vector("second-moment.probabilities"), 1e-14);
  }

  @Test
  void isUniformUntilEveryHistoryIsFull() {
    LossSecondMoment sampler = new LossSecondMoment(5, 2, 0.01);
    sampler.observe(TIMES, new double[] {9, 1, 1, 1, 1});
    sampler.observe(new double[] {1, 2, 3, 4}, new double[] {9, 1, 1, 1});
    assertThat(sampler.warm()).isFalse();
    assertThat(sampler.probabilities()).containsOnly(0.2);
    TimeBatch batch = sampler.sample(FIVE, new double[] {0, 0.1999, 0.2, 0.999});
    assertThat(batch.t()).containsExactly(1, 1, 2, 5);
    assertThat(batch.importance()).containsOnly(1);
    sampler.observe(new double[] {5}, new double[] {1});
    assertThat(sampler.warm()).isTrue();
    assertClose(sampler.probabilities()[0], 0.99 * 9 / 13 + 0.01 / 5, 1e-14);
  }

  @Test
  void forgetsTheOldestLoss() {
    LossSecondMoment sampler = warm(1, 1, 1, 1, 1);
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
          TimeBatch batch = warm(losses).sample(FIVE, u);
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
    TimeBatch batch = warm(1, 2, 3, 4, 5).sample(FIVE, new double[] {Math.nextDown(1.0)});
    assertThat(batch.t()).containsExactly(5);
  }

  @Test
  void goesOnFromItsState() {
    LossSecondMoment sampler = new LossSecondMoment(5, 3, 0.01);
    sampler.observe(new double[] {1, 1, 4}, new double[] {2, 3, 4});
    LossSecondMoment resumed = new LossSecondMoment(5, 3, 0.01);
    resumed.restore(sampler.state());
    assertThat(resumed.state()).isEqualTo(sampler.state()).hasSize(20).startsWith(2, 0, 0, 1, 0);
    for (LossSecondMoment each : new LossSecondMoment[] {sampler, resumed}) {
      for (int i = 0; i < 3; i++) {
        each.observe(TIMES, new double[] {i, 2, 3, 4 - i, 5});
      }
    }
    assertThat(resumed.probabilities()).isEqualTo(sampler.probabilities());
    assertThat(resumed.warm()).isTrue();
  }

  @Test
  void publishedConstants() {
    assertThat(TimeSampler.lossSecondMoment(1000))
        .hasToString("LossSecondMoment[timesteps=1000, remembered=10, uniformShare=0.001]");
    assertThat(TimeSampler.lossSecondMoment(1000).state()).hasSize(11_000);
  }

  @Test
  void refusesWhatDoesNotFit() {
    LossSecondMoment sampler = new LossSecondMoment(5, 3, 0.01);
    assertThatThrownBy(() -> sampler.sample(RectifiedFlow.standard(), new double[1]))
        .hasMessage(
            "loss history of 5 timesteps on rectified flow: need a discrete path of that many;"
                + " use uniform times");
    assertThatThrownBy(() -> sampler.sample(DiscretePath.of(Betas.cosine(6)), new double[1]))
        .hasMessageContaining("loss history of 5 timesteps on discrete cosine(6)")
        .hasMessageEndingWith("set its timesteps to 6");
    assertThatThrownBy(() -> sampler.sample(FIVE, new double[] {1}))
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
    double[] state = sampler.state();
    for (double count : new double[] {-1, 4, 0.5, Double.NaN}) {
      state[2] = count;
      assertThatThrownBy(() -> sampler.restore(state))
          .hasMessage("loss history with " + count + " losses at timestep 3: need 0 to 3");
    }
    assertThatThrownBy(() -> new LossSecondMoment(0, 10, 0.1)).hasMessageContaining("0 timesteps");
    assertThatThrownBy(() -> new LossSecondMoment(5, 0, 0.1)).hasMessageContaining("by 0 losses");
    assertThatThrownBy(() -> new LossSecondMoment(5, 3, 0)).hasMessageContaining("share 0.0");
    assertThatThrownBy(() -> new LossSecondMoment(5, 3, 1.1)).hasMessageContaining("share 1.1");
  }
}
