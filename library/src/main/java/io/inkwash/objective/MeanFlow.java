package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.ForwardMode;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Mean flows (Geng et al. 2025, "Mean Flows for One-step Generative Modeling", arXiv 2505.13447):
 * the network learns the mean velocity u of the flow between two times, so that one evaluation
 * leads from noise to an image. It needs no other trained network.
 *
 * <pre>
 * x_t = (1 - t) x0 + t eps,  v = eps - x0,   x_r = x_t - (t - r) u(x_t, r, t)
 * u_target = v - (t - r) (v d/dx + d/dt) u      equation 10
 * L = E[ |u - stop(u_target)|^2 / stop(|u - u_target|^2 + c)^p ]      equations 9 and 22
 * </pre>
 *
 * <p>The derivative along the path is computed in forward mode beside u itself.
 *
 * @param parameterization the velocity target, and how the network is given times
 * @param times where t and r come from: the later and the earlier of two draws
 * @param apart the share of images with r below t, in [0, 1]; for the others it is flow matching
 * @param power p, in [0, 1]: 0 for the squared error
 * @param floor c, above 0
 */
public record MeanFlow(
    Parameterization parameterization, TimeSampler times, double apart, double power, double floor)
    implements Objective<Backbone> {
  private static final GaussianPath PATH = RectifiedFlow.standard();
  private static final double NEAR = 1e-4; // for the slope of the noise-level input

  /** Checks the ranges. */
  public MeanFlow {
    require(apart >= 0 && apart <= 1, "apart", apart, "0 to 1, such as 0.75");
    require(power >= 0 && power <= 1, "power", power, "0 to 1, such as 0.75");
    require(floor > 0, "floor", floor, "above 0, such as 1e-3");
  }

  private static void require(boolean holds, String name, double value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          format("%s of mean-flow is %s; allowed: %s", name, value, allowed));
    }
  }

  /**
   * The mean flow of a plain flow-matching objective.
   *
   * @throws IllegalArgumentException if its path has no straight lines, or its network does not
   *     predict their velocity
   */
  public static MeanFlow of(DenoisingObjective flow, double apart, double power, double floor) {
    Parameterization parameterization = flow.parameterization();
    if (!flow.path().equals(PATH)
        || !parameterization.target().name().equals("velocity")
        || parameterization.inputScale().at(PATH, 0.3) != 1
        || !Double.isFinite(parameterization.noiseLevelInput().at(PATH, 0))) {
      throw new IllegalArgumentException(
          format(
              "mean-flow on path %s with target %s; allowed: rectified-flow with target velocity,"
                  + " scale identity and noiseLevelInput time",
              flow.path().name(), parameterization.target().name()));
    }
    return new MeanFlow(parameterization, flow.times(), apart, power, floor);
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State(this, times.start(PATH));
  }

  /** At work. */
  private record State(MeanFlow flow, TimeSamplerState times) implements TimesState {

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      Rng key = context.key();
      int images = Math.toIntExact(x0.size(0));
      double[] one = DrawnTimes.of(times, images, key).own().t();
      double[] two = DrawnTimes.of(times, images, key.stream("second")).own().t();
      double[] share = key.stream("apart").uniforms(images);
      double[] later = new double[images];
      double[] earlier = new double[images];
      for (int i = 0; i < images; i++) {
        later[i] = Math.max(one[i], two[i]);
        earlier[i] = share[i] < flow.apart ? Math.min(one[i], two[i]) : later[i];
      }
      return flow.loss(network, x0, conditioning, later, earlier, key);
    }
  }

  private LossTerms loss(
      Backbone network, Tensor x0, Conditioning conditioning, double[] t, double[] r, Rng key) {
    if (!network.accepts().contains(Conditioning.INTERVAL)) {
      throw new IllegalArgumentException(
          "mean-flow needs a network that is given intervals; allowed: compact-unet(intervals=true)");
    }
    Diffused batch = Diffused.draw(PATH, TimeBatch.of(t), x0, key);
    double[] length = new double[t.length];
    double[] levels = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      length[i] = t[i] - r[i];
      levels[i] = level(t[i]) - level(r[i]);
    }
    Tensor difference = difference(network, batch, conditioning, length, levels);
    Tensor squared = difference.square().sum(1, 2, 3);
    Tensor weight = squared.detach().add(new Scalar(floor)).pow(new Scalar(-power));
    return batch.loss(squared.mul(weight), losses -> {});
  }

  /** [N,C,H,W] u less its target, in which no gradient flows. */
  private Tensor difference(
      Backbone network,
      Diffused batch,
      Conditioning conditioning,
      double[] length,
      double[] levels) {
    Tensor velocity = batch.target(parameterization.target());
    Tensor slope = batch.row(t -> (level(t + NEAR) - level(t - NEAR)) / (2 * NEAR));
    try (ForwardMode mode = ForwardMode.enter()) {
      Tensor output =
          network.forward(
              mode.dual(batch.xt(), velocity),
              mode.dual(batch.row(this::level), slope),
              conditioning.with(
                  Conditioning.INTERVAL,
                  mode.dual(Tensors.of(levels, levels.length).to(slope.scalar_type()), slope)));
      Tensor mean = mode.value(output).to(batch.x0().scalar_type());
      Tensor change = mode.derivative(output).detach().to(batch.x0().scalar_type());
      return mean.sub(velocity.sub(change.mul(batch.column(length))));
    }
  }

  private double level(double t) {
    return parameterization.noiseLevelInput().at(PATH, t);
  }
}
