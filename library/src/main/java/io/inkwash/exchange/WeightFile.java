package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.inkwash.exchange.pytorch.PyTorchFile;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An open file or folder of weights: PyTorch's, safetensors, several of them that an index names,
 * or a folder of diffusers.
 */
public final class WeightFile implements AutoCloseable {
  private static final List<String> ENDINGS =
      List.of(".safetensors", ".bin", ".pth", ".pt", ".ckpt");

  private final Path path;
  private final JsonNode config;
  private final Object content;
  private final List<PyTorchFile> open = new ArrayList<>();

  private WeightFile(Path path, JsonNode config) {
    this.path = path;
    this.config = config;
    try {
      content = path.toString().endsWith(".index.json") ? sharded(path) : single(path);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens weights.
   *
   * @throws FileException if the path holds none that can be read; the message is one line
   * @throws io.inkwash.file.SafetensorsException if a safetensors file breaks the format
   */
  public static WeightFile open(Path path) {
    if (!Files.isDirectory(path)) {
      Path beside = path.resolveSibling("config.json");
      return new WeightFile(path, Files.isRegularFile(path) ? config(beside) : missing());
    }
    if (Files.exists(path.resolve("recipe.json"))) {
      throw new FileException(path, "is a run already; draw from it, or begin another from it");
    }
    Path folder = Files.exists(path.resolve("model_index.json")) ? path.resolve("unet") : path;
    return new WeightFile(weights(folder), config(folder.resolve("config.json")));
  }

  private static JsonNode missing() {
    return MissingNode.getInstance();
  }

  private static JsonNode config(Path file) {
    return Files.isRegularFile(file) ? Json.read(file, JsonNode.class) : missing();
  }

  /** The one file of weights, or index of several, in a folder. */
  private static Path weights(Path folder) {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw FileException.unreadable(folder, e);
    }
    List<Path> indices = files.stream().filter(f -> f.toString().endsWith(".index.json")).toList();
    if (!indices.isEmpty()) {
      return indices.get(0);
    }
    for (String ending : ENDINGS) { // safetensors before pickles of the same weights
      List<Path> such = files.stream().filter(f -> f.toString().endsWith(ending)).toList();
      if (such.size() == 1) {
        return such.get(0);
      }
      if (such.size() > 1) {
        throw new FileException(
            folder,
            format(
                "holds %d %s files, such as %s; name one of them",
                such.size(), ending, such.get(0).getFileName()));
      }
    }
    throw new FileException(
        folder, "holds no weights; allowed: a file that ends in " + String.join(", ", ENDINGS));
  }

  private Object single(Path file) {
    FileKind kind = FileKind.of(file);
    return switch (kind) {
      case SAFETENSORS -> tensors(file);
      case ZIP -> {
        PyTorchFile opened = PyTorchFile.open(file);
        open.add(opened);
        yield opened.content();
      }
      default -> throw new FileException(file, kind.refusal());
    };
  }

  private static Map<String, StoredTensor> tensors(Path file) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Safetensors.map(file)
        .tensors()
        .forEach((name, data) -> tensors.put(name, StoredTensor.of(data)));
    return tensors;
  }

  /** The tensors of several files, as {@code {"weight_map": {name: file}}} says. */
  private Object sharded(Path index) {
    JsonNode map = Json.read(index, JsonNode.class).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new FileException(index, "has no weight_map; allowed: tensor names with their files");
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getValue().asText();
      if (!name.matches("[^/\\\\]+") || name.equals("..")) {
        throw new FileException(
            index, "names the part " + Quote.of(name) + "; allowed: files beside it");
      }
      Path file = index.resolveSibling(name);
      if (!Files.isRegularFile(file)) {
        throw new FileException(index, "lacks its part " + name + "; copy that file beside it");
      }
      if (parts.computeIfAbsent(name, n -> single(file)) instanceof Map<?, ?> part
          && part.get(entry.getKey()) instanceof StoredTensor tensor) {
        tensors.put(entry.getKey(), tensor);
      } else {
        throw new FileException(
            index,
            "expects " + Quote.of(entry.getKey()) + " in " + name + "; copy that file again");
      }
    }
    return tensors;
  }

  /** The file that was read. */
  Path path() {
    return path;
  }

  /** The settings beside it; a missing node where there are none. */
  JsonNode config() {
    return config;
  }

  /** Maps, lists, {@link StoredTensor}s and others, as they were saved. */
  public Object content() {
    return content;
  }

  @Override
  public void close() {
    open.forEach(PyTorchFile::close);
  }

  /** Kinds of file by their first bytes. */
  private enum FileKind {
    SAFETENSORS(""),
    ZIP(""),
    EMPTY("is empty; copy or download it again"),
    LEGACY(
        "is a PyTorch file from before version 1.6; save it again in Python:"
            + " torch.save(torch.load(FILE), NEW_FILE)"),
    PICKLE(
        "is a plain pickle, which would run code when it is loaded; save the weights alone in"
            + " Python: torch.save(model.state_dict(), FILE)"),
    TAR(
        "is a tar archive; unpack it, or save it again in Python if torch.save wrote it:"
            + " torch.save(torch.load(FILE), NEW_FILE)"),
    GZIP("is packed by gzip; unpack it"),
    HDF5("is an HDF5 file of Keras; allowed: PyTorch files and safetensors"),
    GGUF("is a GGUF file, whose weights are quantized; allowed: PyTorch files and safetensors"),
    NPY("is a NumPy array; allowed: PyTorch files and safetensors"),
    POINTER("is a pointer of Git LFS, not the file; fetch the file: git lfs pull"),
    PAGE("is a web page, not weights; download the file itself"),
    JSON("is a JSON file; name the weights, or the folder that holds both"),
    PICTURE("is a picture; allowed: PyTorch files and safetensors"),
    OTHER("is no file of weights that is known here; allowed: PyTorch files and safetensors");

    private final String refusal;

    FileKind(String refusal) {
      this.refusal = refusal;
    }

    String refusal() {
      return refusal;
    }

    static FileKind of(Path file) {
      byte[] head;
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(512);
      } catch (IOException e) {
        throw FileException.unreadable(file, e);
      }
      String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
      if (text.isEmpty()) {
        return EMPTY;
      }
      if (text.startsWith("PK")) {
        return ZIP;
      }
      if (text.startsWith("\u0080")) {
        return text.startsWith("\u008a\n", 2) ? LEGACY : PICKLE;
      }
      if (text.startsWith("\u001f\u008b")) {
        return GZIP;
      }
      if (text.startsWith("\u0089HDF")) {
        return HDF5;
      }
      if (text.startsWith("\u0089PNG") || text.startsWith("\u00ff\u00d8")) {
        return PICTURE;
      }
      if (text.startsWith("GGUF")) {
        return GGUF;
      }
      if (text.startsWith("\u0093NUMPY")) {
        return NPY;
      }
      if (text.startsWith("version https://git-lfs")) {
        return POINTER;
      }
      if (text.stripLeading().startsWith("<")) {
        return PAGE;
      }
      if (text.stripLeading().startsWith("{")) {
        return JSON;
      }
      if (text.startsWith("ustar", 257)) {
        return TAR;
      }
      boolean named = file.toString().endsWith(".safetensors"); // or at least begins as one
      return named || text.startsWith("{", 8) ? SAFETENSORS : OTHER;
    }
  }
}
