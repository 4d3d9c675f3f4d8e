package io.inkwash.model;

import io.inkwash.nn.Conditioning;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.Rng;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A trained model that gives the likelihood of images. */
public interface LikelihoodModel extends Model {

  /** One way to find or to bound the likelihood. */
  @FunctionalInterface
  interface Estimator {
    /**
     * The negative log-likelihood of a batch, in bits/dim.
     *
     * @param images [N,C,H,W] float32 in the model's range, from bytes
     * @param conditioning a row an image, or none
     * @param key of all randomness; image k's is a function of it and {@code first + k}
     * @param first the number of the batch's first image
     */
    Likelihood of(Tensor images, Conditioning conditioning, Rng key, long first);
  }

  /**
   * Refuses a model of the type that has no likelihood of images all the same.
   *
   * @throws io.inkwash.catalog.SpecException with the reason
   */
  default void checkLikelihood() {}

  /** How exactly an estimator that follows a flow does so: that of Song et al. 2021. */
  double TOLERANCE = 1e-5;

  /** Its estimators by name, in the order to show them. */
  default Map<String, Estimator> likelihoods() {
    return likelihoods(TOLERANCE);
  }

  /**
   * Its estimators by name, in the order to show them.
   *
   * @param tolerance of those that follow a flow, relative and absolute, above 0
   */
  Map<String, Estimator> likelihoods(double tolerance);
}
