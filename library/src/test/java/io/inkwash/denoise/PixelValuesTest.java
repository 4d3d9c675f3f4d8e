package io.inkwash.denoise;

import static io.inkwash.testkit.Close.assertClose;

import io.inkwash.testkit.Cases;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The decoder of variational diffusion models. */
@ExtendWith(NativeLeakGuard.class)
class PixelValuesTest {

  @Test
  void itIsTheBayesRuleOverAllValues() {
    Cases.check(
        200,
        c -> {
          int value = c.of(java.util.List.of(0, 1, c.integer(0, 255), 254, 255));
          double low = c.uniform(-2, 0);
          double high = c.uniform(0.5, 2);
          double logSnr = c.uniform(-5, 15);
          double alpha = Math.sqrt(1 / (1 + Math.exp(-logSnr)));
          double sigma = Math.sqrt(1 / (1 + Math.exp(logSnr)));
          double eps = c.normal();
          double pixel = low + (high - low) * value / 255;
          double z = alpha * pixel + sigma * eps;
          double sum = 0;
          for (int v = 0; v < 256; v++) {
            double distance = (z - alpha * (low + (high - low) * v / 255)) / sigma;
            sum += Math.exp(0.5 * (eps * eps - distance * distance));
          }
          try (TensorScope scope = TensorScope.open()) {
            double found =
                Tensors.item(
                    new PixelValues(PixelBins.of(low, high))
                        .nats(
                            Tensors.of(new double[] {pixel}, 1, 1, 1, 1),
                            Tensors.of(new double[] {eps}, 1, 1, 1, 1),
                            Tensors.of(new double[] {logSnr}, 1)));
            assertClose(found, Math.log(sum), 1e-9, 1e-9);
          }
        });
  }
}
