package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import java.util.List;

/**
 * A network as its weights show it.
 *
 * @param network its spec, complete
 * @param inChannels image channels in
 * @param outChannels channels out: the image's, or twice as many with a learned variance
 * @param classes the number of classes; 0 for an unconditional one
 * @param unseen arguments of the network that its weights do not show; they are the recipe's
 * @param size the height and width of its images; 0 where nothing says it
 */
public record NetworkForm(
    Spec network, int inChannels, int outChannels, int classes, List<String> unseen, int size) {

  /** Copies the list. */
  public NetworkForm {
    unseen = List.copyOf(unseen);
  }
}
