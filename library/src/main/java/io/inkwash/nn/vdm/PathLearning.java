package io.inkwash.nn.vdm;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.LearnedPath;
import io.inkwash.process.GaussianPath;

/**
 * What of the forward process is trained along with the network.
 *
 * @param ends whether the least and the greatest noise are
 * @param hidden width of the monotone network between them; 0 for a straight line
 */
public record PathLearning(boolean ends, int hidden) {

  /** The recipe's path, as it is. */
  public static final PathLearning NONE = new PathLearning(false, 0);

  /** Both ends, and a straight line in between. */
  public static final PathLearning ENDS = new PathLearning(true, 0);

  /** What lies between the ends, and the ends or not. */
  public static PathLearning monotone(boolean ends, int hidden) {
    if (hidden < 1) {
      throw new IllegalArgumentException(
          "a monotone network of " + hidden + " hidden units; allowed: 1 or more, such as 1024");
    }
    return new PathLearning(ends, hidden);
  }

  /** Whether anything is. */
  public boolean learned() {
    return ends || hidden > 0;
  }

  /**
   * A denoiser with what is learned of the process.
   *
   * @param path where it begins: only its ends count
   */
  public Backbone around(Backbone denoiser, GaussianPath path) {
    if (!learned()) {
      return denoiser;
    }
    LearnedPath.Config config =
        new LearnedPath.Config(-path.logSnr(path.start()), -path.logSnr(path.end()), ends, hidden);
    return new LearnedPathNet(new LearnedPath(config), denoiser);
  }
}
