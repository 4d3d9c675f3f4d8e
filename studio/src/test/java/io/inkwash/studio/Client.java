package io.inkwash.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;

/** A client of a running studio, as a page or a program is one. */
public final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  /** A client of a studio. */
  public Client(Studio studio) {
    base = "http://127.0.0.1:" + studio.port();
  }

  /** An answer. */
  public record Answer(int status, byte[] body, HttpResponse<byte[]> response) {
    /** The body as JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** What the error says. */
    public String message() {
      return json().at("/error/message").asText();
    }

    /** The field that the error is about. */
    public String field() {
      return json().at("/error/field").asText();
    }

    /** A header, or nothing. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** The address of a path. */
  public URI uri(String path) {
    return URI.create(base + path);
  }

  /** GET. */
  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  /** DELETE. */
  public Answer delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  /** POST of JSON. */
  public Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** POST of bytes. */
  public Answer post(String path, String type, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** Any request. */
  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Follows events until one is the last.
   *
   * @param last of name and data
   */
  public void follow(String path, BiPredicate<String, JsonNode> last) {
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
      String name = "";
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            name = line.substring(7);
          } else if (line.startsWith("data: ")
              && last.test(name, JSON.readTree(line.substring(6)))) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a job to end, and returns how it stands then. */
  public JsonNode finished(Answer accepted) {
    String path = "/api/v1/jobs/" + accepted.json().get("id").asText();
    follow(
        path + "/events",
        (name, data) ->
            name.equals("job") && data.get("state").asText().matches("done|failed|cancelled"));
    return get(path).json();
  }
}
