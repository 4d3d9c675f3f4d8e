package io.inkwash.denoise;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Scope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained network read as a denoiser: its output, whatever target it was trained on, becomes x0.
 *
 * @param network the network, whose weights may be its own or their moving average
 * @param path the process that it was trained on
 * @param parameterization how it meets that process
 * @param condition what the images are to be, one row an image
 * @param precision the arithmetic of its forward pass
 */
public record NetworkDenoiser(
    Backbone network,
    GaussianPath path,
    Parameterization parameterization,
    Condition condition,
    Precision precision)
    implements Denoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    try (Scope scope = Scope.open();
        Grad off = Grad.off()) {
      Tensor y = output(x, t).to(x.scalar_type());
      Conversion toX0 = parameterization.target().toX0(path, t);
      Tensor x0 = Tensors.combine(toX0.xCoefficient(), x, toX0.yCoefficient(), y);
      return Denoised.of(scope.keep(x0));
    }
  }

  private Tensor output(Tensor x, double t) {
    double scale = parameterization.inputScale().at(path, t);
    float[] labels = new float[Math.toIntExact(x.size(0))];
    Arrays.fill(labels, (float) parameterization.timeLabel().at(path, t));
    Tensor input = x.to(ScalarType.Float);
    if (scale != 1) {
      input = input.mul(new Scalar(scale));
    }
    try (Autocast cast = precision.enter()) {
      return network.forward(input, Tensors.of(labels, labels.length), condition);
    }
  }
}
