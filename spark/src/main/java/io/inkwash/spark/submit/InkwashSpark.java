package io.inkwash.spark.submit;

import io.inkwash.file.LibraryVersion;
import io.inkwash.format.Quote;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The program of the jar. */
@Command(
    name = "inkwash-spark",
    description =
        "Draws, measures and restores images, and trains, by the executors of a Spark cluster.",
    subcommands = {SampleJob.class, EvaluateJob.class, RestoreJob.class, TrainJob.class},
    mixinStandardHelpOptions = true,
    versionProvider = InkwashSpark.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit code: 0 done, 1 failed, 2 wrong usage."})
public final class InkwashSpark implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  private InkwashSpark() {}

  /** Runs the command; a failed one ends the process with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    int code = command().execute(args);
    if (code != 0) {
      System.exit(code);
    } // else Spark ends the process, in every mode of deployment
  }

  static CommandLine command() {
    CommandLine command = new CommandLine(new InkwashSpark());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (error, failed, parsed) -> complain(failed.getErr(), error, CommandLine.ExitCode.SOFTWARE));
    command.setParameterExceptionHandler(
        (error, args) ->
            complain(error.getCommandLine().getErr(), error, CommandLine.ExitCode.USAGE));
    return command;
  }

  /** One line, of the first cause: Spark wraps what a task throws. */
  private static int complain(PrintWriter err, Throwable error, int code) {
    Throwable first = error;
    while (first.getCause() != null && !(first instanceof ParameterException)) {
      first = first.getCause();
    }
    String message = String.valueOf(first.getMessage());
    err.println("inkwash-spark: " + Quote.line(message.lines().findFirst().orElse("")));
    err.flush();
    return code;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: sample, evaluate, restore or train");
  }

  /** Prints the library's version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"inkwash " + LibraryVersion.text()};
    }
  }
}
