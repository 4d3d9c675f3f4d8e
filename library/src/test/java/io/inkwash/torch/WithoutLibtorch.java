package io.inkwash.torch;

import io.inkwash.data.Augment;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageSource;
import io.inkwash.data.PixelRange;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.TimeGrid;
import java.util.concurrent.Callable;

/** What must work on a class path that has no libtorch: the algebra, and a loader's batches. */
public final class WithoutLibtorch implements Callable<String> {

  /** For the class loader. */
  public WithoutLibtorch() {}

  @Override
  public String call() {
    GaussianPath path = DiscretePath.of(Betas.linear(1000));
    double[] times = TimeGrid.trailing().times(path, 10);
    boolean narrow = path.posterior(times[0], times[1]).variance() < 1;
    ImageSource digits =
        DataSets.open("digits", Split.TRAIN, DataOptions.defaults().withSize(8).withLimit(20));
    try (BatchStream batches =
        new BatchStream(digits, 5, PixelRange.SYMMETRIC, Augment.NONE, 0, 0)) {
      return narrow + " " + batches.next().pixels().length;
    }
  }
}
