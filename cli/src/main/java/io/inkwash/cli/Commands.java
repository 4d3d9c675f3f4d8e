package io.inkwash.cli;

import io.inkwash.cli.exchange.ExportCommand;
import io.inkwash.cli.exchange.ImportCommand;
import io.inkwash.cli.measure.CompareCommand;
import io.inkwash.cli.measure.EvaluateCommand;
import io.inkwash.cli.restore.RestoreCommand;
import io.inkwash.torch.Torch;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order of the help. To read the annotations of all of them takes half a
 * second, so only those that the arguments name are read whole; of the others the help has the name
 * and the description.
 */
enum Commands {
  DEMO(DemoCommand.class, Starts.LIBTORCH),
  TRAIN(TrainCommand.class, Starts.LIBTORCH),
  SWEEP(SweepCommand.class, Starts.LIBTORCH),
  SAMPLE(SampleCommand.class, Starts.LIBTORCH),
  DISTILL(DistillCommand.class, Starts.LIBTORCH),
  PACK(PackCommand.class, Starts.LIBTORCH),
  RUNS(RunsCommand.class, Starts.NOTHING),
  STUDIO(StudioCommand.class, Starts.LIBTORCH),
  EVALUATE(EvaluateCommand.class, Starts.LIBTORCH),
  COMPARE(CompareCommand.class, Starts.LIBTORCH),
  RESTORE(RestoreCommand.class, Starts.LIBTORCH),
  EXPLAIN(ExplainCommand.class, Starts.NOTHING),
  DATA(DataCommand.class, Starts.NOTHING),
  CLASSIFIER(ClassifierCommand.class, Starts.LIBTORCH),
  IMPORT(ImportCommand.class, Starts.LIBTORCH),
  EXPORT(ExportCommand.class, Starts.LIBTORCH),
  SHELL(ShellCommand.class, Starts.NOTHING),
  COMPLETION(CompletionCommand.class, Starts.NOTHING),
  HELP(CommandLine.HelpCommand.class, Starts.NOTHING);

  /** What a command needs beside itself. */
  private enum Starts {
    NOTHING,
    LIBTORCH
  }

  private final Class<?> type;
  private final Starts starts;

  Commands(Class<?> type, Starts starts) {
    this.type = type;
    this.starts = starts;
  }

  private Command annotation() {
    return type.getAnnotation(Command.class);
  }

  private boolean namedIn(List<String> words) {
    return this == HELP || words.contains(annotation().name());
  }

  /**
   * Gives a command line its commands.
   *
   * @param words its arguments
   */
  static void addTo(CommandLine root, List<String> words) {
    boolean all = COMPLETION.namedIn(words); // it writes of every option
    for (Commands command : values()) {
      String name = command.annotation().name();
      if (all || command.namedIn(words)) {
        root.addSubcommand(name, command.type);
      } else {
        root.addSubcommand(name, command.named());
      }
    }
  }

  /** The command without its options. */
  private CommandSpec named() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(annotation().description());
    return spec;
  }

  /**
   * Starts to load libtorch beside what comes before the command's first tensor, if the first word
   * is a command that will need it.
   *
   * @param words the arguments
   */
  static void preload(List<String> words) {
    for (Commands command : values()) {
      boolean first = !words.isEmpty() && words.get(0).equals(command.annotation().name());
      boolean helps = words.contains("--help") || words.contains("-h");
      if (first && command.starts == Starts.LIBTORCH && !helps) {
        Torch.preload();
      }
    }
  }
}
