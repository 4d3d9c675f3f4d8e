package io.inkwash.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What an optimizer remembers between the steps of one training. */
public final class OptimizerState {

  /** One step of an optimizer's rule. */
  @FunctionalInterface
  public interface Update {

    /**
     * Changes the weights and the state in place. No gradients are recorded, and what is made here
     * dies at the end of the step.
     *
     * @param step the number of this step: 1, 2, ...
     * @param rate the learning rate
     * @param weights all weights, [P]
     * @param gradients all gradients, [P]; may be overwritten
     */
    void apply(long step, double rate, Tensor weights, Tensor gradients);
  }

  private final Parameters parameters;
  private final Map<String, Tensor> vectors;
  private final Update update;
  private long steps;

  /**
   * The state before the first step.
   *
   * @param parameters what is optimized
   * @param vectors what is remembered, each [P] as {@link Parameters#zerosLike} makes it, by the
   *     name that a checkpoint's tensors begin with
   * @param update the step
   */
  public OptimizerState(Parameters parameters, Map<String, Tensor> vectors, Update update) {
    this.parameters = parameters;
    this.vectors = Collections.unmodifiableMap(new LinkedHashMap<>(vectors));
    this.update = update;
  }

  /** One step along the gradients, at the given learning rate. */
  public void step(double rate) {
    steps++;
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      update.apply(steps, rate, parameters.weights(), parameters.gradients());
    }
  }

  /** What is remembered, [P] each, by name; to be filled in place when a training goes on. */
  public Map<String, Tensor> vectors() {
    return vectors;
  }

  /** Steps taken. */
  public long steps() {
    return steps;
  }

  /** Goes on after {@code steps} steps, once {@link #vectors} are filled. */
  public void resumeAt(long steps) {
    this.steps = steps;
  }
}
