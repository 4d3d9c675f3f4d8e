package io.inkwash.cli.exchange;

import io.inkwash.cli.options.Places;
import io.inkwash.cli.options.RunOptions;
import io.inkwash.exchange.ModelExport;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a run's weights for other programs. */
@Command(
    name = "export",
    description = "Writes a run's weights for PyTorch, diffusers and ONNX, or as a smaller run.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  inkwash export runs/mnist --to pytorch --out mnist.pth",
      "  inkwash export runs/cifar --to diffusers --out cifar",
      "  inkwash export runs/mnist --to onnx --out mnist.onnx",
      "  inkwash export runs/mnist --weights-only --out runs/mnist-small"
    })
public final class ExportCommand implements Callable<Integer> {

  /** Forms of weights. */
  enum Form {
    /** A state dict as safetensors. */
    SAFETENSORS,
    /** A state dict as torch.save writes it. */
    PYTORCH,
    /** A folder of UNet2DModel. */
    DIFFUSERS,
    /** An ONNX graph of the network. */
    ONNX
  }

  /** What to write. */
  static final class Target {
    @Option(
        names = "--to",
        paramLabel = "FORM",
        description =
            "safetensors or pytorch: a file with the state dict. diffusers: a folder of"
                + " UNet2DModel, where the network is one. onnx: the network as a graph.")
    @Nullable Form form;

    @Option(
        names = "--weights-only",
        description =
            "A run for drawing and measuring, without the optimizer's state: a quarter of the size.")
    boolean weightsOnly;
  }

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RunOptions.RUN)
  Path run;

  @ArgGroup(multiplicity = "1")
  Target target;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "The file or folder to write.")
  Path out;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description =
          "Whose names and shapes a state dict has: adm, diffusers, simple-unet, compact-unet,"
              + " lucidrains, song-unet or score-sde. Default: the first of them that has the network.")
  @Nullable String layout;

  @Option(
      names = "--weights",
      paramLabel = "WORD",
      defaultValue = "ema",
      description = "ema (the moving average) or model (the last step's). Default: ema.")
  Which weights;

  @Override
  public Integer call() {
    Form form = target.form;
    if (form == null || form == Form.DIFFUSERS) {
      RunDirectory.requireFree(out);
      Places.requireFolder(out);
    } else {
      Places.requireFile(out);
    }
    ModelExport export = export(form);
    if (form == null) {
      export.toRun(out);
    } else {
      switch (form) {
        case SAFETENSORS -> export.toSafetensors(out);
        case PYTORCH -> export.toPyTorch(out);
        case DIFFUSERS -> export.toDiffusers(out);
        case ONNX -> export.toOnnx(out);
      }
    }
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s weights of step %d in %s%n", weights.word(), export.step(), out);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private ModelExport export(@Nullable Form form) {
    ModelExport export = ModelExport.of(Run.open(run), weights);
    if (layout == null) {
      return export;
    }
    if (form != Form.SAFETENSORS && form != Form.PYTORCH) {
      throw new ParameterException(
          spec.commandLine(), "--layout is for --to safetensors and --to pytorch");
    }
    return export.as(layout);
  }
}
