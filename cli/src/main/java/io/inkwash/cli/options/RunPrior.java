package io.inkwash.cli.options;

import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.DenoisingModel;
import io.inkwash.model.Priors;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.request.DrawingWords;
import io.inkwash.request.RealImages;
import io.inkwash.request.RestorationWords;
import io.inkwash.restore.Prior;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A run as editing and restoration use it.
 *
 * @param run which one
 * @param recipe its recipe
 * @param requested how it draws
 * @param unread the model without its weights
 */
record RunPrior(RunOptions run, DiffusionRecipe recipe, GenerateOptions requested, Prior unread)
    implements PriorSource {

  static RunPrior of(RunOptions run, String purpose, DrawingWords words) {
    DiffusionRecipe recipe = run.diffusion(purpose);
    GenerateOptions requested = words.options(recipe);
    return new RunPrior(run, recipe, requested, Priors.unread(recipe, requested));
  }

  @Override
  public Map<String, String> text() {
    return RestorationWords.text(recipe, requested);
  }

  @Override
  public Opened open(ComputeOptions.Setup setup) {
    DenoisingModel model = run.readDenoising(setup);
    return new Opened(
        words -> model.prior(words.options(recipe)),
        new LinkedHashMap<>(run.text(model)),
        model::close);
  }

  @Override
  public Supplier<Tensor> mean(PrintWriter err) {
    return new TrainingMean(run, unread, err);
  }

  /** The mean of the training images, kept once it is read. */
  private static final class TrainingMean implements Supplier<Tensor> {
    private final RunOptions run;
    private final Prior prior;
    private final PrintWriter err;
    private double @Nullable [] values;

    TrainingMean(RunOptions run, Prior prior, PrintWriter err) {
      this.run = run;
      this.prior = prior;
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
}
