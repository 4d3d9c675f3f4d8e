package io.inkwash.file;

import static io.inkwash.format.Text.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The safetensors format: named tensors in one file, nothing executable.
 *
 * <pre>
 *   8 bytes    N, the header's length, unsigned, little-endian
 *   N bytes    the header, a JSON object in UTF-8, padded with spaces:
 *              {"__metadata__": {"key": "value"},
 *               "conv.weight": {"dtype": "F32", "shape": [64, 1, 3, 3], "data_offsets": [0, 2304]}}
 *   the rest   the tensors' bytes, little-endian and row-major; offsets count from here
 * </pre>
 *
 * <p>A file that the Python library writes is read here and the reverse. For the same tensors both
 * write the same bytes (but the Python library shuffles metadata of more than one entry).
 *
 * <p>The reader accepts exactly the format and refuses everything else with a {@link
 * SafetensorsException}, whatever the bytes are: a header that is longer than the file or than
 * {@value #LARGEST_HEADER} bytes, that is not UTF-8, not one JSON object or not of the form above;
 * a key that stands twice; an unknown type; a shape whose size overflows or is not the size of its
 * range; ranges that overlap, leave a hole, leave the file or do not cover it. Memory is taken only
 * after the header has been found sound, and never more than the file is long.
 *
 * @see <a href="https://github.com/huggingface/safetensors">The format and its reference
 *     implementation</a>
 */
public final class Safetensors {
  /**
   * The longest header read or written, in bytes. The format allows 100 million; sixteen mebibytes
   * hold the names of more than 100,000 tensors, and a hostile header cannot fill the memory.
   */
  public static final int LARGEST_HEADER = 16 << 20;

  private static final int LENGTH_BYTES = 8;

  /** The signature of a zip, little-endian. */
  private static final int ZIP = 'P' | 'K' << 8 | 3 << 16 | 4 << 24;

  /** A pickle of a protocol in its second byte: a long of ten bytes follows. */
  private static final int PICKLE = 0x80 | 0x8a << 16 | 0x0a << 24;

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param metadata free text by key; empty if the file has none
   * @param tensors the tensors by name, in the order of the file's header
   */
  public record File(Map<String, String> metadata, Map<String, TensorData> tensors) {
    /** Copies the maps and keeps their order. */
    public File {
      metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
      tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
  }

  /**
   * Reads a file.
   *
   * @throws SafetensorsException if it cannot be read, breaks the format, holds a tensor of 2 GiB
   *     or more, or is larger than Java's free memory
   */
  public static File read(Path file) {
    String source = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = header(source, channel);
      long dataStart = channel.position();
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, SafetensorsHeader.Span> each : header.tensors().entrySet()) {
        SafetensorsHeader.Span span = each.getValue();
        channel.position(dataStart + span.begin());
        tensors.put(each.getKey(), span.tensor(take(channel, (int) span.length())));
      }
      return new File(header.metadata(), tensors);
    } catch (IOException e) {
      throw new SafetensorsException(source, "cannot be read: " + FileException.reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new SafetensorsException(
          source, "is larger than Java's free memory; raise it with -Xmx", e);
    }
  }

  /**
   * Opens a file without reading its tensors: their bytes are those of the file, mapped into memory
   * and read as they are used, outside the Java heap. The file must not change while they are.
   *
   * @throws SafetensorsException if it cannot be read, breaks the format, or holds a tensor of 2
   *     GiB or more
   */
  public static File map(Path file) {
    String source = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = header(source, channel);
      long dataStart = channel.position();
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, SafetensorsHeader.Span> each : header.tensors().entrySet()) {
        SafetensorsHeader.Span span = each.getValue();
        ByteBuffer mapped = channel.map(MapMode.READ_ONLY, dataStart + span.begin(), span.length());
        tensors.put(each.getKey(), span.tensor(mapped));
      }
      return new File(header.metadata(), tensors);
    } catch (IOException e) {
      throw new SafetensorsException(source, "cannot be read: " + FileException.reason(e), e);
    }
  }

  /**
   * The tensors of a file, each read when its data are requested. The file has to stay as it is.
   *
   * @throws SafetensorsException if it cannot be read, breaks the format, or holds a tensor of 2
   *     GiB or more; the tensors throw it as well
   */
  public static Map<String, TensorSource> sources(Path file) {
    String source = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = header(source, channel);
      long dataStart = channel.position();
      Map<String, TensorSource> tensors = new LinkedHashMap<>();
      header
          .tensors()
          .forEach((name, span) -> tensors.put(name, new Stored(file, span, dataStart)));
      return tensors;
    } catch (IOException e) {
      throw new SafetensorsException(source, "cannot be read: " + FileException.reason(e), e);
    }
  }

  /** A tensor of a file. */
  private record Stored(Path file, SafetensorsHeader.Span span, long dataStart)
      implements TensorSource {

    @Override
    public DType dtype() {
      return span.dtype();
    }

    @Override
    public long[] shape() {
      return span.shape().clone();
    }

    @Override
    public TensorData data() {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.position(dataStart + span.begin());
        return span.tensor(take(channel, (int) span.length()));
      } catch (IOException e) {
        throw new SafetensorsException(
            file.toString(), "cannot be read: " + FileException.reason(e), e);
      }
    }
  }

  /**
   * Reads the header of a file alone, and that the file is as long as its tensors need.
   *
   * @throws SafetensorsException if it cannot be read or breaks the format
   */
  public static void check(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      header(file.toString(), channel);
    } catch (IOException e) {
      throw new SafetensorsException(
          file.toString(), "cannot be read: " + FileException.reason(e), e);
    }
  }

  /** The header at the beginning of a file; the channel then stands at the tensors. */
  private static SafetensorsHeader header(String source, FileChannel channel) throws IOException {
    long fileLength = channel.size();
    ByteBuffer prefix = take(channel, (int) Math.min(LENGTH_BYTES, fileLength));
    int headerLength = headerLength(source, prefix, fileLength);
    long dataLength = fileLength - LENGTH_BYTES - headerLength;
    return SafetensorsHeader.parse(source, take(channel, headerLength), dataLength);
  }

  /**
   * Reads a file that is in memory already, from the buffer's position to its limit. The tensors
   * are views of the buffer.
   *
   * @param source what to call the bytes in messages
   * @throws SafetensorsException if the bytes break the format
   */
  public static File parse(String source, ByteBuffer bytes) {
    ByteBuffer all = bytes.slice();
    ByteBuffer prefix = all.slice(0, Math.min(LENGTH_BYTES, all.capacity()));
    int headerLength = headerLength(source, prefix, all.capacity());
    int dataStart = LENGTH_BYTES + headerLength;
    SafetensorsHeader header =
        SafetensorsHeader.parse(
            source, all.slice(LENGTH_BYTES, headerLength), all.capacity() - dataStart);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    header
        .tensors()
        .forEach(
            (name, span) -> {
              ByteBuffer view = all.slice((int) (dataStart + span.begin()), (int) span.length());
              tensors.put(name, span.tensor(view));
            });
    return new File(header.metadata(), tensors);
  }

  /**
   * Writes a file, whole or not at all. The tensors are laid out as the reference implementation
   * does it: later {@link DType}s first, then by name.
   *
   * @throws FileException if the file cannot be written
   * @throws IllegalArgumentException if a name or text is not valid Unicode, a tensor is called
   *     {@code __metadata__}, or the header grows longer than {@link #LARGEST_HEADER}
   */
  public static void write(
      Path file, Map<String, String> metadata, Map<String, ? extends TensorSource> tensors) {
    SafetensorsHeader header = SafetensorsHeader.of(metadata, tensors);
    ByteBuffer json = ByteBuffer.wrap(header.json());
    ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    prefix.putLong(0, json.remaining());
    AtomicFiles.write(
        file,
        channel -> {
          AtomicFiles.writeAll(channel, prefix);
          AtomicFiles.writeAll(channel, json);
          for (String name : header.tensors().keySet()) {
            AtomicFiles.writeAll(channel, Objects.requireNonNull(tensors.get(name)).data().bytes());
          }
        });
  }

  private static int headerLength(String source, ByteBuffer prefix, long fileLength) {
    if (fileLength < LENGTH_BYTES) {
      throw new SafetensorsException(
          source,
          format(
              "%d bytes long; a safetensors file begins with %d bytes that tell its header's length",
              fileLength, LENGTH_BYTES));
    }
    long length = prefix.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    refuseCheckpoint(source, prefix);
    if (Long.compareUnsigned(length, LARGEST_HEADER) > 0) {
      throw new SafetensorsException(
          source,
          format(
              "header length is %s bytes; at most %d are allowed",
              Long.toUnsignedString(length), LARGEST_HEADER));
    }
    if (length > fileLength - LENGTH_BYTES) {
      throw new SafetensorsException(
          source,
          format(
              "header length is %d bytes, past the file's end; %d bytes follow",
              length, fileLength - LENGTH_BYTES));
    }
    return (int) length;
  }

  /** Files of torch.save: a zip, or before PyTorch 1.6 a pickle that begins with its magic. */
  private static void refuseCheckpoint(String source, ByteBuffer prefix) {
    boolean zip = prefix.getInt(0) == ZIP;
    boolean pickle = (prefix.getInt(0) & 0xffff_00ff) == PICKLE;
    if (zip || pickle) {
      throw new SafetensorsException(
          source,
          format(
              "is a PyTorch checkpoint (a %s), not safetensors; save its state dict as safetensors",
              zip ? "zip" : "pickle"));
    }
  }

  /** The next {@code count} bytes of the channel, in a new buffer. */
  private static ByteBuffer take(FileChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.position() < count) {
      bytes.limit(Math.min(count, bytes.position() + AtomicFiles.PIECE));
      if (channel.read(bytes) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
    }
    return bytes.flip();
  }
}
