package io.inkwash.file;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The header of a safetensors file: which tensor lies where.
 *
 * @param metadata free text by key
 * @param tensors type, shape and range by name
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Span> tensors) {
  static final String METADATA = "__metadata__";

  /** The reference implementation pads the header so that the data begin at a multiple of this. */
  private static final int ALIGNMENT = 8;

  /** Writes control characters as the reference implementation does, with lower-case digits. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

  /**
   * One tensor's type, shape and range; {@code begin} and {@code end} count from the data's start.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Span(DType dtype, long[] shape, long begin, long end) {
    long length() {
      return end - begin;
    }

    TensorData tensor(ByteBuffer bytes) {
      return new TensorData(dtype, shape, bytes);
    }
  }

  /**
   * Reads the header and checks it against the data's length.
   *
   * @throws SafetensorsException if anything is wrong with it
   */
  static SafetensorsHeader parse(String source, ByteBuffer json, long dataLength) {
    SafetensorsHeader header = SafetensorsParser.parse(source, json);
    header.requireExactCover(source, dataLength);
    return header;
  }

  /** Lays out tensors one after the other, as the reference implementation orders them. */
  static SafetensorsHeader of(
      Map<String, String> metadata, Map<String, ? extends TensorSource> tensors) {
    metadata.forEach(
        (key, value) -> {
          requireUnicode(key);
          requireUnicode(value);
        });
    Comparator<String> laterTypesFirst =
        Comparator.comparing(name -> dtype(tensors, name), Comparator.reverseOrder());
    List<String> ordered =
        tensors.keySet().stream()
            .sorted(laterTypesFirst.thenComparing(SafetensorsHeader::utf8, Arrays::compareUnsigned))
            .toList();
    Map<String, Span> spans = new LinkedHashMap<>();
    long end = 0;
    for (String name : ordered) {
      requireUnicode(name);
      if (name.equals(METADATA)) {
        throw new IllegalArgumentException(
            "a tensor cannot be called \""
                + METADATA
                + "\"; the format keeps that name for itself");
      }
      TensorSource tensor = Objects.requireNonNull(tensors.get(name));
      long begin = end;
      end += TensorData.byteCount(tensor.dtype(), tensor.shape());
      spans.put(name, new Span(tensor.dtype(), tensor.shape(), begin, end));
    }
    return new SafetensorsHeader(metadata, spans);
  }

  private static DType dtype(Map<String, ? extends TensorSource> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name)).dtype();
  }

  /** The header as it stands in the file, padded. */
  byte[] json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> each : metadata.entrySet()) {
          json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, Span> each : tensors.entrySet()) {
        Span span = each.getValue();
        json.writeObjectFieldStart(each.getKey());
        json.writeStringField("dtype", span.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(span.shape(), 0, span.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {span.begin(), span.end()}, 0, 2);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = utf8(text.toString());
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    if (padded.length > Safetensors.LARGEST_HEADER) {
      throw new IllegalArgumentException(
          format(
              "the header of %d tensors is %d bytes long; at most %d are allowed",
              tensors.size(), padded.length, Safetensors.LARGEST_HEADER));
    }
    return padded;
  }

  /** The ranges, in order, must meet end to end, from 0 to the data's length. */
  private void requireExactCover(String source, long dataLength) {
    List<Map.Entry<String, Span>> ordered =
        tensors.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Span> e) -> e.getValue().begin())
                    .thenComparingLong(e -> e.getValue().end()))
            .toList();
    long covered = 0;
    for (Map.Entry<String, Span> each : ordered) {
      long begin = each.getValue().begin();
      if (begin != covered) {
        throw new SafetensorsException(
            source,
            format(
                "tensor %s begins at byte %d of the data, which %s; it should begin at %d",
                Quote.of(each.getKey()),
                begin,
                begin < covered ? "overlaps the tensor before it" : "leaves a hole",
                covered));
      }
      covered = each.getValue().end();
      if (covered > dataLength) {
        throw new SafetensorsException(
            source,
            format(
                "tensor %s ends at byte %d of the data, past the file's end; the data are %d bytes",
                Quote.of(each.getKey()), covered, dataLength));
      }
    }
    if (covered != dataLength) {
      throw new SafetensorsException(
          source,
          format("the tensors cover %d bytes of data, but the file holds %d", covered, dataLength));
    }
  }

  /** True if every surrogate has its partner, so that the text has a UTF-8 form. */
  static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static void requireUnicode(String text) {
    if (!isUnicode(text)) {
      throw new IllegalArgumentException(
          Quote.of(text) + " is not valid Unicode: it holds half of a surrogate pair");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
