package io.inkwash.exchange.pytorch;

import static io.inkwash.format.Text.format;

import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;

/**
 * An open file of {@code torch.save}. Its tensors read their numbers from it when they are needed,
 * so it stays open as long as they are used. Numbers that are not compressed are mapped into
 * memory, and what was read of them outlives the file.
 */
public final class PyTorchFile implements AutoCloseable {
  private static final String PICKLE = "data.pkl";

  /** The longest pickle that is read, in bytes: it holds names and shapes, not numbers. */
  private static final int LARGEST_PICKLE = 256 << 20;

  private static final String REMEDY =
      "save the weights alone in Python: torch.save(model.state_dict(), FILE)";

  private final Path path;
  private final ZipFile zip;
  private final MappedEntries entries;
  private final String root;
  private final Map<String, Strides.Storage> storages = new HashMap<>();
  private final Object content;

  private PyTorchFile(Path path, ZipFile zip, MappedEntries entries) throws IOException {
    this.path = path;
    this.zip = zip;
    this.entries = entries;
    root = root();
    requireLittleEndian();
    content = parse();
  }

  /**
   * Opens a file and reads what is in it, but for the numbers.
   *
   * @throws FileException if it is no such file, is damaged, or names a class that is not data; the
   *     message is one line
   */
  public static PyTorchFile open(Path path) {
    List<Closeable> open = new ArrayList<>();
    try {
      ZipFile zip = new ZipFile(path.toFile());
      open.add(zip);
      MappedEntries entries = MappedEntries.open(path);
      open.add(entries);
      return new PyTorchFile(path, zip, entries);
    } catch (ZipException e) {
      throw closed(open, new FileException(path, "is a damaged or cut off zip; copy it again", e));
    } catch (IOException e) {
      throw closed(open, FileException.unreadable(path, e));
    } catch (FileException e) {
      throw closed(open, e);
    }
  }

  private static FileException closed(List<Closeable> open, FileException e) {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
    }
    return e;
  }

  /**
   * What was saved: maps in the file's order, lists, arrays (tuples), strings, numbers, {@link
   * StoredTensor}s, and other values that say nothing.
   */
  public Object content() {
    return content;
  }

  @Override
  public void close() {
    try {
      entries.close();
      zip.close();
    } catch (IOException e) {
      throw FileException.unreadable(path, e);
    }
  }

  /** The folder inside the zip that holds all, with its slash. */
  private String root() {
    List<String> names = zip.stream().map(ZipEntry::getName).toList();
    for (String name : names) {
      if (name.endsWith("/" + PICKLE) || name.equals(PICKLE)) {
        String folder = name.substring(0, name.length() - PICKLE.length());
        if (names.stream().anyMatch(other -> other.startsWith(folder + "code/"))) {
          throw new FileException(path, "is a TorchScript program, which holds code; " + REMEDY);
        }
        return folder;
      }
    }
    String first = names.isEmpty() ? "nothing" : Quote.of(names.get(0));
    throw new FileException(
        path,
        "is a zip without " + PICKLE + " (it holds " + first + "); give a file of torch.save");
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry order = zip.getEntry(root + "byteorder");
    if (order != null) {
      String word = new String(bytes(order), StandardCharsets.US_ASCII).strip();
      if (!word.equals("little")) {
        throw new FileException(
            path, "has numbers in byte order " + Quote.of(word) + "; allowed: little");
      }
    }
  }

  private Object parse() throws IOException {
    ZipEntry pickle = zip.getEntry(root + PICKLE);
    if (pickle.getSize() > LARGEST_PICKLE) {
      throw new FileException(
          path,
          format(
              "has a pickle of %d bytes; at most %d are read", pickle.getSize(), LARGEST_PICKLE));
    }
    PickleReader reader = new PickleReader(this::storage);
    try {
      return reader.loads(bytes(pickle));
    } catch (PickleReader.ForbiddenNameException e) {
      throw new FileException(
          path,
          "names "
              + Quote.line(e.name())
              + ", which would run code when it is loaded; nothing was loaded; "
              + REMEDY,
          e);
    } catch (PickleException
        | IOException
        | ClassCastException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | NullPointerException e) {
      throw new FileException(
          path,
          "has a damaged pickle: "
              + Quote.firstLine(String.valueOf(e.getMessage()))
              + "; copy it again",
          e);
    }
  }

  /** The storage of {@code ("storage", class, key, device, count)}. */
  private Strides.Storage storage(Object[] id) {
    if (id.length < 5 || !"storage".equals(id[0])) {
      throw new IllegalArgumentException("a persistent id that is no storage");
    }
    String key = (String) id[2];
    PickleNames.StorageClass type = (PickleNames.StorageClass) id[1];
    long count = ((Number) id[4]).longValue();
    return storages.computeIfAbsent(
        key,
        k -> new Strides.Storage(type.dtype(), count, reader(k, count * type.dtype().bytes())));
  }

  private Supplier<ByteBuffer> reader(String key, long length) {
    return () -> {
      ZipEntry entry = zip.getEntry(root + "data/" + key);
      if (entry == null) {
        throw new FileException(path, "lacks its numbers data/" + key + "; copy it again");
      }
      if (entry.getSize() < length) {
        throw new FileException(
            path,
            format(
                "has %d bytes in data/%s where %d belong; copy it again",
                entry.getSize(), key, length));
      }
      try {
        Optional<ByteBuffer> mapped = entries.map(entry, length);
        return mapped.isPresent()
            ? mapped.get()
            : ByteBuffer.wrap(bytes(entry)).order(ByteOrder.LITTLE_ENDIAN);
      } catch (IOException e) {
        throw new FileException(path, "has damaged numbers data/" + key + "; copy it again", e);
      }
    };
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (OutOfMemoryError e) {
      throw new FileException(path, "is larger than Java's free memory; raise it with -Xmx", e);
    }
  }
}
