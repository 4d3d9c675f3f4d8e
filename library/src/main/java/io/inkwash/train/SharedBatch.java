package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.distributed.Ranks;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch that the ranks of a training share, as one of them sees it. A rank's gradient is its
 * rows' share of the batch's, so that the sum over all ranks is the gradient of the mean loss.
 *
 * @param batch this rank's rows
 * @param ranks all ranks
 */
record SharedBatch(Batch batch, Ranks ranks) {

  /** Of the ranks of this thread. */
  static SharedBatch of(Batch batch) {
    return new SharedBatch(batch, Ranks.current());
  }

  /** A key of the batch for this rank's rows. */
  Rng key(Rng whole) {
    return whole.rows(batch.rows().first(), batch.rows().count(), batch.rows().total());
  }

  /** Adds this rank's share to the gradients. */
  void backward(Tensor loss) {
    (ranks.alone() ? loss : loss.mul(new Scalar(batch.rows().share()))).backward();
  }

  /** The means over the batch of some means over this rank's rows. */
  double[] means(double... own) {
    if (ranks.alone()) {
      return own;
    }
    double[] shares = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      shares[i] = own[i] * batch.rows().share();
    }
    return ranks.sum(shares);
  }

  /**
   * The losses of the batch's images in its order.
   *
   * @param own [N] those of this rank's rows
   */
  double[] perImage(Tensor own) {
    double[] losses = Tensors.toDoubles(own);
    if (ranks.alone()) {
      return losses;
    }
    double[] all = new double[batch.rows().total()];
    System.arraycopy(losses, 0, all, batch.rows().first(), losses.length);
    return ranks.sum(all);
  }
}
