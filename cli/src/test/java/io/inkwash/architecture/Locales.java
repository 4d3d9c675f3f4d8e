package io.inkwash.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Collectors;

/** Which calls of the JDK take the locale of the computer because they are given none. */
final class Locales {
  private static final Set<String> METHODS =
      Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase", "ofPattern");

  private static final Set<String> FACTORIES =
      Set.of(
          "getInstance",
          "getNumberInstance",
          "getIntegerInstance",
          "getPercentInstance",
          "getCompactNumberInstance");

  private static final Set<String> TYPES =
      Set.of(
          DecimalFormat.class.getName(),
          MessageFormat.class.getName(),
          SimpleDateFormat.class.getName(),
          Formatter.class.getName(),
          Scanner.class.getName());

  /** Those of the types with such methods whose own locale is that of the computer. */
  private static final Set<String> OWNERS =
      Set.of(
          String.class.getName(),
          "java.io.PrintStream",
          "java.io.PrintWriter",
          "java.io.Console",
          DateTimeFormatter.class.getName(),
          MessageFormat.class.getName());

  private Locales() {}

  /** Whether the call formats by the default locale. */
  static boolean areThoseOfTheHost(JavaAccess<?> call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getTarget().getName();
    if (parameters(call).contains(Locale.class.getName())) {
      return false;
    }
    return (OWNERS.contains(owner) && METHODS.contains(name))
        || (NumberFormat.class.getName().equals(owner) && FACTORIES.contains(name))
        || (TYPES.contains(owner) && name.equals("<init>"));
  }

  private static Set<String> parameters(JavaAccess<?> call) {
    return call.getTarget() instanceof CodeUnitCallTarget unit
        ? unit.getRawParameterTypes().stream().map(JavaClass::getName).collect(Collectors.toSet())
        : Set.of();
  }
}
