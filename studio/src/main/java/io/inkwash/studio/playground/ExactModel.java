package io.inkwash.studio.playground;

import io.inkwash.denoise.Denoiser;

/**
 * The mixture's own denoiser under the solver of the settings.
 *
 * @param settings of the run
 */
record ExactModel(PlaygroundSettings settings) implements PointModel {

  @Override
  public void draw(Screen screen) {
    screen.walk(rows -> denoiser(settings));
  }

  /** The denoiser of the settings: of a class, guided, or of all points. */
  static Denoiser denoiser(PlaygroundSettings settings) {
    Denoiser all = new MixtureDenoiser(settings.points(), settings.path());
    if (settings.type().isEmpty()) {
      return all;
    }
    PointMixture some = settings.points().ofClass(settings.type().getAsInt());
    return settings.guided(new MixtureDenoiser(some, settings.path()), all, 1);
  }
}
