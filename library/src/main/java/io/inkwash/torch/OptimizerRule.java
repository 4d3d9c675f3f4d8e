package io.inkwash.torch;

/**
 * How weights follow their gradients: an immutable value. What one training remembers between its
 * steps is the {@link OptimizerState} that {@link #start} makes.
 *
 * <table>
 * <caption>Rules; each has PyTorch's numbers, but Lion, which PyTorch does not have</caption>
 * <tr><td>{@link AdamRule}</td><td>Adam, decay of the weights as an L2 term of the loss</td></tr>
 * <tr><td>{@link AdamWRule}</td><td>Adam, the weights shrink apart from the gradient</td></tr>
 * <tr><td>{@link RAdamRule}</td><td>Adam without its unstable first steps</td></tr>
 * <tr><td>{@link SgdRule}</td><td>gradient descent, with momentum if wanted</td></tr>
 * <tr><td>{@link LionRule}</td><td>the sign of a momentum: one vector of state</td></tr>
 * </table>
 *
 * <p>To add one, write a record whose {@code start} names the vectors that it remembers and gives
 * the update of one step:
 *
 * <pre>{@code
 * record SignDescent() implements OptimizerRule {
 *   public OptimizerState start(Parameters parameters) {
 *     return new OptimizerState(
 *         parameters,
 *         Map.of(),
 *         (step, rate, weights, gradients) -> weights.add_(gradients.sign(), new Scalar(-rate)));
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface OptimizerRule {

  /**
   * The state before the first step. Its vectors belong to the caller's scope, so this is called
   * where the parameters are made.
   */
  OptimizerState start(Parameters parameters);
}
