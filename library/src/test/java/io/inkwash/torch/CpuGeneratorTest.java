package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.testkit.Close;
import java.util.Arrays;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * libtorch's CPU generator gives the numbers of Python's for the same seed, so a whole network can
 * be compared by its seed. The values are of torch 2.13.0+cpu after {@code manual_seed(0)}.
 */
@ExtendWith(NativeLeakGuard.class)
class CpuGeneratorTest {

  @Test
  void fewNormals() {
    double[] z = Tensors.toDoubles(Tensors.fillNormal(Tensors.zeros(4), seed0()));
    Close.assertClose(z, new double[] {1.5409961, -0.2934289, -2.1787894, 0.5684313}, 1e-7);
  }

  @Test
  void manyNormalsAreDrawnInAnotherWay() {
    Tensor z = Tensors.fillNormal(Tensors.zeros(4, 3, 8, 8), seed0());
    Close.assertClose(
        Arrays.copyOf(Tensors.toDoubles(z), 4),
        new double[] {-1.1258398, -1.1523602, -0.2505786, -0.4338788},
        2e-7);
    Close.assertClose(Tensors.toDoubles(z.abs().sum())[0], 622.952462, 1e-6);
  }

  @Test
  void uniforms() {
    double[] u = Tensors.toDoubles(Tensors.fillUniform(Tensors.zeros(4), 0, 1, seed0()));
    Close.assertClose(u, new double[] {0.49625659, 0.76822180, 0.08847743, 0.13203049}, 1e-7);
  }

  @Test
  void aGeneratorIsApartFromAllOthers() {
    Generator one = seed0();
    float[] first = Tensors.toFloats(Tensors.fillNormal(Tensors.zeros(4), one));
    Tensors.fillNormal(Tensors.zeros(100), seed0());
    float[] second = Tensors.toFloats(Tensors.fillNormal(Tensors.zeros(4), one));
    assertThat(second).isNotEqualTo(first);
    Generator again = seed0();
    assertThat(Tensors.toFloats(Tensors.fillNormal(Tensors.zeros(4), again)))
        .containsExactly(first);
    assertThat(Tensors.toFloats(Tensors.fillNormal(Tensors.zeros(4), again)))
        .containsExactly(second);
  }

  private static Generator seed0() {
    return torch.make_generator_cpu(0);
  }
}
