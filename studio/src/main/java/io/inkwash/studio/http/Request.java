package io.inkwash.studio.http;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request: its path's parameters, its query, its body. All are bounded. */
public final class Request {
  /** The deepest nesting of a JSON body. */
  private static final int DEEPEST = 32;

  /** The largest JSON body in bytes: pictures stand in some as base64. */
  private static final int LARGEST_JSON = 24 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LARGEST_JSON)
                          .maxNumberLength(64)
                          .maxNameLength(256)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final HttpExchange exchange;
  private final Map<String, String> parameters;
  private final Map<String, String> query;

  Request(HttpExchange exchange, Map<String, String> parameters) {
    this.exchange = exchange;
    this.parameters = parameters;
    query = parsed(exchange.getRequestURI().getRawQuery());
  }

  private static Map<String, String> parsed(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw == null) {
      return query;
    }
    for (String part : raw.split("&", 64)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        query.put(
            Decoded.of(part.substring(0, equals)),
            Decoded.of(part.substring(equals + 1).replace('+', ' ')));
      }
    }
    return query;
  }

  /** What a parameter of the path stands for. */
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /**
   * A parameter of the path that is a whole number, 0 or more.
   *
   * @throws RequestException of status 404 if it is none
   */
  public long number(String name) {
    String value = path(name);
    if (!value.matches("\\d{1,18}")) {
      throw RequestException.notFound(name + " is no number");
    }
    return Long.parseLong(value);
  }

  /** A value of the query. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * A whole number of the query.
   *
   * @throws RequestException if it is none, or not in the range
   */
  public long query(String name, long otherwise, long least, long most) {
    Optional<String> text = query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    long value = text.get().matches("-?\\d{1,18}") ? Long.parseLong(text.get()) : Long.MIN_VALUE;
    if (value < least || value > most) {
      throw RequestException.field(
          name, format("%s is no whole number from %d to %d", name, least, most));
    }
    return value;
  }

  /** A header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /**
   * The body.
   *
   * @param largest in bytes
   * @throws RequestException of status 413 if it is larger
   */
  public byte[] body(int largest) {
    try {
      byte[] bytes = exchange.getRequestBody().readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new RequestException(
            413, format("the body has more than %d bytes, which is the most", largest));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The body as a JSON object. It must say that it is JSON, so that no form of another site can
   * send one.
   *
   * @throws RequestException of status 400, 413 or 415
   */
  public Fields json() {
    String type = header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      throw new RequestException(415, "the body's Content-Type must be application/json");
    }
    byte[] bytes = body(LARGEST_JSON);
    try {
      JsonNode tree = JSON.readTree(bytes);
      return Fields.of(tree);
    } catch (JsonProcessingException e) {
      throw new RequestException(400, "the body is no JSON, or nested more than 32 deep");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
