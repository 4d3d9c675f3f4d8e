package io.inkwash.nn.vdm;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.LearnedPath;
import io.inkwash.torch.Rng;
import java.util.Optional;
import java.util.Set;

/** A network around a denoiser, which takes what that one takes. */
abstract class DenoiserWrapper extends Backbone {

  /** The network inside. */
  abstract Backbone denoiser();

  @Override
  public Optional<LearnedPath> learnedPath() {
    return denoiser().learnedPath();
  }

  @Override
  public Set<String> accepts() {
    return denoiser().accepts();
  }

  @Override
  public void dropFrom(Rng key) {
    denoiser().dropFrom(key);
  }
}
