package io.inkwash.studio.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.DataException;
import io.inkwash.file.FileException;
import io.inkwash.file.SafetensorsException;
import io.inkwash.format.Quote;
import io.inkwash.request.Resumption;
import io.inkwash.studio.http.RequestException;
import io.inkwash.torch.StateDictException;
import io.inkwash.train.DivergedException;
import java.util.List;
import java.util.function.Supplier;

/** Why something cannot be done, for whoever requested it. */
public final class Reasons {
  private static final List<Class<? extends RuntimeException>> EXPECTED =
      List.of(
          RequestException.class,
          SpecException.class,
          FileException.class,
          DataException.class,
          SafetensorsException.class,
          StateDictException.class,
          DivergedException.class,
          Resumption.WeightsAloneException.class,
          IllegalArgumentException.class);

  private Reasons() {}

  /** Whether the message is meant for people. */
  public static boolean expected(RuntimeException error) {
    return EXPECTED.stream().anyMatch(type -> type.isInstance(error));
  }

  /** One line. */
  public static String line(RuntimeException error) {
    return expected(error)
        ? Quote.firstLine(String.valueOf(error.getMessage()))
        : "internal error; the log has more";
  }

  /**
   * Checks a field.
   *
   * @throws RequestException naming the field, where the library refuses it
   */
  public static void check(String field, Runnable check) {
    of(
        field,
        () -> {
          check.run();
          return field;
        });
  }

  /**
   * A value of a field.
   *
   * @throws RequestException naming the field, where the library refuses the value
   */
  public static <T> T of(String field, Supplier<T> value) {
    try {
      return value.get();
    } catch (RequestException e) {
      throw e;
    } catch (RuntimeException e) {
      if (expected(e)) {
        throw RequestException.field(field, line(e));
      }
      throw e;
    }
  }
}
