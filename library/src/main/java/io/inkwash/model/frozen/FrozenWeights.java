package io.inkwash.model.frozen;

import static io.inkwash.format.Text.format;

import io.inkwash.data.Sha256;
import io.inkwash.data.open.DataOptions;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.format.Names;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Net;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights that a recipe names by their hash, in the cache or in a run's folder.
 *
 * @param kind what they are of
 * @param name the first {@value #HASH_DIGITS} digits of their hash
 * @param file where they are, if they are there
 */
public record FrozenWeights(Kind kind, String name, Path file) {

  private static final int HASH_DIGITS = 16;

  /** The word for weights that are not known yet. */
  public static final String NONE = "none";

  /** What weights are of. */
  public enum Kind {
    /** An autoencoder, whose latents are diffused. */
    CODEC("autoencoder", "codecs", "codec.safetensors"),
    /** A text encoder, which reads captions. */
    TEXT("text encoder", "texts", "text.safetensors");

    private final String word;
    private final String folder;
    private final String file;

    Kind(String word, String folder, String file) {
      this.word = word;
      this.folder = folder;
      this.file = file;
    }

    /** With an article. */
    public String words() {
      return Names.withArticle(word);
    }

    /** The name of the weights in a run's folder. */
    public String file() {
      return file;
    }
  }

  /** SHA-256 of weights, names and shapes, in hexadecimal. */
  public static String hash(Map<String, TensorData> tensors) {
    Sha256 sha = new Sha256();
    new TreeMap<>(tensors)
        .forEach(
            (name, data) -> {
              sha.add(name);
              for (long size : data.shape()) {
                sha.add(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
              }
              sha.add(data.bytes());
            });
    return sha.hex();
  }

  /** The name of weights with a hash. */
  public static String name(String hash) {
    return hash.substring(0, HASH_DIGITS);
  }

  /** Weights of the cache, which may lack them. */
  public static FrozenWeights cached(Kind kind, String name) {
    Path folder = DataOptions.defaults().cacheFolder().resolve(kind.folder).resolve(name);
    return new FrozenWeights(kind, name, folder.resolve(kind.file));
  }

  /**
   * Weights in a run's folder.
   *
   * @throws FileException if they are not there
   */
  public static FrozenWeights inRun(Kind kind, String name, Path run) {
    Path file = run.resolve(kind.file);
    if (!Files.exists(file)) {
      throw new FileException(
          file, "is missing; it belongs to the run: copy it from where that was trained");
    }
    return new FrozenWeights(kind, name, file);
  }

  /** Whether the file is there. */
  public boolean exists() {
    return Files.exists(file);
  }

  /** Writes them to the file, unless it is there. */
  public void write(Map<String, TensorData> tensors, String spec) {
    if (!exists()) {
      Safetensors.write(file, Map.of("format", "pt", kind.folder, spec), tensors);
    }
  }

  /** Copies them to the cache, so that the run can be trained further. */
  public void keep() {
    FrozenWeights cached = cached(kind, name);
    if (!cached.exists()) {
      tensors(); // refuses what is not whole
      copy(cached.file);
    }
  }

  /** Copies them into the folder of a run that begins. */
  public void copyInto(Path folder) {
    copy(folder.resolve(kind.file));
  }

  private void copy(Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Path aside = target.resolveSibling("." + target.getFileName() + ".copy");
      Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FileException.unwritable(target, e);
    }
  }

  /** The weights, which are to have the hash that the recipe names. */
  private Map<String, TensorData> tensors() {
    Map<String, TensorData> tensors = Safetensors.read(file).tensors();
    String found = name(hash(tensors));
    if (!found.equals(name)) {
      throw new FileException(
          file,
          format(
              "holds the %s %s, and the recipe's is %s; copy it from where the run was trained",
              kind.word, found, name));
    }
    return tensors;
  }

  /**
   * Gives them to a network of the current device.
   *
   * @throws FileException if they are not those that the recipe names
   */
  public void into(Net network) {
    into(network, tensors(), file.toString());
  }

  /**
   * Loads weights into a network and lays them out as training does.
   *
   * @param file where they come from, for messages
   */
  public static void into(Net network, Map<String, TensorData> tensors, String file) {
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use processor = ComputeDevice.CPU.enter()) { // Parameters moves them
      network.stateDict().load(Weights.stateDict(tensors, file), file);
    }
    new Parameters(network);
    network.train(false);
  }
}
