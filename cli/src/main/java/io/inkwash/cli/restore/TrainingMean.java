package io.inkwash.cli.restore;

import io.inkwash.cli.options.RunOptions;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.request.RealImages;
import io.inkwash.restore.Prior;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The mean of the images that a model was trained on, read when it is first needed. */
final class TrainingMean implements Supplier<Tensor> {
  private final Prior prior;
  private final RunOptions run;
  private final PrintWriter err;
  private double @Nullable [] values;

  TrainingMean(Prior prior, RunOptions run, PrintWriter err) {
    this.prior = prior;
    this.run = run;
    this.err = err;
  }

  @Override
  public Tensor get() {
    ImageSpec form = prior.data();
    if (values == null) {
      values = read(form);
    }
    return Tensors.of(values, 1, form.channels(), form.height(), form.width());
  }

  private double[] read(ImageSpec form) {
    ImageSource source =
        RealImages.ofRun(run.folder(), run.run().provenance(), form, err::println)
            .open(Split.TRAIN);
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(prior.mean(source));
    }
  }
}
