package io.inkwash.spark;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Shards of numbers to rows of images: number, PNG bytes, and the text that is in them. */
record ImageRows(DrawingPlan plan, Shard.Plan shards) implements MapPartitionsFunction<Long, Row> {
  private static final long serialVersionUID = 1L;

  /** The columns of a drawn image. */
  static final StructType SCHEMA =
      new StructType()
          .add("image", LongType, false)
          .add("png", BinaryType, false)
          .add("text", DataTypes.createMapType(StringType, StringType, false), false);

  @Override
  public Iterator<Row> call(Iterator<Long> numbers) {
    return new Drawn(numbers);
  }

  /** Draws a batch whenever the one before is used up, so that memory holds one batch. */
  private final class Drawn implements Iterator<Row> {
    private final Iterator<Long> numbers;
    private final Deque<Row> ready = new ArrayDeque<>();
    private Shard left = new Shard(0, 0);

    Drawn(Iterator<Long> numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || left.count() > 0 || numbers.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (ready.isEmpty()) {
        if (left.count() == 0) {
          left = shards.shard(numbers.next());
        }
        Shard batch = new Shard(left.first(), Math.min(plan.batch(), left.count()));
        left = new Shard(left.first() + batch.count(), left.count() - batch.count());
        plan.open()
            .draw(
                plan.words(),
                batch,
                plan.batch(),
                drawn ->
                    drawn.forEach(
                        image ->
                            ready.add(
                                RowFactory.create(
                                    image.number(), image.png(), asScala(image.text())))));
      }
      return ready.remove();
    }
  }
}
