package io.inkwash.cli;

import io.inkwash.recipe.RecipeException;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that computes. */
final class ComputeOptions {

  /** What the user may ask of the arithmetic. */
  enum Arithmetic {
    AUTO,
    FP32,
    BF16
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Operator threads; 1 makes results repeatable bit for bit. Default: all cores.")
  @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "WORD",
      description = "auto, fp32 or bf16. auto takes bf16 where the processor has it. Default: auto.")
  Arithmetic arithmetic = Arithmetic.AUTO;

  /** Sets up libtorch and returns the precision, telling what auto chose. */
  Precision start(PrintWriter err) {
    if (threads == null) {
      Torch.init();
    } else {
      if (threads < 1) {
        throw new RecipeException("--threads is " + threads + "; allowed: 1 or more");
      }
      Torch.init(threads);
    }
    return switch (arithmetic) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case AUTO -> {
        Precision chosen = Precision.automatic();
        err.println(
            "precision "
                + (chosen == Precision.BF16
                    ? "bf16: this processor multiplies it natively"
                    : "fp32: this processor has no native bf16"));
        yield chosen;
      }
    };
  }
}
