package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Consistency tuning (Geng et al. 2024, "Consistency Models Made Easy", arXiv 2406.14548): a model
 * that is trained already learns to give the same clean image from two noise levels of one
 * trajectory, until one evaluation from pure noise is enough. There is no teacher network.
 *
 * <pre>
 * f(x, t) the estimate of x0;   x_u = alpha(u) x0 + sigma(u) eps, one eps for both
 * d = f(x_t, t) - stop(f(x_r, r)),   r less noisy than t;   f = x0 at r = 0
 * L = E[ (1 / s^2 + 1 / sigmaData^2) (sqrt(|d|^2 + c^2) - c) ],   s = sigma(t) / alpha(t)
 * </pre>
 *
 * <p>The noise ratio of r is {@code max(0, s (1 - q^-(stage+1) (1 + k sigmoid(-b s))))}: near zero
 * in the first stage, nearer to s from stage to stage.
 *
 * @param model the forward process, what the network predicts, where the noise levels come from,
 *     and what f is limited to; of its weights nothing is used
 * @param gap how far r lies below t
 * @param sigmaData the data's standard deviation, above 0
 */
public record ConsistencyTuning(DenoisingObjective model, Gap gap, double sigmaData)
    implements Objective<Backbone> {

  /**
   * c of the pseudo-Huber loss for each value of an image (Song and Dhariwal 2023, section 3.3).
   */
  private static final double HUBER = 0.00054;

  /** Checks the data's standard deviation. */
  public ConsistencyTuning {
    if (!(sigmaData > 0)) {
      throw new IllegalArgumentException(
          "sigmaData is " + sigmaData + "; allowed: above 0, such as 0.5");
    }
  }

  /**
   * How far the second noise level lies below the first.
   *
   * @param q the factor by which the gap shrinks with each stage, above 1
   * @param stageSteps training steps of a stage; 0 for a single one
   * @param k how much wider the gap is at low noise, 0 or more
   * @param b how fast that fades with noise, above 0
   */
  public record Gap(double q, int stageSteps, double k, double b) {

    /** Checks the ranges. */
    public Gap {
      require(q > 1, "q", q, "above 1, such as 2");
      require(stageSteps >= 0, "stageSteps", stageSteps, "0 or more");
      require(k >= 0, "k", k, "0 or more, such as 8");
      require(b > 0, "b", b, "above 0, such as 1");
    }

    private static void require(boolean holds, String name, double value, String allowed) {
      if (!holds) {
        throw new IllegalArgumentException(
            format("%s of consistency tuning is %s; allowed: %s", name, value, allowed));
      }
    }

    /**
     * The noise ratio of r.
     *
     * @param ratio that of t, above 0
     * @param step the training step, 1, 2, ...
     */
    double below(double ratio, long step) {
      long stage = stageSteps == 0 ? 0 : (step - 1) / stageSteps;
      double wider = 1 + k / (1 + Math.exp(b * ratio));
      return ratio * Math.max(0, 1 - Math.pow(q, (double) -(stage + 1)) * wider);
    }
  }

  @Override
  public boolean limitsEstimates() {
    return model.limitsEstimates();
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State(this, model.times().start(model.path()));
  }

  /** At work. */
  private record State(ConsistencyTuning tuning, TimeSamplerState times) implements TimesState {

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      DrawnTimes drawn = DrawnTimes.of(times, Math.toIntExact(x0.size(0)), context.key());
      Diffused batch = Diffused.draw(tuning.model.path(), drawn.own(), x0, context.key());
      Tensor perImage = tuning.perImage(batch, network, conditioning, context);
      return batch.loss(perImage, losses -> times.observe(drawn.all().t(), losses));
    }
  }

  private Tensor perImage(
      Diffused batch,
      Backbone network,
      Conditioning conditioning,
      TrainingContext<Backbone> context) {
    Rng masks = context.key().stream("dropout"); // one mask for both evaluations
    Tensor wanted;
    try (Grad off = Grad.off()) {
      network.dropFrom(masks);
      wanted = lower(batch, network, conditioning, context.step());
    }
    network.dropFrom(masks);
    Tensor difference = model.estimate(batch, network, conditioning).sub(wanted);
    double c = HUBER * Math.sqrt((double) batch.x0().numel() / batch.x0().size(0));
    Tensor squared = difference.square().sum(1, 2, 3);
    return squared.add(new Scalar(c * c)).sqrt().sub(new Scalar(c)).mul(batch.row(this::weight));
  }

  private double weight(double t) {
    double ratio = model.path().noiseRatio(t);
    return 1 / (ratio * ratio) + 1 / (sigmaData * sigmaData);
  }

  /** What the estimate at t is to be: that at r, or the clean image itself at r = 0. */
  private Tensor lower(Diffused batch, Backbone network, Conditioning conditioning, long step) {
    GaussianPath path = model.path();
    double[] t = batch.times().t();
    double[] r = new double[t.length];
    double[] known = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      double below = gap.below(path.noiseRatio(t[i]), step);
      double time = Double.isFinite(below) ? path.timeAtNoiseRatio(below) : t[i];
      known[i] = time < path.start() || below == 0 ? 1 : 0;
      r[i] = known[i] == 1 ? path.start() : path.snap(time);
    }
    Diffused less =
        Diffused.of(path, new TimeBatch(r, batch.times().importance()), batch.x0(), batch.eps());
    Tensor clean = Tensors.of(known, known.length, 1, 1, 1).to(batch.x0().scalar_type());
    return model.estimate(less, network, conditioning).lerp(batch.x0(), clean);
  }
}
