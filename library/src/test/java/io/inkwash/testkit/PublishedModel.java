package io.inkwash.testkit;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The images, noise and model that iddpm-losses.py has as formulas. */
public final class PublishedModel {
  private static final long[] SHAPE = {4, 2, 3, 3};

  private PublishedModel() {}

  /** [4,2,3,3] images of six of the 256 values, both ends among them. */
  public static Tensor images() {
    double[] values = new double[72];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 6) * 51 / 127.5 - 1;
    }
    return Tensors.of(values, SHAPE);
  }

  /** Noise number n. */
  public static Tensor noise(int draw) {
    double[] values = new double[72];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1.5 * Math.sin(7 * draw + 3 * i + 1);
    }
    return Tensors.of(values, SHAPE);
  }

  /** Noise 1, 2, 3, ... */
  public static Noise draws() {
    int[] count = {0};
    return () -> noise(++count[0]);
  }

  /** The model as a network, in the type of its input. */
  public static Backbone network(Variance variance) {
    return new Backbone() {
      @Override
      public Tensor forward(Tensor x, Tensor label, Conditioning conditioning) {
        return output(x, label.to(x.scalar_type()).view(-1, 1, 1, 1), variance);
      }
    };
  }

  /** The model as a denoiser in float64, its output read as noise. */
  public static Denoiser denoiser(GaussianPath path, Variance variance) {
    return new Denoiser() {
      @Override
      public Denoised denoise(Tensor x, double t) {
        double label = (t - 1) * 1000 / path.end();
        Tensor output = output(x, Tensors.of(new double[] {label}, 1, 1, 1, 1), variance);
        Conversion toX0 = Targets.noise().toX0(path, t);
        Tensor x0 =
            Tensors.combine(
                toX0.xCoefficient(), x, toX0.yCoefficient(), output.narrow(1, 0, x.size(1)));
        return variance.learned()
            ? new Denoised(
                x0,
                variance.fraction(
                    VarianceRange.below(path, t), output.narrow(1, x.size(1), x.size(1))))
            : Denoised.of(x0);
      }

      @Override
      public boolean learnedVariance() {
        return variance.learned();
      }
    };
  }

  private static Tensor output(Tensor x, Tensor label, Variance variance) {
    Tensor wave = x.mul(new Scalar(3.0)).add(label.div(new Scalar(300.0))).sin();
    Tensor mean = x.mul(new Scalar(0.4)).add(wave, new Scalar(0.5));
    Tensor second = x.mul(new Scalar(0.7)).sub(label.div(new Scalar(500.0))).tanh();
    return switch (variance) {
      case LEARNED_RANGE -> Tensors.cat(1, mean, second);
      case LEARNED -> Tensors.cat(1, mean, second.mul(new Scalar(0.5)).sub(new Scalar(4.0)));
      case FIXED_SMALL, FIXED_LARGE -> mean;
    };
  }
}
