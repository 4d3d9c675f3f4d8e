package io.inkwash.model;

import io.inkwash.data.ImageSource;
import io.inkwash.torch.Precision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a run came to be: what, with the recipe, is needed to make it again.
 *
 * @param version of this library
 * @param started when, in UTC
 * @param data the words that named the images
 * @param images how many
 * @param dataHash SHA-256 of them
 * @param seed of all randomness
 * @param precision of the network's arithmetic
 * @param threads of libtorch's operators; 1 makes a run repeatable bit for bit
 * @param java the Java runtime's version
 * @param system operating system and processor
 */
public record Provenance(
    String version,
    String started,
    String data,
    int images,
    String dataHash,
    long seed,
    Precision precision,
    int threads,
    String java,
    String system) {

  /** Of a run that starts now on this machine. */
  public static Provenance now(
      String data, ImageSource source, long seed, Precision precision, int threads) {
    return new Provenance(
        libraryVersion(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        data,
        source.count(),
        source.contentHash(),
        seed,
        precision,
        threads,
        System.getProperty("java.version", "unknown"),
        System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"));
  }

  /** This library's version, from its jar. */
  public static String libraryVersion() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
