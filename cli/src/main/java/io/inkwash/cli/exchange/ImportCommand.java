package io.inkwash.cli.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.RecipeWords;
import io.inkwash.cli.options.Usage;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.exchange.ModelImport;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
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
      "    --set \"network=adm-unet(width=64, multipliers=1:2:4)\" --out runs/wings",
      "  inkwash sample --run runs/cifar"
    })
public final class ImportCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FILE|FOLDER", description = "The weights.")
  Path from;

  @Option(
      names = "--recipe",
      required = true,
      paramLabel = "NAME",
      description =
          "What the weights are of; inkwash explain --list names recipes. Or a FILE.json, as a run's"
              + " recipe.json is.")
  String recipeName;

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
    DiffusionRecipe recipe =
        Usage.meaning(
            spec,
            () -> Settings.apply(Recipes.diffusion(RecipeWords.recipe(recipeName)), settings));
    RunDirectory.requireFree(out);
    ModelImport.Outcome outcome = plan(recipe).into(out);
    report(outcome);
    return 0;
  }

  private ModelImport plan(DiffusionRecipe recipe) {
    ModelImport plan = ModelImport.of(from, recipe);
    if (which != null) {
      plan = plan.taking(which);
    }
    return size == null ? plan : plan.sized(size);
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
