package io.inkwash.studio.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.inkwash.file.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Values as JSON for browsers: what is no number is null, and a less-than sign is escaped, so that
 * no reader can take a text for HTML.
 */
final class JsonText {
  private static final ObjectWriter WRITER =
      Json.mapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(new OneNumber())
                  .addSerializer(double.class, new OneNumber())
                  .addSerializer(new Numbers()))
          .writer();

  private JsonText() {}

  /** A value in UTF-8. */
  static byte[] bytes(Object value) {
    try {
      String text = WRITER.writeValueAsString(value);
      return text.replace("<", "\\u003c").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          value.getClass().getSimpleName() + " cannot be written as JSON", e);
    }
  }

  private static void write(double value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static final class OneNumber extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    OneNumber() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      write(value, json);
    }
  }

  private static final class Numbers extends StdSerializer<double[]> {
    private static final long serialVersionUID = 1L;

    Numbers() {
      super(double[].class);
    }

    @Override
    public void serialize(double[] values, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeStartArray();
      for (double value : values) {
        write(value, json);
      }
      json.writeEndArray();
    }
  }
}
