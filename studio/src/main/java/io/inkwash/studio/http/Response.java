package io.inkwash.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. */
@FunctionalInterface
public interface Response {

  /** Sends it. The exchange is closed by the caller. */
  void send(HttpExchange exchange) throws IOException;

  /** A value as JSON. */
  static Response json(Object value) {
    return json(200, value);
  }

  /** A value as JSON with another status. */
  static Response json(int status, Object value) {
    return bytes(status, "application/json", JsonText.bytes(value));
  }

  /** A value as JSON in UTF-8. */
  static byte[] jsonBytes(Object value) {
    return JsonText.bytes(value);
  }

  /** Text. */
  static Response text(String type, String text) {
    return bytes(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A PNG file that never changes. */
  static Response png(byte[] png) {
    return (exchange) -> {
      exchange.getResponseHeaders().set("Cache-Control", "private, max-age=3600, immutable");
      bytes(200, "image/png", png).send(exchange);
    };
  }

  /** Nothing but a status, such as 204. */
  static Response empty(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  /** Bytes of a type. */
  static Response bytes(int status, String type, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  /** This answer with headers. */
  default Response with(Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    return exchange -> {
      all.forEach(exchange.getResponseHeaders()::set);
      send(exchange);
    };
  }
}
