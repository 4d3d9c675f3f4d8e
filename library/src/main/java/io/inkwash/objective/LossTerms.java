package io.inkwash.objective;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of one batch, or of the rows of it that this rank has.
 *
 * @param total the number to differentiate, a scalar tensor: a mean over the images
 * @param perImage [N] each image's loss, without gradient and without importance
 * @param observer what learns from the losses of the whole batch, all ranks' in the order of its
 *     rows, once they are known
 */
public record LossTerms(Tensor total, Tensor perImage, Consumer<double[]> observer) {}
