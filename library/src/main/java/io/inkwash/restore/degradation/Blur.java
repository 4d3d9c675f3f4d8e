package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Blurred by the same kernel along rows and columns. To restore is to sharpen.
 *
 * @param kernel the weights of a pixel's neighbors along a line, an odd number of them, the pixel's
 *     own in the middle
 * @param edge what lies beyond the image
 * @param cutoff singular values below this share of the largest count as 0 wherever the blur is
 *     inverted
 */
public record Blur(List<Double> kernel, Edge edge, double cutoff) implements Degradation {

  /** What lies beyond the edge of an image. */
  public enum Edge {
    /** Its other side. */
    CIRCULAR {
      @Override
      int inside(int index, int length) {
        return Math.floorMod(index, length);
      }
    },
    /** Its mirror image, the pixel at the edge twice. */
    REFLECTED {
      @Override
      int inside(int index, int length) {
        int around = Math.floorMod(index, 2 * length);
        return around < length ? around : 2 * length - 1 - around;
      }
    };

    /** The index of the pixel that counts for one outside. */
    abstract int inside(int index, int length);
  }

  /** Checks the kernel. */
  public Blur {
    kernel = List.copyOf(kernel);
    if (kernel.size() % 2 == 0) {
      throw new IllegalArgumentException(
          format("blur with %d weights; allowed: an odd number", kernel.size()));
    }
  }

  /**
   * A Gaussian blur, mirrored at the edges, that keeps singular values above a hundredth.
   *
   * @param sigma the kernel's standard deviation in pixels; it reaches four of them, rounded up
   */
  public static Blur gaussian(double sigma) {
    if (!(sigma > 0 && sigma < 1000)) {
      throw new IllegalArgumentException(
          "blur of " + sigma + " pixels; allowed: above 0, below 1000");
    }
    int reach = (int) Math.ceil(4 * sigma);
    List<Double> kernel = new ArrayList<>();
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      double weight = Math.exp(-0.5 * k * k / (sigma * sigma));
      kernel.add(weight);
      sum += weight;
    }
    double total = sum;
    kernel.replaceAll(weight -> weight / total);
    return new Blur(kernel, Edge.REFLECTED, 0.01);
  }

  /**
   * Each pixel becomes the mean of its neighbors, mirrored at the edges; singular values above a
   * hundredth are kept.
   *
   * @param size the side of the square that is averaged, odd
   */
  public static Blur box(int size) {
    if (size < 3 || size % 2 == 0) {
      throw new IllegalArgumentException(
          "blur over squares of " + size + "; allowed: an odd side of 3 or more");
    }
    return new Blur(Collections.nCopies(size, 1.0 / size), Edge.REFLECTED, 0.01);
  }

  @Override
  public String task() {
    return "deblur";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    return new Separable(axis(height), axis(width), cutoff);
  }

  private Axis axis(long pixels) {
    int length = Math.toIntExact(pixels);
    int reach = kernel.size() / 2;
    double[][] rows = new double[length][length];
    for (int i = 0; i < length; i++) {
      for (int k = -reach; k <= reach; k++) {
        rows[i][edge.inside(i + k, length)] += kernel.get(k + reach);
      }
    }
    return Axis.of(rows);
  }
}
