package io.inkwash.cli.options;

import io.inkwash.data.ImageSource;
import io.inkwash.data.open.Reading;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that computes. */
public final class ComputeOptions {

  /** The options of the arithmetic. */
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
   * @param choices what auto chose, a line each
   */
  public record Setup(Precision precision, ComputeDevice device, List<String> choices) {

    /** Prints what auto chose: when computing begins, so that it stands before no error. */
    public void announce(PrintWriter err) {
      choices.forEach(err::println);
    }

    /** How a run comes to be that starts now and computes so. */
    public Provenance provenance(
        DataLocation data, Reading reading, ImageSource source, long seed) {
      return Provenance.now(
          data, reading, source, seed, precision, Torch.threads(), device.toString());
    }
  }

  private int process;
  private int processes = 1;

  /**
   * Shares this machine with other processes of one training: its cores, and a GPU for each.
   *
   * @param number of this process among them, from 0
   * @param count of them
   */
  public void share(int number, int count) {
    process = number;
    processes = count;
  }

  /** Refuses what cannot be, without loading libtorch. */
  public void check() {
    if (threads != null) {
      Usage.requireAtLeast(spec, "--threads", threads, 1);
    }
  }

  /** Sets up libtorch. */
  public Setup start() {
    startThreads(threads);
    ComputeDevice chosen = own(Usage.meaning(spec, () -> ComputeDevice.parse(device)));
    List<String> choices = new ArrayList<>();
    if (!chosen.equals(ComputeDevice.CPU)) {
      choices.add("device " + chosen);
    }
    return new Setup(precision(chosen, choices), chosen, choices);
  }

  /** The GPU of this process where each has one. */
  private ComputeDevice own(ComputeDevice chosen) {
    return processes > 1 && chosen.type() == ComputeDevice.Type.CUDA && !device.contains(":")
        ? ComputeDevice.parse("cuda:" + process)
        : chosen;
  }

  /** How a run came to be, with the device of this process where each has one. */
  public Provenance own(Provenance provenance) {
    return processes > 1 && provenance.device().startsWith("cuda")
        ? provenance.on("cuda:" + process)
        : provenance;
  }

  private Precision precision(ComputeDevice chosenDevice, List<String> choices) {
    return switch (arithmetic) {
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
      case AUTO -> {
        Precision chosen = Precision.automatic(chosenDevice);
        choices.add(
            "precision "
                + (chosen == Precision.BF16
                    ? "bf16: this device multiplies it natively"
                    : "fp32: this device has no native bf16"));
        yield chosen;
      }
    };
  }

  /** Sets up libtorch as it was for a run, unless the caller gives other threads. */
  public void startAsBefore(Provenance provenance) {
    startThreads(threads == null ? Integer.valueOf(provenance.threads()) : threads);
  }

  private void startThreads(@Nullable Integer count) {
    int all = Runtime.getRuntime().availableProcessors();
    Torch.init(count == null ? Math.max(1, all / processes) : count);
  }
}
