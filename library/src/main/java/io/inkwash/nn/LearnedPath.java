package io.inkwash.nn;

import static io.inkwash.format.Text.format;

import io.inkwash.process.MonotoneNet;
import io.inkwash.process.Rise;
import io.inkwash.process.VpLogSnr;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A forward process in training: the log-SNR of a {@link VpLogSnr}, its ends and how it goes from
 * one to the other, as parameters of a network (Kingma et al. 2021, arXiv 2107.00630, appendix H).
 * Whoever computes with the process takes it as it is now, in doubles, from {@link #path}.
 *
 * <p>Parameters: {@code ends}, by how much gamma at both ends differs from where it began; {@code
 * l1}, {@code l2} and {@code l3}, the layers of the {@link MonotoneNet}, whose absolute values
 * count.
 */
public final class LearnedPath extends Net {

  /**
   * What is learned.
   *
   * @param gamma0 the first gamma before training
   * @param gamma1 the last gamma before training
   * @param ends whether both are trained
   * @param hidden width of the monotone network between them, 1024 in the paper; 0 for a straight
   *     line
   */
  public record Config(double gamma0, double gamma1, boolean ends, int hidden) {
    public Config {
      if ((!ends && hidden == 0) || hidden < 0) {
        throw new IllegalArgumentException(
            format(
                "a learned path with ends=%s and %d hidden units; allowed: ends=true or 1 or more",
                ends, hidden));
      }
    }
  }

  private final Config config;
  private final @Nullable Tensor ends;
  private final @Nullable Inner inner;

  /** Builds the parameters; they are drawn by {@link #initialize}. */
  public LearnedPath(Config config) {
    this.config = config;
    ends = config.ends ? parameter("ends", Start.ZERO, 2) : null;
    inner = config.hidden == 0 ? null : child("inner", new Inner(config.hidden));
  }

  /** The process as it is now. */
  public VpLogSnr path() {
    double[] moved = ends == null ? new double[2] : Tensors.toDoubles(ends);
    return new VpLogSnr(
        config.gamma0 + moved[0],
        config.gamma1 + moved[1],
        inner == null ? Rise.linear() : inner.rise());
  }

  /** [2] gamma at both ends, for gradients; empty where they stay. */
  public Optional<Tensor> ends() {
    return Optional.ofNullable(ends)
        .map(
            moved ->
                moved.add(
                    Tensors.of(new float[] {(float) config.gamma0, (float) config.gamma1}, 2)));
  }

  /** What lies between the ends, for gradients; empty for a straight line. */
  public Optional<Inner> inner() {
    return Optional.ofNullable(inner);
  }

  /** The {@link MonotoneNet} in training. */
  public static final class Inner extends Net {
    private final LinearImpl l1;
    private final LinearImpl l2;
    private final LinearImpl l3;

    Inner(int hidden) {
      l1 = child("l1", new LinearImpl(1, 1), Start.ONE);
      l2 = child("l2", new LinearImpl(1, hidden), Start.NORMAL);
      l3 = child("l3", Layers.unbiased(hidden, 1), Start.NORMAL);
    }

    /** As it is now. */
    MonotoneNet rise() {
      return new MonotoneNet(
          Tensors.item(l1.weight()),
          Tensors.item(l1.bias()),
          Tensors.toDoubles(l2.weight()),
          Tensors.toDoubles(l2.bias()),
          Tensors.toDoubles(l3.weight()));
    }

    /**
     * The function.
     *
     * @param u [N] in [0, 1]
     * @return [N]
     */
    public Tensor at(Tensor u) {
      return output(u).sub(output(zero(u))).div(whole(u));
    }

    /** Its derivative, as {@link #at}. */
    public Tensor slope(Tensor u) {
      Tensor s = units(u);
      Tensor each = s.mul(s.neg().add(new Scalar(1.0))).mul(absolute(l2).view(1, -1));
      return mean(each).add(new Scalar(1.0)).mul(absolute(l1).view(1)).div(whole(u));
    }

    /** [1] g(1) - g(0). */
    private Tensor whole(Tensor u) {
      Tensor zero = zero(u);
      return output(zero.add(new Scalar(1.0))).sub(output(zero));
    }

    private static Tensor zero(Tensor u) {
      return u.narrow(0, 0, 1).mul(new Scalar(0.0));
    }

    private Tensor output(Tensor u) {
      return hidden(u).view(-1).add(mean(units(u)));
    }

    /** [N,1] the first layer. Not a matrix product, which automatic mixed precision would round. */
    private Tensor hidden(Tensor u) {
      return u.view(-1, 1).mul(absolute(l1)).add(l1.bias());
    }

    /** [N,hidden] the second layer's sigmoids. */
    private Tensor units(Tensor u) {
      return hidden(u).mul(absolute(l2).view(1, -1)).add(l2.bias()).sigmoid();
    }

    /** The values of a layer's weights; {@code abs} has no kernel for the meta device. */
    private static Tensor absolute(LinearImpl layer) {
      return layer.weight().mul(layer.weight().detach().sign());
    }

    /** [N] the third layer, a mean. */
    private Tensor mean(Tensor units) {
      return units.mul(absolute(l3)).mean(1);
    }
  }
}
