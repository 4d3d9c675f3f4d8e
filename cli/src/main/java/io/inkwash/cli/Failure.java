package io.inkwash.cli;

import io.inkwash.catalog.SpecException;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.DataException;
import io.inkwash.distributed.RankException;
import io.inkwash.evaluate.report.ShellWords;
import io.inkwash.exchange.MisfitException;
import io.inkwash.file.FileException;
import io.inkwash.file.SafetensorsException;
import io.inkwash.format.Names;
import io.inkwash.format.Quote;
import io.inkwash.request.Resumption;
import io.inkwash.torch.NativesException;
import io.inkwash.torch.StateDictException;
import io.inkwash.train.DivergedException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as a person should see them: one line. */
final class Failure {

  /** What picocli answers to help for a word that is no command. */
  private static final Pattern UNKNOWN_COMMAND = Pattern.compile("Unknown subcommand '(.*)'\\.");

  private static final List<Class<? extends RuntimeException>> EXPECTED =
      List.of(
          SpecException.class,
          FileException.class,
          DataException.class,
          SafetensorsException.class,
          StateDictException.class,
          NativesException.class,
          DivergedException.class,
          RankException.class,
          IllegalArgumentException.class);

  private Failure() {}

  /** Prints what went wrong and returns the exit code. */
  static int report(Throwable error, PrintWriter err, boolean debug) {
    err.println("inkwash: " + line(error));
    if (debug) {
      error.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Prints what is wrong with the command line and returns the exit code. */
  static int wrongUsage(ParameterException error, String[] args) {
    PrintWriter err = error.getCommandLine().getErr();
    err.println("inkwash: " + complaint(error));
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String complaint(ParameterException error) {
    String message = firstLine(String.valueOf(error.getMessage()));
    if (error instanceof Usage.WrongUsageException) {
      return message;
    }
    CommandLine command = error.getCommandLine();
    String help = "; see " + command.getCommandSpec().qualifiedName() + " --help";
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, command, help);
    }
    Matcher unknown = UNKNOWN_COMMAND.matcher(message);
    if (unknown.matches()) {
      return none("command", unknown.group(1), command.getSubcommands().keySet(), help);
    }
    String plain = message.replaceFirst("^Error: ", "").replace("option option", "option");
    return plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1) + help;
  }

  /** The complaint about a word that belongs to nothing, with the nearest that would. */
  private static String unmatched(
      UnmatchedArgumentException error, CommandLine command, String help) {
    String word = error.getUnmatched().get(0).replaceFirst("=.*", "");
    Set<String> commands = command.getSubcommands().keySet();
    String kind = "use for the word";
    Collection<String> known = Set.of();
    if (error.isUnknownOption()) {
      kind = "option";
      known = command.getCommandSpec().optionsMap().keySet();
    } else if (!commands.isEmpty()) {
      kind = "command";
      known = commands;
    }
    return none(kind, word, known, help);
  }

  private static String none(String kind, String word, Collection<String> known, String help) {
    String hint =
        Names.closest(word, known).map(near -> "; did you mean " + near + "?").orElse(help);
    return "there is no " + kind + " " + word + hint;
  }

  private static String line(Throwable error) {
    String message = Quote.line(firstLine(String.valueOf(error.getMessage())));
    if (error instanceof DataException data) {
      return message + remedy(data.remedy());
    }
    if (error instanceof MisfitException misfit) {
      return message + remedy(misfit);
    }
    if (error instanceof Resumption.WeightsAloneException alone) {
      return message + " with train --from " + ShellWords.quoted(alone.run());
    }
    if (EXPECTED.stream().anyMatch(type -> type.isInstance(error))) {
      return message;
    }
    if (error instanceof ExceptionInInitializerError failed && failed.getCause() != null) {
      return line(failed.getCause());
    }
    if (error instanceof OutOfMemoryError || OutOfMemory.ofTensors(message)) {
      return OutOfMemory.line(error, message);
    }
    return "unexpected "
        + error.getClass().getSimpleName()
        + ": "
        + message
        + "; --debug prints the stack";
  }

  /** The option that can do something about data that cannot be used. */
  private static String remedy(DataException.Remedy remedy) {
    return switch (remedy) {
      case NONE -> "";
      case SIZE -> "; --size N brings all to NxN";
      case SKIP_BAD -> "; remove or convert, or leave out by --skip-bad";
      case HOLD_OUT -> "; take a set that has some, or train with --hold-out 0.1";
    };
  }

  /** The options by which weights from elsewhere would be taken. */
  private static String remedy(MisfitException misfit) {
    return misfit.others().map(which -> "; take them with --as " + which.word()).orElse("")
        + misfit
            .fit()
            .map(
                fit ->
                    "; they fit --recipe "
                        + fit.recipe()
                        + fit.network()
                            .map(network -> " --set \"network=" + network + "\"")
                            .orElse(""))
            .orElse("");
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
