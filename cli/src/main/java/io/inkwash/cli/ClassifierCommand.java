package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.Usage;
import io.inkwash.cli.terminal.Progress;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.metric.feature.ClassifierFeatures;
import io.inkwash.metric.feature.ClassifierTraining;
import io.inkwash.metric.feature.ConditionalAccuracy;
import io.inkwash.metric.feature.LeNet;
import io.inkwash.nn.classifier.NoisyImageNet;
import io.inkwash.recipe.parts.NoisyClassifierFile;
import io.inkwash.request.RealImages;
import io.inkwash.torch.Owned;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Torch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a small classifier: of images, to compare them by, or of noisy images, for guidance. */
@Command(
    name = "classifier",
    description =
        "Trains a small classifier, by whose features images can be compared; with --noisy one"
            + " that guides sampling towards a class.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The defaults are those of digits-lenet and fashion-lenet, which come with the",
      "tool. Use others as --features 'lenet(file=FILE)'.",
      "A classifier of noisy images guides an unconditional model as",
      "--guidance 'classifier(file=FILE, scale=2)' --class 3.",
      "Examples:",
      "  inkwash classifier --data mnist --out digits-lenet.safetensors",
      "  inkwash classifier --noisy --data mnist --out noisy.safetensors"
    })
final class ClassifierCommand implements Callable<Integer> {

  /** Test images whose noisy copies are classified. */
  private static final int MEASURED = 2_000;

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
      names = "--noisy",
      description = "Train on images with noise of every level, which the network receives too.")
  boolean noisy;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "32",
      description = "With --noisy: channels of the first layer, a multiple of 8. Default: 32.")
  int width;

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
    if (noisy) {
      trainNoisy(training, train, test);
    } else {
      trainClean(training, train, test);
    }
    return 0;
  }

  private void trainClean(ClassifierTraining training, ImageSource train, ImageSource test) {
    try (ClassifierFeatures features =
        ClassifierFeatures.of(out.getFileName().toString(), trained(training, train))) {
      ConditionalAccuracy accuracy = ClassifierTraining.accuracy(features, test);
      print(
          format(
              "test accuracy %.4f of %,d images%nsha256 %s%n%s%n",
              accuracy.value(), accuracy.count(), features.contentHash(), out));
    }
  }

  private void trainNoisy(ClassifierTraining training, ImageSource train, ImageSource test) {
    try (Owned<NoisyImageNet> network = noisyNetwork(training, train)) {
      NoisyClassifierFile.write(out, network.value(), train, width, about(training, train));
      for (double level : new double[] {0.1, 0.5, 1, 2}) {
        ConditionalAccuracy accuracy =
            ClassifierTraining.noisyAccuracy(network.value(), test, level, MEASURED, seed);
        print(
            format(
                "test accuracy %.4f of %,d images with noise %s%n",
                accuracy.value(), accuracy.count(), level));
      }
      print(format("%s%n", out));
    }
  }

  private Owned<NoisyImageNet> noisyNetwork(ClassifierTraining training, ImageSource images) {
    try (Progress progress = new Progress("training", spec.commandLine().getErr(), 0)) {
      return training.trainNoisy(images, width, shown(progress));
    }
  }

  private static ClassifierTraining.Listener shown(Progress progress) {
    return (step, steps, loss) ->
        progress.at((double) step / steps, format("step %,d of %,d  loss %.3f", step, steps, loss));
  }

  private static Map<String, String> about(ClassifierTraining training, ImageSource images) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("data", images.name() + " sha256:" + images.contentHash());
    about.put("training", training.toString());
    return about;
  }

  private void print(String text) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(text);
    writer.flush();
  }

  private Owned<LeNet> trained(ClassifierTraining training, ImageSource images) {
    Owned<LeNet> network;
    try (Progress progress = new Progress("training", spec.commandLine().getErr(), 0)) {
      network = training.train(images, shown(progress));
    }
    try {
      write(network.value(), about(training, images));
      return network;
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private void write(LeNet network, Map<String, String> facts) {
    try (TensorScope scope = TensorScope.open()) {
      Map<String, TensorData> weights = new LinkedHashMap<>(Weights.of(network.stateDict()));
      Map<String, String> about = new LinkedHashMap<>();
      about.put("network", "LeNet");
      about.putAll(facts);
      Safetensors.write(out, about, weights);
    }
  }

  private ImageSource open(Split split) {
    return RealImages.named(data, spec.commandLine().getErr()::println).open(split);
  }
}
