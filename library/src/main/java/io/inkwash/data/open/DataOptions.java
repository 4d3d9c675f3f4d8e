package io.inkwash.data.open;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How data are opened. Zero means "as the data are".
 *
 * @param channels 1 for gray, 3 for RGB, 0 for what the data have
 * @param height of the images wanted, in pixels; 0 keeps the size of the data
 * @param width of the images wanted, in pixels; 0 if and only if the height is
 * @param limit the most images to take, from the front; 0 for all
 * @param reading how files become a set
 * @param dataFolder a folder with {@code mnist}, {@code fashion-mnist}, {@code cifar10} in it, or
 *     null; where it lacks a set, the cache is used
 * @param cacheFolder where fetched sets are kept
 * @param listener receives notices and progress
 */
public record DataOptions(
    int channels,
    int height,
    int width,
    int limit,
    Reading reading,
    @Nullable Path dataFolder,
    Path cacheFolder,
    DataListener listener) {

  private static final int LARGEST = 4096;

  /** Refuses sizes below 0 and above 4096, and channels other than 0, 1 and 3. */
  public DataOptions {
    if (height < 0 || height > LARGEST || width < 0 || width > LARGEST) {
      throw new IllegalArgumentException(
          format(
              "size %s: must be 1 to %s, or 0 for the size of the data",
              height == width ? height : width + "x" + height, LARGEST));
    }
    if ((height == 0) != (width == 0)) {
      throw new IllegalArgumentException(
          "size " + width + "x" + height + ": both sides must be given, or neither");
    }
    if (channels != 0 && channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels " + channels + ": must be 1 (gray), 3 (RGB), or 0 for those of the data");
    }
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + ": must be 0 (all) or more");
    }
  }

  /** The data as they are, looked for where this process's environment says. */
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
        0,
        Reading.DEFAULT,
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

  /** What these options make of images of a shape. */
  ImageShape wanted(ImageShape have) {
    return new ImageShape(
        channels == 0 ? have.channels() : channels,
        height == 0 ? have.height() : height,
        width == 0 ? have.width() : width);
  }

  /** These options with square images of another side, or 0 for the size of the data. */
  public DataOptions withSize(int side) {
    return withSize(side, side);
  }

  /**
   * These options with images of another size. Images of other sizes are scaled until they just
   * cover it, and what is over is cut evenly at both ends.
   */
  public DataOptions withSize(int newHeight, int newWidth) {
    return new DataOptions(
        channels, newHeight, newWidth, limit, reading, dataFolder, cacheFolder, listener);
  }

  /** These options with images of a model's size and channels. */
  public DataOptions withForm(ImageSpec form) {
    return withSize(form.height(), form.width()).withChannels(form.channels());
  }

  /** These options with another number of channels. */
  public DataOptions withChannels(int newChannels) {
    return new DataOptions(
        newChannels, height, width, limit, reading, dataFolder, cacheFolder, listener);
  }

  /** These options with at most so many images. */
  public DataOptions withLimit(int newLimit) {
    return new DataOptions(
        channels, height, width, newLimit, reading, dataFolder, cacheFolder, listener);
  }

  /** These options with another way to make a set of files. */
  public DataOptions withReading(Reading newReading) {
    return new DataOptions(
        channels, height, width, limit, newReading, dataFolder, cacheFolder, listener);
  }

  /** These options with another data folder, or none. */
  public DataOptions withDataFolder(@Nullable Path newFolder) {
    return new DataOptions(
        channels, height, width, limit, reading, newFolder, cacheFolder, listener);
  }

  /** These options with another cache. */
  public DataOptions withCacheFolder(Path newFolder) {
    return new DataOptions(
        channels, height, width, limit, reading, dataFolder, newFolder, listener);
  }

  /** These options with another listener. */
  public DataOptions withListener(DataListener newListener) {
    return new DataOptions(
        channels, height, width, limit, reading, dataFolder, cacheFolder, newListener);
  }
}
