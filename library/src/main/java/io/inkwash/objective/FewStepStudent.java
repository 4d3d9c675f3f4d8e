package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A student that is drawn in one or few steps of {@code lcm}: at each of its times it makes a clean
 * image of a noisy one, and what it has made is made noisy again for the next.
 *
 * @param grid of its times
 * @param steps how many these are, 1 or more
 * @param simulate where the noisy images of its later times come from in training: from its own
 *     images of the times before, as when it is drawn, and not from data (backward simulation, Yin
 *     et al. 2024, arXiv 2405.14867, section 4.4)
 */
public record FewStepStudent(TimeGrid grid, int steps, boolean simulate) {

  /** Checks the number of steps. */
  public FewStepStudent {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "studentSteps of distribution matching is " + steps + "; allowed: 1 or more");
    }
  }

  /** Refuses a grid that has not so many times. */
  void check(GaussianPath path) {
    grid.times(path, steps);
  }

  /**
   * Images that it makes at its times, all equally likely.
   *
   * @param model how it sees the process
   * @param network the student
   * @param real [N,C,H,W] float32 images of the data
   * @param key of all randomness
   * @return [N,C,H,W] float32
   */
  Tensor images(
      DenoisingObjective model, Backbone network, Tensor real, Conditioning conditioning, Rng key) {
    double[] times = grid.times(model.path(), steps);
    TimeBatch own =
        DrawnTimes.of(
                uniforms ->
                    TimeBatch.of(
                        Arrays.stream(uniforms).map(u -> times[(int) (u * steps)]).toArray()),
                Math.toIntExact(real.size(0)),
                key)
            .own();
    Sight sight = new Sight(model, network, conditioning);
    Tensor clean = simulate ? simulated(sight, times, own, real, key.stream("simulated")) : real;
    return sight.image(own, clean, key);
  }

  /** What it has made when it comes to each image's time; data at the first, where none is left. */
  private Tensor simulated(Sight sight, double[] times, TimeBatch until, Tensor real, Rng key) {
    Tensor clean = real;
    try (Grad off = Grad.off()) {
      for (int step = 0; step < steps - 1; step++) {
        double time = times[step];
        TimeBatch now = TimeBatch.of(Arrays.stream(until.t()).map(t -> time).toArray());
        Tensor made = sight.image(now, clean, key.at(step));
        clean = torch.where(column(until.t(), t -> t < time), made, clean);
      }
    }
    return clean;
  }

  private static Tensor column(double[] times, DoublePredicate condition) {
    double[] ones = Arrays.stream(times).map(t -> condition.test(t) ? 1 : 0).toArray();
    return Tensors.of(ones, ones.length, 1, 1, 1).to(ScalarType.Bool);
  }

  /** The student at work on a batch. */
  private record Sight(DenoisingObjective model, Backbone network, Conditioning conditioning) {

    /** [N,C,H,W] its images of clean ones that are made noisy. */
    Tensor image(TimeBatch times, Tensor clean, Rng key) {
      Diffused noisy = Diffused.draw(model.path(), times, clean, key);
      network.dropFrom(key.stream("dropout"));
      return model.estimate(noisy, network, conditioning).to(ScalarType.Float);
    }
  }
}
