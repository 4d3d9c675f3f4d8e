package io.inkwash.studio.http;

import io.inkwash.format.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the page, from the class path: those whose names are plain, and no others. */
public final class PageFiles {
  private static final Pattern PLAIN =
      Pattern.compile("/(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/){0,4}[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8");

  private final Class<?> owner;
  private final String folder;

  /**
   * The files of a folder on the class path.
   *
   * @param owner a class beside the folder
   * @param folder its name
   */
  public PageFiles(Class<?> owner, String folder) {
    this.owner = owner;
    this.folder = folder;
  }

  /** The file of a path; {@code /} is {@code /index.html}. */
  Optional<Response> file(String path) {
    String name = path.equals("/") ? "/index.html" : path;
    String type = TYPES.get(Names.ending(name));
    if (type == null || !PLAIN.matcher(name).matches()) {
      return Optional.empty();
    }
    try (InputStream in = owner.getResourceAsStream(folder + name)) {
      if (in == null) {
        return Optional.empty();
      }
      return Optional.of(
          Response.bytes(200, type, in.readAllBytes()).with(Map.of("Cache-Control", "no-cache")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
