package io.inkwash.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.solve.SolverState;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a solver around another passes on: the grid before the first step, and the end of a run. */
class WrappedSolverTest {
  private static final double[] FALLING = {1, 0.7, 0.4, 0.1, 0};

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  /** Follows nothing and notes what it receives. */
  private record Noted(List<double[]> grids, List<String> ends) implements Solver {
    Noted() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
      return new SolverState() {
        @Override
        public void begin(double[] times) {
          grids.add(times);
        }

        @Override
        public Tensor step(Tensor x, double t, double s) {
          return denoiser.denoise(x, t).x0();
        }

        @Override
        public void close() {
          ends.add("closed");
        }
      };
    }

    @Override
    public boolean stochastic() {
      return false;
    }
  }

  private static Noted run(UnaryOperator<Solver> wrapper, double... times) {
    Noted inner = new Noted();
    try (TensorScope scope = TensorScope.open()) {
      Tensor ones = Tensors.of(new double[] {1, 1}, 1, 1, 1, 2);
      Denoiser half = (x, t) -> Denoised.of(x.mul(new Scalar(0.5)));
      new SamplingLoop(Vp.linear(), wrapper.apply(inner), times)
          .walk(ones, half, ones::clone, SamplingLoop.Observer.NONE);
    }
    return inner;
  }

  private static Measurement left() {
    Tensor mask = Tensors.of(new double[] {1, 0}, 1, 2);
    return Measurement.exact(new Masked(mask), Tensors.of(new double[] {0.3, 0}, 1, 1, 1, 2));
  }

  @Test
  void theGridAndTheEndReachTheInnerSolver() {
    try (TensorScope scope = TensorScope.open()) {
      Measurement measurement = left();
      List<UnaryOperator<Solver>> wrappers =
          List.of(
              inner -> new Dps(inner, measurement, 0.1),
              inner -> new Replacement(inner, measurement),
              inner -> new RePaint(inner, measurement),
              inner -> new Renoised(inner, 1),
              inner -> new Churned(inner, new Churn(0.1, 0, 50, 1)),
              inner ->
                  new PredictorCorrector(inner, PredictorCorrector.Corrector.LANGEVIN, 0.1, 1));
      for (UnaryOperator<Solver> wrapper : wrappers) {
        Noted inner = run(wrapper, FALLING);
        assertThat(inner.grids()).containsExactly(FALLING);
        assertThat(inner.ends()).containsExactly("closed");
      }
    }
  }

  @Test
  void eachDescentOfAGridThatRisesBeginsWithItsOwnTimes() {
    try (TensorScope scope = TensorScope.open()) {
      Measurement measurement = left();
      Noted inner =
          run(solver -> new RePaint(solver, measurement), 1, 0.7, 0.4, 1, 0.7, 0.4, 0.1, 0.4, 0);
      assertThat(inner.grids())
          .containsExactly(
              new double[] {1, 0.7, 0.4}, new double[] {1, 0.7, 0.4, 0.1}, new double[] {0.4, 0});
      assertThat(inner.ends()).hasSize(3);
    }
  }
}
