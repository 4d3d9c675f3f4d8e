package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Distribution matching distillation (Yin et al. 2024, "One-step Diffusion with Distribution
 * Matching Distillation", arXiv 2311.18828, equations 7 and 8; with several steps of the fake model
 * for one of the student, and without the regression term, Yin et al. 2024, arXiv 2405.14867):
 *
 * <pre>
 * x = G(x_T),   x_t = alpha_t x + sigma_t eps
 * grad = (mu_fake(x_t, t) - mu_real(x_t, t)) / mean|x - mu_real(x_t, t)|
 * L = 1/2 |x - stop(x - grad)|^2
 * </pre>
 *
 * <p>Both mu are estimates of the clean image: mu_real of the teacher, mu_fake of a {@link
 * FakeModel} of the student's images. Their difference is sigma_t^2 / alpha_t times that of the
 * scores, so that the student follows the gradient of the Kullback-Leibler divergence between the
 * noisy images of both: where it makes images of all kinds, no longer their mean.
 *
 * @param model how student, teacher and fake model see the process, what their estimates are
 *     limited to, and the times of x_t; its squared error is the fake model's objective
 * @param grid of the student's times
 * @param studentSteps how many times these are, 1 or more. Where it is above 1 the student starts
 *     from noisy images of the data too, as it is drawn by {@code lcm}
 * @param fakeSteps steps of the fake model for each of the student, 1 or more: it has to follow the
 *     student, or the student runs away from it
 */
public record DistributionMatching(
    DenoisingObjective model, TimeGrid grid, int studentSteps, int fakeSteps)
    implements Objective<Backbone>, FakeModel<Backbone> {

  /** The least mean distance from the teacher's estimate, where pixels have a range of 2. */
  private static final double LEAST = 0.01;

  /** Checks the numbers, and that the grid has so many times. */
  public DistributionMatching {
    require("studentSteps", studentSteps);
    require("fakeSteps", fakeSteps);
    grid.times(model.path(), studentSteps);
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          name + " of distribution matching is " + value + "; allowed: 1 or more");
    }
  }

  @Override
  public Optional<FakeModel<Backbone>> fake() {
    return Optional.of(this);
  }

  @Override
  public Objective<Backbone> objective() {
    return model;
  }

  @Override
  public int steps() {
    return fakeSteps;
  }

  @Override
  public boolean usesTeacher() {
    return true;
  }

  @Override
  public boolean limitsEstimates() {
    return model.limitsEstimates();
  }

  @Override
  public Tensor images(Backbone network, Tensor real, Conditioning conditioning, Rng key) {
    double[] times = grid.times(model.path(), studentSteps);
    TimeSamplerState equally =
        uniforms ->
            TimeBatch.of(
                Arrays.stream(uniforms).map(u -> times[(int) (u * studentSteps)]).toArray());
    DrawnTimes drawn = DrawnTimes.of(equally, Math.toIntExact(real.size(0)), key);
    Diffused noisy = Diffused.draw(model.path(), drawn.own(), real, key);
    network.dropFrom(key.stream("dropout"));
    return model.estimate(noisy, network, conditioning).to(ScalarType.Float);
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State(this, model.times().start(model.path()));
  }

  /** At work. */
  private record State(DistributionMatching matching, TimeSamplerState times)
      implements TimesState {

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      Tensor images = matching.images(network, x0, conditioning, context.key().stream("images"));
      DrawnTimes drawn = DrawnTimes.of(times, Math.toIntExact(x0.size(0)), context.key());
      Tensor wanted;
      Diffused noisy;
      try (Grad off = Grad.off()) {
        noisy = Diffused.draw(matching.model.path(), drawn.own(), images, context.key());
        wanted = images.sub(matching.gradient(noisy, conditioning, context.twins()));
      }
      Tensor perImage = images.sub(wanted).square().mean(1, 2, 3).mul(new Scalar(0.5));
      return noisy.loss(perImage, losses -> times.observe(drawn.all().t(), losses));
    }
  }

  /** Of the divergence, by the student's images: equation 7 with the weight of equation 8. */
  private Tensor gradient(Diffused noisy, Conditioning conditioning, Twins<Backbone> twins) {
    Tensor real = model.estimate(noisy, twins.teacher(), conditioning);
    Tensor fake = model.estimate(noisy, twins.fake(), conditioning);
    Tensor distance = noisy.x0().sub(real).abs().mean(1, 2, 3).view(-1, 1, 1, 1);
    return fake.sub(real).div(Tensors.clamp(distance, LEAST, Double.POSITIVE_INFINITY));
  }
}
