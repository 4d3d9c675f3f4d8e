package io.inkwash.objective;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of one batch.
 *
 * @param total the number to differentiate, a scalar tensor
 * @param perImage [N] each image's loss, without gradient and without importance
 * @param observer what learns from those losses once the step is done
 */
public record LossTerms(Tensor total, Tensor perImage, Consumer<double[]> observer) {}
