package io.inkwash.cli;

import io.inkwash.distributed.Launch;
import io.inkwash.file.LibraryVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final Map<String, String> environment;

  private Inkwash(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    Commands.preload(List.of(args));
    System.exit(run(args));
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    Inkwash inkwash = new Inkwash(System.getenv());
    return inkwash.execute(inkwash.command(args), args);
  }

  /**
   * Runs the command for another program.
   *
   * @param environment what a launcher has set, in place of what the process has
   * @return its exit code
   */
  public static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    Inkwash inkwash = new Inkwash(environment);
    return inkwash.execute(inkwash.command(args).setOut(out).setErr(err), args);
  }

  private CommandLine command(String... args) {
    CommandLine command = new CommandLine(this);
    Commands.addTo(command, List.of(args));
    return command;
  }

  private int execute(CommandLine command, String... args) {
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (error, failed, parsed) -> Failure.report(error, failed.getErr(), debug));
    command.setParameterExceptionHandler(Failure::wrongUsage);
    try {
      return command.execute(args);
    } catch (Error e) { // no memory, no natives: a person wants one line of these as well
      return Failure.report(e, command.getErr(), debug);
    }
  }

  /** Which rank the process of a command is, as a launcher says. */
  static Optional<Launch> launch(CommandLine.Model.CommandSpec spec) {
    return Launch.of(((Inkwash) spec.root().userObject()).environment);
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
