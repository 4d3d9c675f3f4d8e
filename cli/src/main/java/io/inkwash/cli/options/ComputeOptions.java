package io.inkwash.cli.options;

import io.inkwash.model.Provenance;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that computes. */
public final class ComputeOptions {

  /** What the user may ask of the arithmetic. */
  enum Arithmetic {
    AUTO,
    FP32,
    BF16
  }

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Operator threads; 1 makes results repeatable bit for bit. Default: all cores.")
  @Nullable Integer threads;

  @Option(
      names = "--precision",
      paramLabel = "WORD",
      description =
          "auto, fp32 or bf16. auto takes bf16 where the processor has it. Default: auto.")
  Arithmetic arithmetic = Arithmetic.AUTO;

  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description =
          "auto, cpu, cuda, cuda:N or mps. auto takes a GPU where there is one. Default: auto.")
  String device = "auto";

  /**
   * How is computed.
   *
   * @param precision the arithmetic of networks
   * @param device where
   */
  public record Setup(Precision precision, ComputeDevice device) {}

  /** Refuses what cannot be, without loading libtorch. */
  public void check() {
    if (threads != null) {
      Usage.requireAtLeast(spec, "--threads", threads, 1);
    }
  }

  /** Sets up libtorch, and prints what auto chose. */
  public Setup start(PrintWriter err) {
    startThreads(threads);
    ComputeDevice chosen = Usage.meaning(spec, () -> ComputeDevice.parse(device));
    if (!chosen.equals(ComputeDevice.CPU)) {
      err.println("device " + chosen);
    }
    return new Setup(precision(chosen, err), chosen);
  }

  private Precision precision(ComputeDevice chosenDevice, PrintWriter err) {
    return switch (arithmetic) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case AUTO -> {
        Precision chosen = Precision.automatic(chosenDevice);
        err.println(
            "precision "
                + (chosen == Precision.BF16
                    ? "bf16: this device multiplies it natively"
                    : "fp32: this device has no native bf16"));
        yield chosen;
      }
    };
  }

  /** Sets up libtorch as it was for a run, unless the caller asks for other threads. */
  public void startAsBefore(Provenance provenance) {
    startThreads(threads == null ? Integer.valueOf(provenance.threads()) : threads);
  }

  private static void startThreads(@Nullable Integer count) {
    if (count == null) {
      Torch.init();
    } else {
      Torch.init(count);
    }
  }
}
