package io.inkwash.data;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How data is opened. Zero means "as the data says".
 *
 * @param size side of the square images wanted, in pixels; 0 keeps the size of the data
 * @param channels 1 for gray, 3 for RGB, 0 for what the data has
 * @param limit the most images to take, from the front; 0 for all
 * @param dataFolder a folder with {@code mnist}, {@code fashion-mnist}, {@code cifar10} in it, or
 *     null; where it lacks a set, the cache is used
 * @param cacheFolder where fetched sets are kept
 * @param listener hears notices and progress
 */
public record DataOptions(
    int size,
    int channels,
    int limit,
    @Nullable Path dataFolder,
    Path cacheFolder,
    DataListener listener) {

  /** Refuses sizes below 0 and channels other than 0, 1 and 3. */
  public DataOptions {
    if (size < 0 || size > 4096) {
      throw new IllegalArgumentException(
          "size " + size + ": must be 1 to 4096, or 0 for the size of the data");
    }
    if (channels != 0 && channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels " + channels + ": must be 1 (gray), 3 (RGB), or 0 for those of the data");
    }
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + ": must be 0 (all) or more");
    }
  }

  /** The data as it is, looked for where this process's environment says. */
  public static DataOptions defaults() {
    return from(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", "."));
  }

  /**
   * The options of an environment: {@code INKWASH_DATA} names the data folder, {@code
   * INKWASH_CACHE} the cache, which is else the system's place for caches.
   */
  static DataOptions from(Map<String, String> environment, String system, String home) {
    String data = environment.getOrDefault("INKWASH_DATA", "");
    return new DataOptions(
        0,
        0,
        0,
        data.isBlank() ? null : Path.of(data),
        cache(environment, system, home),
        DataListener.QUIET);
  }

  private static Path cache(Map<String, String> environment, String system, String home) {
    String chosen = environment.getOrDefault("INKWASH_CACHE", "");
    if (!chosen.isBlank()) {
      return Path.of(chosen);
    }
    if (system.startsWith("Windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? Path.of(home, "AppData", "Local") : Path.of(local))
          .resolve("inkwash");
    }
    if (system.startsWith("Mac")) {
      return Path.of(home, "Library", "Caches", "inkwash");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg)).resolve("inkwash");
  }

  /** These options with square images of another side. */
  public DataOptions withSize(int newSize) {
    return new DataOptions(newSize, channels, limit, dataFolder, cacheFolder, listener);
  }

  /** These options with another number of channels. */
  public DataOptions withChannels(int newChannels) {
    return new DataOptions(size, newChannels, limit, dataFolder, cacheFolder, listener);
  }

  /** These options with at most so many images. */
  public DataOptions withLimit(int newLimit) {
    return new DataOptions(size, channels, newLimit, dataFolder, cacheFolder, listener);
  }

  /** These options with another data folder, or none. */
  public DataOptions withDataFolder(@Nullable Path newFolder) {
    return new DataOptions(size, channels, limit, newFolder, cacheFolder, listener);
  }

  /** These options with another cache. */
  public DataOptions withCacheFolder(Path newFolder) {
    return new DataOptions(size, channels, limit, dataFolder, newFolder, listener);
  }

  /** These options with another listener. */
  public DataOptions withListener(DataListener newListener) {
    return new DataOptions(size, channels, limit, dataFolder, cacheFolder, newListener);
  }
}
