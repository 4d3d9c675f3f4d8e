package io.inkwash.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which Inkwash this is, for files that say what wrote them: the version, and the commit that it
 * was built from, as {@code 0.1.0-SNAPSHOT (85bc903)}. A commit that ends in {@code -dirty} had
 * changes beside it; a build outside a checkout of git has no commit; classes that Maven has not
 * built are {@code development}.
 */
public final class LibraryVersion {
  private static final String DEVELOPMENT = "development";
  private static final String TEXT = read();

  private LibraryVersion() {}

  /** The version, and the commit where it is known. */
  public static String text() {
    return TEXT;
  }

  private static String read() {
    try (InputStream in = LibraryVersion.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      }
      return of(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text for what the build has written into {@code version.properties}. */
  static String of(Properties properties) {
    String version = known(properties.getProperty("version"));
    String commit = known(properties.getProperty("commit"));
    if (version == null) {
      return DEVELOPMENT;
    }
    return commit == null ? version : version + " (" + commit + ")";
  }

  /** A property that the build has filled in. */
  private static @Nullable String known(@Nullable String value) {
    return value == null || value.isBlank() || value.contains("${") || value.equals("unknown")
        ? null
        : value.strip();
  }
}
