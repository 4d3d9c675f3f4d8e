package io.inkwash.cli.options;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Complaints about the command line by itself: exit code 2. What is wrong with the files and data
 * that it names is exit code 1.
 */
public final class Usage {
  private Usage() {}

  /** A complaint that says all: what, the value, what is allowed. */
  public static final class WrongUsageException extends ParameterException {
    private static final long serialVersionUID = 1L;

    private WrongUsageException(CommandLine command, String message) {
      super(command, message);
    }
  }

  /** The exception to throw, with a message that says all in one line. */
  public static ParameterException wrong(CommandSpec spec, String message) {
    return new WrongUsageException(spec.commandLine(), message);
  }

  /**
   * What an option's words mean.
   *
   * @throws ParameterException where they mean nothing, with the reason
   */
  public static <T> T meaning(CommandSpec spec, Supplier<T> words) {
    try {
      return words.get();
    } catch (SpecException | IllegalArgumentException e) {
      throw wrong(spec, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Refuses words that name nothing on a registry; none at all are fine.
   *
   * @throws ParameterException that says which there are
   */
  public static void requireMeaning(
      CommandSpec spec, @Nullable String words, Registry<?> registry) {
    if (words != null) {
      meaning(spec, () -> registry.make(Spec.parse(words)));
    }
  }

  /**
   * Refuses a number that is too small.
   *
   * @throws ParameterException that says what is allowed
   */
  public static void requireAtLeast(CommandSpec spec, String option, long value, long least) {
    if (value < least) {
      throw wrong(spec, option + " is " + value + "; allowed: " + least + " or more");
    }
  }
}
