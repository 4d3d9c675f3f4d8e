package io.inkwash.model;

import io.inkwash.data.ImageSource;
import io.inkwash.data.open.Reading;
import io.inkwash.file.LibraryVersion;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a run came to be: what, with the recipe, is needed to make it again.
 *
 * @param format the version of this file's format
 * @param version of this library
 * @param started when, in UTC
 * @param data where the images were found
 * @param reading how files were made a set of images
 * @param images how many
 * @param dataHash SHA-256 of them
 * @param seed of all randomness
 * @param precision of the network's arithmetic
 * @param threads of libtorch's operators; 1 makes a run repeatable bit for bit
 * @param device where it was trained
 * @param java the Java runtime's version
 * @param system operating system and processor
 * @param libtorch the version of libtorch and of its Java presets
 * @param processor the instructions of the processor that its kernels use
 * @param changes settings that were changed on the way, in order
 * @param origin where the first weights come from; null where they were drawn
 */
public record Provenance(
    int format,
    String version,
    String started,
    DataLocation data,
    Reading reading,
    int images,
    String dataHash,
    long seed,
    Precision precision,
    int threads,
    String device,
    String java,
    String system,
    String libtorch,
    String processor,
    List<Change> changes,
    @Nullable String origin) {
  private static final int FORMAT = 2;

  /** The folders of each path of an origin, which may name two runs. */
  private static final Pattern ROOTED =
      Pattern.compile("([A-Za-z]:)?[/\\\\]((?:(?!, taught by ).)*[/\\\\])?");

  /**
   * Settings that were changed when a run was resumed.
   *
   * @param step the step after which they hold
   * @param settings the changes, as {@code key=value}
   */
  public record Change(long step, Map<String, String> settings) {}

  /** Of a run that starts now on this machine. */
  public static Provenance now(
      DataLocation data,
      Reading reading,
      ImageSource source,
      long seed,
      Precision precision,
      int threads,
      String device) {
    return new Provenance(
        FORMAT,
        LibraryVersion.text(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        data,
        reading,
        source.count(),
        source.contentHash(),
        seed,
        precision,
        threads,
        device,
        System.getProperty("java.version", "unknown"),
        System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"),
        Torch.version(),
        Torch.processor(),
        List.of(),
        null);
  }

  /** Of a run that is made now of weights from elsewhere, without images. */
  public static Provenance withoutImages(String origin) {
    return new Provenance(
        FORMAT,
        LibraryVersion.text(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        new DataLocation("none", null, null),
        Reading.DEFAULT,
        0,
        "",
        0,
        Precision.FP32,
        Torch.threads(),
        "cpu",
        System.getProperty("java.version", "unknown"),
        System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"),
        Torch.version(),
        Torch.processor(),
        List.of(),
        origin);
  }

  /** The same with first weights from elsewhere. */
  public Provenance withOrigin(String words) {
    return new Provenance(
        format, version, started, data, reading, images, dataHash, seed, precision, threads, device,
        java, system, libtorch, processor, changes, words);
  }

  /** The same for a file that is given away: names of folders without the way to them. */
  Provenance portable() {
    return new Provenance(
        format,
        version,
        started,
        data.portable(),
        reading,
        images,
        dataHash,
        seed,
        precision,
        threads,
        device,
        java,
        system,
        libtorch,
        processor,
        changes,
        origin == null ? null : ROOTED.matcher(origin).replaceAll(""));
  }

  /** Whether the run was made of weights alone, without images to train on. */
  public boolean withoutImages() {
    return images == 0;
  }

  /** Of a run that starts now on this machine, of a set that is read in the usual way. */
  public static Provenance now(
      DataLocation data,
      ImageSource source,
      long seed,
      Precision precision,
      int threads,
      String device) {
    return now(data, Reading.DEFAULT, source, seed, precision, threads, device);
  }

  /** With a change of settings. */
  Provenance changed(Change change) {
    List<Change> all = new ArrayList<>(changes);
    all.add(change);
    return new Provenance(
        format, version, started, data, reading, images, dataHash, seed, precision, threads, device,
        java, system, libtorch, processor, all, origin);
  }

  /** On another device of the same kind. */
  public Provenance on(String other) {
    return new Provenance(
        format, version, started, data, reading, images, dataHash, seed, precision, threads, other,
        java, system, libtorch, processor, changes, origin);
  }

  /** With the images found elsewhere. */
  Provenance movedTo(DataLocation other) {
    return new Provenance(
        format, version, started, other, reading, images, dataHash, seed, precision, threads,
        device, java, system, libtorch, processor, changes, origin);
  }
}
