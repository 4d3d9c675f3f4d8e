package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RealImages;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.Progress;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.metric.ClassifierFeatures;
import io.inkwash.metric.ClassifierTraining;
import io.inkwash.metric.ConditionalAccuracy;
import io.inkwash.metric.LeNet;
import io.inkwash.torch.Owned;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the small classifier that images are compared by. */
@Command(
    name = "classifier",
    description = "Trains a small classifier, by whose features images can be compared.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The defaults are those of digits-lenet and fashion-lenet, which come with the",
      "tool. Use others as --features 'lenet(file=FILE)'.",
      "Example:",
      "  inkwash classifier --data mnist --out digits-lenet.safetensors"
    })
final class ClassifierCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "SET",
      required = true,
      description = "Labeled images: a named set, a folder of folders, IDX files.")
  String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The weights, as safetensors.")
  Path out;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description = "Passes over the images. Default: 4.")
  int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images a step. Default: 64.")
  int batch;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "1e-3",
      description = "The first learning rate; it falls to 0. Default: 1e-3.")
  double rate;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seed of weights and order. Default: 0.")
  long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Operator threads; with 1, equal words give equal weights. Default: 1.")
  int threads;

  @Override
  public Integer call() {
    Usage.requireAtLeast(spec, "--threads", threads, 1);
    ClassifierTraining training =
        Usage.meaning(spec, () -> new ClassifierTraining(epochs, batch, rate, seed));
    Places.requireFile(out);
    ImageSource train = open(Split.TRAIN);
    ImageSource test = open(Split.TEST);
    Torch.init(threads);
    try (ClassifierFeatures features =
        ClassifierFeatures.of(out.getFileName().toString(), trained(training, train))) {
      ConditionalAccuracy accuracy = ClassifierTraining.accuracy(features, test);
      PrintWriter print = spec.commandLine().getOut();
      print.printf(
          Locale.ROOT,
          "test accuracy %.4f of %,d images%nsha256 %s%n%s%n",
          accuracy.value(),
          accuracy.count(),
          features.contentHash(),
          out);
      print.flush();
    }
    return 0;
  }

  private Owned<LeNet> trained(ClassifierTraining training, ImageSource images) {
    Owned<LeNet> network;
    try (Progress progress = new Progress("training", spec.commandLine().getErr(), 0)) {
      network =
          training.train(
              images,
              (step, steps, loss) ->
                  progress.at(
                      (double) step / steps,
                      format("step %,d of %,d  loss %.3f", step, steps, loss)));
    }
    try {
      write(network.value(), images);
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private void write(LeNet network, ImageSource images) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, TensorData> weights = new LinkedHashMap<>(Weights.of(network.stateDict()));
      Map<String, String> about = new LinkedHashMap<>();
      about.put("network", "LeNet");
      about.put("data", images.name() + " sha256:" + images.contentHash());
      about.put("training", new ClassifierTraining(epochs, batch, rate, seed).toString());
      Safetensors.write(out, about, weights);
    }
  }

  private ImageSource open(Split split) {
    return RealImages.named(data, spec.commandLine().getErr()).open(split);
  }
}
