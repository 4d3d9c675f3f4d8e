package io.inkwash.cli;

import io.inkwash.file.LibraryVersion;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself. */
@Command(
    name = "inkwash",
    description = "Trains, samples, measures and applies diffusion models.",
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
    Commands.preload(List.of(args));
    System.exit(run(args));
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    Inkwash inkwash = new Inkwash();
    CommandLine command = new CommandLine(inkwash);
    Commands.addTo(command, List.of(args));
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
