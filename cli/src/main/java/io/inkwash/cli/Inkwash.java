package io.inkwash.cli;

import io.inkwash.cli.exchange.ExportCommand;
import io.inkwash.cli.exchange.ImportCommand;
import io.inkwash.cli.measure.CompareCommand;
import io.inkwash.cli.measure.EvaluateCommand;
import io.inkwash.cli.restore.RestoreCommand;
import io.inkwash.file.LibraryVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself. */
@Command(
    name = "inkwash",
    description = "Trains, samples, measures and applies diffusion models.",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      SweepCommand.class,
      SampleCommand.class,
      DistillCommand.class,
      PackCommand.class,
      RunsCommand.class,
      StudioCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      RestoreCommand.class,
      ExplainCommand.class,
      DataCommand.class,
      ClassifierCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ShellCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Inkwash.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Begin with: inkwash demo", "Exit code: 0 done, 1 failed, 2 wrong usage."})
public final class Inkwash implements Runnable {

  @Option(
      names = "--debug",
      description = "Print the stack of an error.",
      scope = ScopeType.INHERIT)
  boolean debug;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  private Inkwash() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(run(args));
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    Inkwash inkwash = new Inkwash();
    CommandLine command = new CommandLine(inkwash);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (error, failed, parsed) -> Failure.report(error, failed.getErr(), inkwash.debug));
    command.setParameterExceptionHandler(Failure::wrongUsage);
    try {
      return command.execute(args);
    } catch (Error e) { // no memory, no natives: a person wants one line of these as well
      return Failure.report(e, command.getErr(), inkwash.debug);
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command is missing; begin with inkwash demo");
  }

  /** Prints the library's version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"inkwash " + LibraryVersion.text()};
    }
  }
}
