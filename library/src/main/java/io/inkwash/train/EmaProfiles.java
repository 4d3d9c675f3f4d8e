package io.inkwash.train;

import java.util.List;

/**
 * Averages that a run keeps at its checkpoints, beside the one that is sampled.
 *
 * @param all their profiles, of different widths
 */
public record EmaProfiles(List<PowerProfile> all) {

  /** None. */
  public static final EmaProfiles NONE = new EmaProfiles(List.of());

  public EmaProfiles {
    all = List.copyOf(all);
  }

  /**
   * Two widths, from which {@link AverageSnapshots} makes others.
   *
   * @throws IllegalArgumentException if they are equal, or one is out of range
   */
  public static EmaProfiles of(double narrow, double wide) {
    if (!(narrow < wide)) {
      throw new IllegalArgumentException(
          "narrow is " + narrow + " and wide " + wide + "; allowed: a wide above narrow");
    }
    return new EmaProfiles(List.of(new PowerProfile(narrow), new PowerProfile(wide)));
  }
}
