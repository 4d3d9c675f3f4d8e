package io.inkwash.spark;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.ReferenceSet;
import io.inkwash.evaluate.SampleSource;
import io.inkwash.evaluate.SampleStatistics;
import io.inkwash.generate.Drawing;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.Function;

/**
 * The samples of an evaluation, drawn by the executors of a Spark session. Each task gathers what
 * metrics need of its shard; the parts are merged, so that every number is that of one machine
 * within 1e-9.
 *
 * <pre>{@code
 * Subject subject =
 *     new Subject(family, model.data(), Optional.of(samples), Optional.empty(), batch);
 * new Evaluation(subject, reference, List.of("fid", "kid"), listener).findings();
 * }</pre>
 */
public final class SparkSamples implements SampleSource {
  private final SparkGeneration generation;
  private final String features;
  private final DrawingPlan plan;

  /**
   * Samples that are drawn in one way.
   *
   * @param features what executors compare images by, the same as the reference set's
   */
  public SparkSamples(SparkGeneration generation, String features) {
    this.generation = generation;
    this.features = features;
    plan = generation.plan();
  }

  @Override
  public List<Integer> classes() {
    return drawing().classes();
  }

  private Drawing drawing() {
    return plan.open().drawing(plan.words());
  }

  /** Draws a few on this machine. */
  @Override
  public long draw(int count, int batch, StepProgress progress, Consumer<List<Picture>> taker) {
    LongAdder evaluations = new LongAdder();
    drawing().counted(evaluations).draw(0, count, batch, progress, taker);
    return evaluations.sum();
  }

  @Override
  public SampleStatistics measure(ReferenceSet reference, int batch, StepProgress progress) {
    Shard.Plan shards = generation.shards(reference.extent().samples());
    Part part = new Part(plan, shards, features, reference.extent().kept(), reference.rng().key());
    byte[] merged =
        generation
            .spark()
            .range(0, shards.shards(), 1, shards.shards())
            .toJavaRDD()
            .map(part)
            .treeReduce(SparkSamples::merged);
    return SampleStatistics.parse(merged);
  }

  private static byte[] merged(byte[] one, byte[] other) {
    SampleStatistics both = SampleStatistics.parse(one);
    both.merge(SampleStatistics.parse(other));
    return both.toBytes();
  }

  /** Draws and measures one shard. */
  private record Part(DrawingPlan plan, Shard.Plan shards, String features, int keep, long key)
      implements Function<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(Long number) {
      Drawer drawer = plan.open();
      ImageSpec data = drawer.model().data();
      FeatureExtractor extractor =
          OpenModels.extractor(
              features, new ImageShape(data.channels(), data.height(), data.width()));
      SampleStatistics statistics = SampleStatistics.of(extractor, keep, new Rng(key));
      Shard shard = shards.shard(number);
      Drawing drawing = drawer.drawing(plan.words());
      statistics.addDrawn(
          shard.first(),
          taker -> {
            LongAdder evaluations = new LongAdder();
            drawing
                .counted(evaluations)
                .draw(shard.first(), shard.count(), plan.batch(), StepProgress.NONE, taker);
            return evaluations.sum();
          },
          extractor,
          drawing.classes());
      return statistics.toBytes();
    }
  }
}
