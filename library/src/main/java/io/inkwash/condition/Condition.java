package io.inkwash.condition;

import io.inkwash.data.Batch;
import io.inkwash.data.ImageSource;
import io.inkwash.nn.Conditioning;
import java.util.List;

/** What a model's images depend on. A request that it has no meaning for is refused. */
public interface Condition {

  /** Nothing: an unconditional model. */
  static Condition none() {
    return Unconditional.ONLY;
  }

  /** One of some classes; nothing where there are none. */
  static Condition ofClasses(List<String> names) {
    return names.isEmpty() ? none() : new ClassCondition(names);
  }

  /** Whether it is {@link #none}. */
  default boolean isNone() {
    return false;
  }

  /** What one requests by, for messages: {@code class} or {@code prompt}. */
  String word();

  /**
   * A row for each of some images.
   *
   * @param labels the classes of the images, -1 where they have none
   * @param captions their captions, empty where they have none
   */
  Conditioning of(int[] labels, List<String> captions);

  /** A row for each image of a batch. */
  default Conditioning of(Batch batch) {
    return of(batch.labels(), batch.captions());
  }

  /**
   * Refuses images that have not what the condition needs.
   *
   * @throws IllegalArgumentException with the reason
   */
  void check(ImageSource images);

  /**
   * Images of classes, in turn.
   *
   * @param classes indices from 0; empty requests nothing
   * @throws IllegalArgumentException if there is no such class
   */
  Requested classes(List<Integer> classes);

  /**
   * What images are where nothing is requested: left to chance, or nothing.
   *
   * @param seed of chance
   */
  default Requested unrequested(long seed) {
    return Requested.NONE;
  }

  /**
   * What images are that are drawn on request, or without one.
   *
   * @param seed of what is then left to chance
   * @throws IllegalArgumentException if the model has no meaning for the request
   */
  default Requested drawn(Request request, long seed) {
    return request.isEmpty() ? unrequested(seed) : request.of(this);
  }

  /**
   * Images of prompts, in turn.
   *
   * @param prompts texts; empty requests nothing
   * @throws IllegalArgumentException if the model is not conditional on text, or a word is unknown
   */
  Requested prompts(List<String> prompts);

  /** What a preview of the training on some images requests. */
  Requested examples(ImageSource images);
}
