package io.inkwash.process;

/**
 * A forward step {@code q(x_t | x_s)}: {@code x_t = scale x_s + sqrt(variance) eps}.
 *
 * @param scale {@code alpha_t / alpha_s}
 * @param variance the noise added on the way, at least 0
 */
public record Transition(double scale, double variance) {

  /** This step followed by {@code next}: again a step, with the noise of both. */
  public Transition then(Transition next) {
    return new Transition(next.scale * scale, next.scale * next.scale * variance + next.variance);
  }
}
