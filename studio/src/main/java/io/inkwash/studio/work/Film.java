package io.inkwash.studio.work;

import io.inkwash.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states of a job's images on their way from noise. Of many steps some are kept, evenly. Safe
 * for use by several threads.
 */
public final class Film {
  /** Images whose states are kept. */
  static final int MOST_IMAGES = 16;

  /** States that are kept of an image. */
  private static final int MOST_FRAMES = 128;

  /**
   * A moment of the way.
   *
   * @param step steps that were done
   * @param t the time in the path's units
   * @param alpha the signal scale there
   * @param sigma the noise level there
   * @param logSnr log(alpha^2 / sigma^2)
   */
  public record Moment(int step, double t, double alpha, double sigma, double logSnr) {}

  /**
   * The images at a moment.
   *
   * @param moment when
   * @param states x_t of each image
   * @param estimates of x0 of each image; empty where a solver shows none
   */
  public record Frame(Moment moment, List<Picture> states, List<Picture> estimates) {
    public Frame {
      states = List.copyOf(states);
      estimates = List.copyOf(estimates);
    }

    /** The frame with images of another batch of the same job behind. */
    Frame followedBy(Frame other) {
      List<Picture> allStates = new ArrayList<>(states);
      allStates.addAll(other.states);
      List<Picture> allEstimates = new ArrayList<>(estimates);
      allEstimates.addAll(other.estimates);
      return new Frame(moment, allStates, allEstimates);
    }
  }

  private final List<Frame> frames = new ArrayList<>();

  /** Whether a step of so many is kept: the ends are, and all of a few. */
  static boolean keeps(int step, int steps) {
    if (steps < MOST_FRAMES || step == 0 || step == steps) {
      return true;
    }
    long before = (long) (step - 1) * (MOST_FRAMES - 1) / steps;
    return (long) step * (MOST_FRAMES - 1) / steps > before;
  }

  /** Adds images at a moment; those of a later batch go behind those of the earlier ones. */
  synchronized void add(Frame frame) {
    for (int k = 0; k < frames.size(); k++) {
      if (frames.get(k).moment().step() == frame.moment().step()) {
        frames.set(k, frames.get(k).followedBy(frame));
        return;
      }
    }
    frames.add(frame);
  }

  /** The moments that were kept. */
  public synchronized List<Moment> moments() {
    return frames.stream().map(Frame::moment).toList();
  }

  /** How many images have states. */
  public synchronized int images() {
    return frames.isEmpty() ? 0 : frames.get(0).states().size();
  }

  /** The state, or the estimate, of an image after so many steps. */
  public synchronized Optional<Picture> picture(int image, int step, boolean estimate) {
    return frames.stream()
        .filter(frame -> frame.moment().step() == step)
        .map(frame -> estimate ? frame.estimates() : frame.states())
        .filter(pictures -> image < pictures.size())
        .map(pictures -> pictures.get(image))
        .findFirst();
  }

  /** Bytes of memory that it takes. */
  synchronized long bytes() {
    return frames.stream()
        .flatMap(
            frame ->
                java.util.stream.Stream.concat(frame.states().stream(), frame.estimates().stream()))
        .mapToLong(picture -> picture.pixels().length + 64L)
        .sum();
  }
}
