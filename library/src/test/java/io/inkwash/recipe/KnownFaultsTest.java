package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.SpecException;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Faults that a widely used program has, each by the name of its complaint there. Here each is
 * refused when the recipe is built, or cannot happen. Those of formulas are in {@code
 * io.inkwash.solve.KnownSolverFaultsTest}.
 */
class KnownFaultsTest {
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000, 1e-4, 0.02));

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  private static DiffusionRecipe with(String name, String settings) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (String setting : settings.strip().split(" +")) {
      int equals = setting.indexOf('=');
      changes.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return Settings.apply(Recipes.diffusion(name), changes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // silently infinite at the first step (huggingface/diffusers 3851)
        "ddpm|path=zero-snr-betas|target noise cannot give x0 at t = 1000.0",
        "ddpm|path=zero-snr-betas(curve=scaled-linear) target=score|target score cannot give x0",
        "flow|target=noise|target noise cannot give x0 at t = 1.0 of rectified flow (SNR 0.0)",
        // NaN (5969)
        "ddpm|path=zero-snr-betas target=v solver=ddim(eta=1)|ddim with eta 1 on discrete zero",
        // timestep 998 nine times, then an index error (12771)
        "iddpm-small|grid=karras steps=20|visits t = 1000.0 after t = 1000.0",
        // steps of other lengths than asked for (1835, 4122)
        "ddpm|grid=strided steps=300|no whole stride takes 300 of the 1000 timesteps",
        "ddpm|grid=sections(counts=600:10) steps=610|it holds 500",
        "ddpm|steps=1001|it has 1000",
        "ddpm|grid=custom(times=100:200) steps=2|visits t = 200.0 after t = 100.0",
        "ddpm|grid=custom(times=200:200) steps=2|visits t = 200.0 after t = 200.0",
        // betas that reach 1
        "ddpm|timesteps=20 steps=20|beta 1.0 at timestep 20",
        "ddpm|solver=ancestral-learned|learns its variance",
        "vp-sde|target=posterior-mean|need a shorter stride, as 0.001",
      })
  void refusedWhenTheRecipeIsBuilt(String name, String settings, String words) {
    assertThatThrownBy(() -> with(name, settings))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatMakesSenseThereIsServed() {
    String rest = "path=zero-snr-betas target=v grid=trailing steps=50 solver=";
    for (String solver : List.of("ddim", "ddim(eta=0.9)", "ancestral", "dpm++", "unipc")) {
      assertThat(with("ddpm", rest + solver).sampling().steps()).isEqualTo(50);
    }
  }

  /** All log-variances not a number (14569). */
  @Test
  void theLogOfNoVarianceIsNeverTaken() {
    for (int t = 1; t <= 1000; t++) {
      VarianceRange range = VarianceRange.below(TABLE, t);
      assertThat(range.small()).isFinite().isLessThanOrEqualTo(range.large());
      assertThat(range.fixedLarge()).isFinite();
    }
    try (TensorScope scope = TensorScope.open()) {
      SamplingLoop sampler =
          new SamplingLoop(TABLE, new Ancestral(Variance.FIXED_LARGE), leading(10));
      Tensor drawn =
          sampler.draw(
              wavy(new ArrayList<>()), Rng.seed(1), 0, SamplingLoop.Observer.NONE, 2, 1, 2, 2);
      assertThat(drawn.isfinite().all().item().toBool()).isTrue();
    }
  }

  private static double[] leading(int steps) {
    return TimeGrid.leading().times(TABLE, steps);
  }

  /**
   * There the model is asked at 999, 856, 713, ... but each step goes to 857, 714, 571, ... (12633,
   * 11347). Here a step goes where the model is asked next.
   */
  @Test
  void ddimStepsToTheTimesThatItVisits() {
    double[][] indices = {
      {999, 856, 713, 570, 428, 285, 142}, {999, 832, 666, 500, 333, 166, 0},
    };
    List<TimeGrid> grids = List.of(TimeGrid.trailing(), TimeGrid.linspace());
    for (int g = 0; g < 2; g++) {
      List<Double> asked = new ArrayList<>();
      double found;
      try (TensorScope scope = TensorScope.open()) {
        SamplingLoop sampler = new SamplingLoop(TABLE, new Ddim(0), grids.get(g).times(TABLE, 7));
        Tensor start = Tensors.of(new double[] {0.7}, 1, 1, 1, 1);
        found =
            Tensors.toDoubles(
                sampler.walk(start, wavy(asked), () -> start, SamplingLoop.Observer.NONE))[0];
      }
      assertThat(asked).extracting(t -> t - 1).containsExactly(boxed(indices[g]));
      // some digits are lost where steps nearly cancel
      assertThat(found).isCloseTo(ddim(indices[g], 0.7), within(1e-9));
    }
  }

  private static Double[] boxed(double[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  /** DDIM by its formula, from each index to the next and at last to the data. */
  private static double ddim(double[] indices, double start) {
    double[] alphaBar = Betas.linear(1000, 1e-4, 0.02).alphaBars();
    double x = start;
    for (int k = 0; k < indices.length; k++) {
      double here = alphaBar[(int) indices[k] + 1];
      double next = k + 1 < indices.length ? alphaBar[(int) indices[k + 1] + 1] : 1;
      double eps = 0.4 * x + 0.5 * Math.sin(3 * x + indices[k] / 300);
      double x0 = (x - Math.sqrt(1 - here) * eps) / Math.sqrt(here);
      x = Math.sqrt(next) * x0 + Math.sqrt(1 - next) * eps;
    }
    return x;
  }

  private static Denoiser wavy(List<Double> asked) {
    return (x, t) -> {
      asked.add(t);
      Tensor wave = x.mul(new Scalar(3.0)).add_(new Scalar((t - 1) / 300)).sin_();
      Tensor eps = Tensors.combine(0.4, x, 0.5, wave);
      double alpha = TABLE.alpha(t);
      return Denoised.of(Tensors.combine(1 / alpha, x, -TABLE.sigma(t) / alpha, eps));
    };
  }
}
