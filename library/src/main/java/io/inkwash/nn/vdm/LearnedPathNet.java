package io.inkwash.nn.vdm;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.LearnedPath;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser with the forward process that is trained along with it, so that both are saved,
 * averaged and resumed together. Parameters: {@code path} and {@code denoiser}.
 */
public final class LearnedPathNet extends DenoiserWrapper {
  private final LearnedPath path;
  private final Backbone denoiser;

  /** Joins the two. */
  public LearnedPathNet(LearnedPath path, Backbone denoiser) {
    this.path = child("path", path);
    this.denoiser = child("denoiser", denoiser);
  }

  @Override
  public Optional<LearnedPath> learnedPath() {
    return Optional.of(path);
  }

  @Override
  Backbone denoiser() {
    return denoiser;
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    return denoiser.forward(x, noiseLevel, conditioning);
  }
}
