package io.inkwash.model;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.data.open.DataOptions;
import io.inkwash.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Trained models that come with the library, by name. Wherever a run is named, one of these names
 * stands for a run if no such folder exists: its resource is unpacked once into the cache, and from
 * then on it is a run as any other.
 */
public final class ShippedModels {

  /** The bytes of a packed model. */
  @FunctionalInterface
  public interface Packed {
    /** Reads them all. */
    ByteBuffer bytes();

    /** Their SHA-256, in hexadecimal; reads them unless it is known. */
    default String hash() {
      return sha256(bytes());
    }
  }

  /** The models: a line each. */
  public static final Registry<Packed> MODELS =
      new Registry<Packed>("model")
          .register(
              "mnist",
              new Resource(
                  "mnist.safetensors",
                  "e276c4d4e1f2053935f7e076ec2d237e6a54a6f9f855cfcae980dd4454229253"),
              "digits of 28x28 pixels by class, ten evaluations each")
          .register(
              "mnist-student",
              new Resource(
                  "mnist-student.safetensors",
                  "7f3214607ae06a3b3c9c777dbb2ab3fbb1030778b49a017c82dc1d985bce4b0f"),
              "the same in one evaluation each; a student by distribution matching");

  private static final int HASH_DIGITS = 12;

  private ShippedModels() {}

  /**
   * A resource of this package.
   *
   * @param hash of its bytes, which are not read where they are unpacked already
   */
  private record Resource(String file, String hash) implements Packed {
    @Override
    public ByteBuffer bytes() {
      try (InputStream in = ShippedModels.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is not in this build");
        }
        return ByteBuffer.wrap(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether a path is the name of a shipped model and no file or folder. */
  public static boolean named(Path run) {
    return run.getNameCount() == 1
        && !run.isAbsolute()
        && MODELS.names().contains(run.toString())
        && !Files.exists(run);
  }

  /**
   * The folder of a run: the path itself, or where the shipped model of that name is unpacked.
   *
   * @throws FileException if it cannot be unpacked
   */
  public static Path folder(Path run) {
    return named(run) ? unpacked(run.toString(), DataOptions.defaults().cacheFolder()) : run;
  }

  /** What a run's folder is called: by name if a shipped model is unpacked there, else as given. */
  public static String word(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path models = models(DataOptions.defaults().cacheFolder()).toAbsolutePath().normalize();
    String name = absolute.getFileName().toString();
    return models.equals(absolute.getParent()) && name.indexOf('-') > 0
        ? name.substring(0, name.lastIndexOf('-'))
        : folder.toString();
  }

  private static Path models(Path cache) {
    return cache.resolve("models");
  }

  /** The folder of a shipped model below a cache; the hash of its bytes is part of the name. */
  static Path unpacked(String name, Path cache) {
    Packed model = MODELS.make(Spec.parse(name));
    String hash = model.hash().substring(0, HASH_DIGITS);
    Path folder = models(cache).resolve(name + "-" + hash);
    if (!Files.isDirectory(folder)) {
      try {
        PackedModel.parse(name, model.bytes()).unpack(folder);
      } catch (FileException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        } // another process unpacked it at the same time
      }
    }
    return folder;
  }

  /** SHA-256 of bytes, in hexadecimal. */
  static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java runtime has SHA-256
    }
  }
}
