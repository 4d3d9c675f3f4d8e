package io.inkwash.format;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text with numbers in it, the same in every locale. */
public final class Text {
  private Text() {}

  /**
   * The pattern of {@link String#format(Locale, String, Object...)} filled in with ASCII digits and
   * a decimal point, whatever the default locale is.
   *
   * @throws java.util.IllegalFormatException if pattern and arguments do not fit; the build refuses
   *     such calls
   */
  @FormatMethod
  public static String format(String pattern, @Nullable Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
