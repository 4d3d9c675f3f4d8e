package io.inkwash.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network's output read as a clean image. */
@ExtendWith(NativeLeakGuard.class)
class NetworkDenoiserTest {
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000));

  private final Tensor x0 = Rng.seed(1).normal(2, 1, 3, 3).to(ScalarType.Double);
  private final Tensor eps = Rng.seed(2).normal(2, 1, 3, 3).to(ScalarType.Double);

  @Test
  void theRightOutputGivesTheImageWhateverTheTargetAndThePath() {
    List<Target> targets =
        List.of(
            Targets.x0(),
            Targets.noise(),
            Targets.v(),
            Targets.velocity(),
            Targets.score(),
            Targets.edm(0.5));
    for (GaussianPath path : Cases.paths()) {
      for (double logSnr : new double[] {4, 0, -4}) {
        double t = path.snap(path.timeAtLogSnr(logSnr));
        Tensor x = Tensors.combine(path.alpha(t), x0, path.sigma(t), eps);
        for (Target target : targets) {
          Tensor y =
              Tensors.combine(
                  target.x0Coefficient(path, t), x0, target.epsCoefficient(path, t), eps);
          Tensor estimate = denoiser(path, target, y).denoise(x, t).x0();
          // The network answers in float32; its rounding counts as much as its answer does.
          Conversion toX0 = target.toX0(path, t);
          double size = Tensors.toDoubles(y.abs().max())[0] * Math.abs(toX0.yCoefficient());
          double off = Tensors.toDoubles(estimate.sub(x0).abs().max())[0];
          assertThat(off)
              .as("%s on %s at %s", target.name(), path.name(), t)
              .isLessThan(1e-7 * size + 1e-12);
        }
      }
    }
  }

  @Test
  void theNetworkSeesTheScaledImageAndTheLabelInFloat32() {
    GaussianPath path = Edm.standard();
    Tensor[] seen = new Tensor[2];
    Backbone network =
        new Backbone() {
          @Override
          public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
            seen[0] = x.clone();
            seen[1] = label.clone();
            assertThat(x.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(label.scalar_type().intern()).isEqualTo(ScalarType.Float);
            assertThat(Tensors.toFloats(label))
                .containsExactly(0.25f * (float) Math.log(3), 0.27465308f);
            Close.assertClose(
                Tensors.toDoubles(x)[0], Tensors.toDoubles(x0)[0] / Math.sqrt(9.25), 1e-6);
            return x;
          }
        };
    new NetworkDenoiser(
            network, path, Parameterization.edm(0.5), Conditioning.none(), Precision.FP32)
        .denoise(x0, 3);
    assertThat(seen[0]).isNotNull();
    Backbone ddpm =
        new FormulaNetwork(
            (x, label) -> {
              assertThat(Tensors.toFloats(label)).containsExactly(999, 999);
              return x;
            });
    new NetworkDenoiser(ddpm, TABLE, Parameterization.ddpm(), Conditioning.none(), Precision.FP32)
        .denoise(x0, 1000);
  }

  @Test
  void theAnswerHasTheTypeOfTheState() {
    Denoiser denoiser = denoiser(TABLE, Targets.noise(), eps);
    assertThat(denoiser.denoise(x0, 5).x0().scalar_type().intern()).isEqualTo(ScalarType.Double);
    assertThat(denoiser.denoise(x0.to(ScalarType.Float), 5).x0().scalar_type().intern())
        .isEqualTo(ScalarType.Float);
  }

  @Test
  void onlyTheAnswerIsLeftAndNothingIsRecorded() {
    Denoiser denoiser = unet(Precision.FP32);
    Tensor x = Tensors.zeros(2, 1, 8, 8);
    long before = NativeLeakGuard.alive();
    Denoised estimate = denoiser.denoise(x, 500);
    assertThat(NativeLeakGuard.alive()).isEqualTo(before + 1);
    assertThat(estimate.x0().requires_grad()).isFalse();
    assertThat(estimate.variance()).isNull();
    assertThat(Grad.recording()).isTrue();
  }

  @Test
  void bfloat16IsCloseToFloat32AndNotEqual() {
    Tensor x = Rng.seed(4).normal(2, 1, 8, 8);
    Tensor exact = unet(Precision.FP32).denoise(x, 300).x0();
    Tensor rough = unet(Precision.BF16).denoise(x, 300).x0();
    double off = Tensors.toDoubles(exact.sub(rough).abs().max())[0];
    assertThat(off).isBetween(1e-6, 0.1); // eight bits of mantissa
    assertThat(rough.scalar_type().intern()).isEqualTo(ScalarType.Float);
  }

  @Test
  void anErrorInTheNetworkLeavesNothingBehindAndModesAsTheyWere() {
    Denoiser broken =
        new NetworkDenoiser(
            new FormulaNetwork((x, label) -> x.add(Tensors.zeros(5, 5))),
            TABLE,
            Parameterization.ddpm(),
            Conditioning.none(),
            Precision.BF16);
    long before = NativeLeakGuard.alive();
    assertThatThrownBy(() -> broken.denoise(x0, 5)).isInstanceOf(RuntimeException.class);
    assertThat(NativeLeakGuard.alive())
        .isLessThanOrEqualTo(before); // less where a collector was at work
    assertThat(Grad.recording()).isTrue();
    assertThat(torch.is_autocast_enabled(torch.DeviceType.CPU)).isFalse();
  }

  @Test
  void theClassesReachTheNetwork() {
    long[][] seen = new long[1][];
    Backbone network =
        new Backbone() {
          @Override
          public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
            seen[0] = new long[Math.toIntExact(conditioning.classes().orElseThrow().numel())];
            conditioning.classes().orElseThrow().contiguous().data_ptr_long().get(seen[0]);
            return x;
          }
        };
    Denoiser denoiser =
        new NetworkDenoiser(
            network, TABLE, Parameterization.ddpm(), Conditioning.classes(3, 8), Precision.FP32);
    denoiser.denoise(x0, 5);
    assertThat(seen[0]).containsExactly(3, 8);
  }

  @Test
  void aClampedGuessStaysInTheRange() {
    Denoiser inner = (x, t) -> new Denoised(x, x);
    Tensor x = Tensors.of(new double[] {-3, -1, 0.5, 7}, 1, 1, 2, 2);
    Denoised estimate = new Clamped(inner, -1, 1).denoise(x, 2);
    assertThat(Tensors.toDoubles(estimate.x0())).containsExactly(-1, -1, 0.5, 1);
    assertThat(estimate.variance()).isSameAs(x);
    assertThat(Tensors.toDoubles(x)).containsExactly(-3, -1, 0.5, 7);
  }

  private static Denoiser denoiser(GaussianPath path, Target target, Tensor answer) {
    return new NetworkDenoiser(
        new FormulaNetwork((x, label) -> answer.to(ScalarType.Float)),
        path,
        new Parameterization(target, InputScale.identity(), NoiseLevelInput.logSnr()),
        Conditioning.none(),
        Precision.FP32);
  }

  private static Denoiser unet(Precision precision) {
    SimpleUNet network = new SimpleUNet(new SimpleUNet.Config(1, 8, 4));
    network.initialize(torch.make_generator_cpu(0));
    return new NetworkDenoiser(
        network, TABLE, Parameterization.ddpm(), Conditioning.none(), precision);
  }
}
