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
    long started = System.nanoTime();
    long[] extracting = {0}; // nanoseconds
    long evaluations =
        draw(
            reference.extent().samples(),
            batch,
            progress,
            pictures -> {
              long before = System.nanoTime();
              statistics.add(statistics.count(), pictures, reference.extractor(), classes());
              extracting[0] += System.nanoTime() - before;
            });
    statistics.addCost(evaluations, (System.nanoTime() - started - extracting[0]) / 1e9);
    return statistics;
  }
}
