package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.torch.Grad;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Progressive distillation (Salimans and Ho 2022, "Progressive Distillation for Fast Sampling of
 * Diffusion Models", arXiv 2202.00512, algorithm 2): the network learns to do in one step of DDIM
 * what its teacher does in two. Then it becomes the teacher, and the number of steps is halved
 * again.
 *
 * <pre>
 * x_t = alpha_t x0 + sigma_t eps,   t, m, s three neighbors of the teacher's grid
 * x_m = DDIM(x_t, teacher),  x_s = DDIM(x_m, teacher)
 * x~ = (x_s - (sigma_s / sigma_t) x_t) / (alpha_s - (sigma_s / sigma_t) alpha_t)
 * </pre>
 *
 * <p>{@code x~} is the clean image with which one step of DDIM leads from x_t to x_s. It takes the
 * place of x0 in the student's squared error, whose target and weights may be any; the paper takes
 * {@code truncated-snr}. Each halving has twice the training of the one before, since its steps are
 * twice as long; in the paper the last two have twice that of the others. The teacher of the next
 * is the moving average of the weights, which serves as the falling learning rate of each halving
 * does in the paper.
 *
 * @param student its squared error, and what its estimates and the teacher's are limited to; of its
 *     times nothing is used, since the grid has the times
 * @param grid the times of teacher and student, each with its own number of steps
 * @param teacherSteps the steps of the first teacher
 * @param studentSteps the steps of the last student, {@code teacherSteps} halved once or more
 */
public record ProgressiveDistillation(
    DenoisingObjective student, TimeGrid grid, int teacherSteps, int studentSteps)
    implements Objective<Backbone> {

  /** Checks the numbers of steps, and that the grid has them. */
  public ProgressiveDistillation {
    int ratio = studentSteps < 1 ? 0 : teacherSteps / studentSteps;
    if (ratio < 2 || teacherSteps != ratio * studentSteps || Integer.bitCount(ratio) != 1) {
      throw new IllegalArgumentException(
          "progressive distillation from "
              + teacherSteps
              + " to "
              + studentSteps
              + " steps; allowed: a number of teacher's steps that halves to the student's, such as"
              + " 16 and 1");
    }
    grid.times(student.path(), teacherSteps);
  }

  /** How often the number of steps is halved. */
  int halvings() {
    return Integer.numberOfTrailingZeros(teacherSteps / studentSteps);
  }

  /** The halving, 0, 1, ..., of a share of the training: of n, number k has 2^k / (2^n - 1). */
  private int halvingAt(double spent) {
    double parts = (1L << halvings()) - 1;
    return Math.min(halvings() - 1, Math.getExponent(1 + spent * parts));
  }

  @Override
  public boolean usesTeacher() {
    return true;
  }

  @Override
  public boolean limitsEstimates() {
    return student.limitsEstimates();
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State();
  }

  /** At work: which halving it is at, which a longer training does not turn back. */
  private final class State implements ObjectiveState<Backbone> {
    private int halving;

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      int reached = halvingAt(context.spent());
      if (reached > halving) {
        context.twins().renewTeacher();
        halving = reached;
      }
      int steps = teacherSteps >> (halving + 1);
      return stepped(steps).loss(network, x0, conditioning, context);
    }

    @Override
    public double[] values() {
      return new double[] {halving};
    }

    @Override
    public void restore(double[] values) {
      if (values.length != 1 || !(values[0] >= 0 && values[0] < halvings())) {
        throw new IllegalArgumentException(
            "progressive distillation is given the state "
                + Arrays.toString(values)
                + "; allowed: one number from 0 to "
                + (halvings() - 1));
      }
      halving = (int) values[0];
    }
  }

  /** The loss of a student with a number of steps. */
  private ObjectiveState<Backbone> stepped(int steps) {
    double[] times = grid.times(student.path(), 2 * steps);
    return (network, x0, conditioning, context) -> {
      DrawnTimes drawn =
          DrawnTimes.of(
              uniforms -> starts(times, uniforms), Math.toIntExact(x0.size(0)), context.key());
      Diffused noisy = Diffused.draw(student.path(), drawn.own(), x0, context.key());
      Diffused taught;
      try (Grad off = Grad.off()) {
        taught = twice(noisy, times, context.twins().teacher(), conditioning);
      }
      Tensor perImage = student.perImage(taught, network, conditioning, context.key());
      return taught.loss(perImage, losses -> {});
    };
  }

  /** One of the student's times for each image, all equally likely. */
  private static TimeBatch starts(double[] times, double[] uniforms) {
    int steps = times.length / 2;
    return TimeBatch.of(Arrays.stream(uniforms).map(u -> times[2 * (int) (u * steps)]).toArray());
  }

  /** The same noisy images, with clean ones and noise that lead to where two steps lead. */
  private Diffused twice(
      Diffused noisy, double[] times, Backbone teacher, Conditioning conditioning) {
    Diffused middle = step(noisy, after(noisy, times), teacher, conditioning);
    Diffused end = step(middle, after(middle, times), teacher, conditioning);
    double[] t = noisy.times().t();
    double[] s = end.times().t();
    double[] fromStart = new double[t.length];
    double[] fromEnd = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      GaussianPath path = student.path();
      double ratio = path.sigma(s[i]) / path.sigma(t[i]);
      fromEnd[i] = 1 / (path.alpha(s[i]) - ratio * path.alpha(t[i]));
      fromStart[i] = -ratio * fromEnd[i];
    }
    return noisy.explained(
        end.xt().mul(noisy.column(fromEnd)).add_(noisy.xt().mul(noisy.column(fromStart))));
  }

  /** A step of DDIM by the teacher (Song et al. 2020, arXiv 2010.02502, equation 12, eta = 0). */
  private Diffused step(Diffused from, TimeBatch to, Backbone teacher, Conditioning conditioning) {
    Diffused explained = from.explained(student.estimate(from, teacher, conditioning));
    return Diffused.of(student.path(), to, explained.x0(), explained.eps());
  }

  /** The times that follow on the grid. */
  private static TimeBatch after(Diffused batch, double[] times) {
    double[] t = batch.times().t();
    double[] next = new double[t.length];
    for (int i = 0; i < t.length; i++) {
      int at = 0;
      while (times[at] != t[i]) {
        at++;
      }
      next[i] = times[at + 1];
    }
    return new TimeBatch(next, batch.times().importance());
  }
}
