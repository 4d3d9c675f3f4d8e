package io.inkwash.testkit;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.Vp;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One of the published score SDEs with the model that score-sde-models.py has for it.
 *
 * @param name what the script calls it
 * @param path the process
 * @param score the model, asked at a time of the path
 */
public record PublishedSde(String name, GaussianPath path, Score score) {

  /** A model: the gradient of the log-density. */
  @FunctionalInterface
  public interface Score {
    /** At an image [N,1,2,2] and a time. */
    Tensor at(Tensor x, double t);
  }

  public static final PublishedSde VP = wavy("vp", Vp.linear());
  public static final PublishedSde SUB_VP = wavy("sub-vp", SubVp.linear());
  public static final PublishedSde VE = steep("ve", Ve.geometric());

  /** The state that all runs start from, in units of the prior. */
  public static double[] startingState() {
    return new double[] {1.3, -0.4, 0.2, -1.7};
  }

  /** All three. */
  public static List<PublishedSde> all() {
    return List.of(VP, SUB_VP, VE);
  }

  /** The model as a denoiser. */
  public Denoiser denoiser() {
    return denoiser(path, score);
  }

  /** A score read as a denoiser of any path. */
  public static Denoiser denoiser(GaussianPath path, Score score) {
    return (x, t) -> {
      Conversion x0 = Targets.score().toX0(path, t);
      return Denoised.of(Tensors.combine(x0.xCoefficient(), x, x0.yCoefficient(), score.at(x, t)));
    };
  }

  /** The network that predicts noise. */
  public static Tensor wavy(Tensor x, double label) {
    Tensor wave = x.mul(new Scalar(3.0)).add(new Scalar(label / 300)).sin();
    return Tensors.combine(0.4, x, 0.5, wave);
  }

  /** The network that is a score. */
  public static Tensor steep(Tensor x, double sigma) {
    Tensor pull = Tensors.combine(1, x, -0.7, x.sin());
    return pull.mul(new Scalar(-1 / (sigma * sigma + 0.25)));
  }

  /** The score of predicted noise. */
  public static Tensor fromNoise(Tensor noise, double sigma) {
    return noise.mul(new Scalar(-1 / sigma));
  }

  private static PublishedSde wavy(String name, GaussianPath path) {
    return new PublishedSde(name, path, (x, t) -> fromNoise(wavy(x, 999 * t), path.sigma(t)));
  }

  private static PublishedSde steep(String name, GaussianPath path) {
    return new PublishedSde(name, path, (x, t) -> steep(x, path.sigma(t)));
  }
}
