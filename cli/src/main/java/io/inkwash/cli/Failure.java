package io.inkwash.cli;

import io.inkwash.data.DataException;
import io.inkwash.io.FileException;
import io.inkwash.io.SafetensorsException;
import io.inkwash.recipe.RecipeException;
import io.inkwash.torch.StateDictException;
import io.inkwash.train.DivergedException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Errors as a person should see them: one line. */
final class Failure {
  private static final List<Class<? extends RuntimeException>> EXPECTED =
      List.of(
          RecipeException.class,
          FileException.class,
          DataException.class,
          SafetensorsException.class,
          StateDictException.class,
          DivergedException.class,
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
  static int wrongUsage(CommandLine.ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    List<String> suggestions = suggestions(error);
    String hint =
        suggestions.isEmpty()
            ? "see " + command.getCommandSpec().qualifiedName() + " --help"
            : "did you mean " + String.join(" or ", suggestions) + "?";
    err.println("inkwash: " + firstLine(String.valueOf(error.getMessage())) + "; " + hint);
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static List<String> suggestions(CommandLine.ParameterException error) {
    return error instanceof CommandLine.UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions()
        : List.of();
  }

  private static String line(Throwable error) {
    String message = firstLine(String.valueOf(error.getMessage()));
    if (EXPECTED.stream().anyMatch(type -> type.isInstance(error))) {
      return message;
    }
    if (error instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); try a smaller --batch";
    }
    return "unexpected "
        + error.getClass().getSimpleName()
        + ": "
        + message
        + "; --debug prints the stack";
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
