package io.inkwash.cli.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RecipeWords;
import io.inkwash.cli.options.Usage;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.exchange.AdmFlags;
import io.inkwash.exchange.ClassifierImport;
import io.inkwash.exchange.ModelImport;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.AdmClassifierFile;
import io.inkwash.train.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a run of weights from another program. */
@Command(
    name = "import",
    description = "Makes a run of weights that another program trained.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "FILE is PyTorch's (.pth, .pt, .ckpt, .bin), safetensors, or the index.json of",
      "several; FOLDER is diffusers'. No code in a file is run.",
      "Examples:",
      "  inkwash import ema_0.9999_500000.pt --recipe iddpm --out runs/cifar",
      "  inkwash import ddpm-butterflies/ --recipe ddpm \\",
      "      --set \"network=adm-unet(width=64, multipliers=1:2:4)\" --out runs/wings",
      "  inkwash import 256x256_classifier.pt --classifier --recipe ddpm \\",
      "      --out classifier.safetensors",
      "  inkwash sample --run runs/cifar"
    })
public final class ImportCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE|FOLDER", description = "The weights.")
  Path from;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "What the weights are of; inkwash explain --list names recipes. Or a FILE.json, as a run's"
              + " recipe.json is.")
  @Nullable String recipeName;

  @Option(
      names = "--flags",
      paramLabel = "TEXT",
      description =
          "In place of --recipe: the flags of improved-diffusion's or guided-diffusion's scripts, as"
              + " in their README.")
  @Nullable String flags;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a field of the recipe, such as path.timesteps=4000. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "Folder of the new run; it must not hold one already.")
  Path out;

  @Option(
      names = "--classifier",
      description =
          "The weights are of guided-diffusion's classifier of noisy images: write --out as a file"
              + " for --guidance \"classifier(file=...)\".")
  boolean classifier;

  @Option(
      names = "--as",
      paramLabel = "model|ema",
      description =
          "Take the last step's weights or the averaged ones. Default: averaged, if there are any.")
  @Nullable Which which;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Images are NxN. Default: what the file says, or else the recipe.")
  @Nullable Integer size;

  @Override
  public Integer call() {
    if (size != null) {
      Usage.requireAtLeast(spec, "--size", size, 1);
    }
    if ((recipeName == null) == (flags == null)) {
      throw Usage.wrong(
          spec,
          recipeName == null
              ? "--recipe is missing; say what the weights are of, by --recipe or by --flags"
              : "--recipe and --flags exclude each other; give one");
    }
    DiffusionRecipe recipe = Usage.meaning(spec, () -> Settings.apply(base(), settings));
    if (classifier) {
      return classifier(recipe);
    }
    RunDirectory.requireFree(out);
    Places.requireFolder(out);
    ModelImport.Outcome outcome = plan(recipe).into(out);
    report(outcome);
    return 0;
  }

  private DiffusionRecipe base() {
    return flags != null
        ? AdmFlags.parse(flags).recipe()
        : Recipes.diffusion(RecipeWords.recipe(String.valueOf(recipeName)));
  }

  private int classifier(DiffusionRecipe recipe) {
    Places.requireFile(out);
    AdmClassifierFile made = ClassifierImport.of(from, recipe).into(out);
    PrintWriter print = spec.commandLine().getOut();
    print.println(
        format(
            "imported a classifier of %d classes, trained on %s, into %s",
            made.classNames().size(), made.path(), out));
    print.flush();
    spec.commandLine()
        .getErr()
        .println("guide by it with: inkwash sample --guidance \"classifier(file=" + out + ")\"");
    return 0;
  }

  private ModelImport plan(DiffusionRecipe recipe) {
    ModelImport plan = ModelImport.of(from, recipe);
    if (which != null) {
      plan = plan.taking(which);
    }
    if (size != null) {
      return plan.sized(size);
    }
    return flags == null ? plan : plan.sized(AdmFlags.parse(flags).size());
  }

  private void report(ModelImport.Outcome outcome) {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        Locale.ROOT,
        "imported %,d %s in the layout %s, %s, into %s%n",
        outcome.parameters(),
        outcome.averaged() ? "averaged weights" : "weights",
        outcome.layout(),
        outcome.run().recipe().data().form(),
        out);
    if (!outcome.notes().isEmpty()) {
      print.println(format("(%s)", String.join("; ", outcome.notes())));
    }
    print.flush();
    spec.commandLine()
        .getErr()
        .println("draw from it with: inkwash sample --run " + ShellWords.quoted(out));
  }
}
