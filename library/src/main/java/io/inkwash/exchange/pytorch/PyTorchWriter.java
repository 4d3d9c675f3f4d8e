package io.inkwash.exchange.pytorch;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.DType;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a state dict as {@code torch.save} does: an ordered dictionary of contiguous tensors, each
 * with a storage of its own. {@code torch.load(file, weights_only=True)} reads it. The same tensors
 * give the same bytes.
 */
public final class PyTorchWriter {
  private static final String ROOT = "archive/";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PyTorchWriter() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @throws FileException if it cannot be written
   * @throws IllegalArgumentException if a tensor has a type that PyTorch has no storage for
   */
  public static void write(Path file, Map<String, TensorData> tensors) {
    byte[] pickle = new Pickle().of(tensors);
    AtomicFiles.write(
        file,
        channel -> {
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
          zip.setMethod(ZipOutputStream.STORED);
          entry(zip, "data.pkl", ByteBuffer.wrap(pickle));
          entry(zip, "byteorder", ascii("little"));
          int key = 0;
          for (TensorData tensor : tensors.values()) {
            entry(zip, "data/" + key++, tensor.bytes());
          }
          entry(zip, "version", ascii("3\n"));
          zip.finish();
          zip.flush();
        });
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void entry(ZipOutputStream zip, String name, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setTimeLocal(NO_TIME);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The name of a storage's class. */
  private static String storage(DType dtype) {
    return switch (dtype) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
      default -> throw new IllegalArgumentException("PyTorch has no storage of " + dtype);
    };
  }

  /** The instructions of a pickle of protocol 2. */
  private static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] of(Map<String, TensorData> tensors) {
      code(0x80, 2); // PROTO
      emptyOrdered();
      code('(');
      int key = 0;
      for (Map.Entry<String, TensorData> each : tensors.entrySet()) {
        text(each.getKey());
        tensor(Integer.toString(key++), each.getValue());
      }
      code('u', '.'); // SETITEMS, STOP
      return out.toByteArray();
    }

    private void tensor(String key, TensorData data) {
      global("torch._utils", "_rebuild_tensor_v2");
      code('(', '(');
      text("storage");
      global("torch", storage(data.dtype()));
      text(key);
      text("cpu");
      number(data.size());
      code('t', 'Q'); // TUPLE, BINPERSID
      number(0);
      long[] shape = data.shape();
      tuple(shape);
      tuple(strides(shape));
      code(0x89); // NEWFALSE
      emptyOrdered();
      code('t', 'R'); // TUPLE, REDUCE
    }

    private static long[] strides(long[] shape) {
      long[] strides = new long[shape.length];
      long step = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        strides[d] = step;
        step *= Math.max(1, shape[d]);
      }
      return strides;
    }

    private void tuple(long[] numbers) {
      code('(');
      for (long number : numbers) {
        number(Math.toIntExact(number));
      }
      code('t');
    }

    private void emptyOrdered() {
      global("collections", "OrderedDict");
      code(')', 'R'); // EMPTY_TUPLE, REDUCE
    }

    private void global(String module, String name) {
      code('c');
      bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      code('X');
      bytes(little(utf8.length));
      bytes(utf8);
    }

    private void number(int number) {
      code('J');
      bytes(little(number));
    }

    private static byte[] little(int number) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }

    private void code(int... codes) {
      for (int code : codes) {
        out.write(code);
      }
    }

    private void bytes(byte[] bytes) {
      out.writeBytes(bytes);
    }
  }
}
