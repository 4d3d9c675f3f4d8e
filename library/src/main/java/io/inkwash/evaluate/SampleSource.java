package io.inkwash.evaluate;

import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.util.List;
import java.util.function.Consumer;

/** Samples of a model, drawn in one way. Image k is the same picture in every batch size. */
public interface SampleSource {

  /** The classes requested, in turn: image k is of the class at k modulo their number. */
  List<Integer> classes();

  /**
   * Draws images 0 to count - 1, and keeps none.
   *
   * @param batch images at a time
   * @param taker receives each batch, in order
   * @return evaluations of the network, summed over all images
   */
  long draw(int count, int batch, StepProgress progress, Consumer<List<Picture>> taker);

  /**
   * Draws as many images as a reference set wants samples, and gathers what metrics need of them.
   * Where several processes draw, each gathers a part, and the parts are merged.
   *
   * @param batch images at a time
   */
  default SampleStatistics measure(ReferenceSet reference, int batch, StepProgress progress) {
    SampleStatistics statistics =
        SampleStatistics.of(reference.extractor(), reference.extent().kept(), reference.rng());
    statistics.addDrawn(
        0,
        taker -> draw(reference.extent().samples(), batch, progress, taker),
        reference.extractor(),
        classes());
    return statistics;
  }
}
