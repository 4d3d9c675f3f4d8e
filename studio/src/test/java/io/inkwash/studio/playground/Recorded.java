package io.inkwash.studio.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The events of a run, as a client receives them. */
final class Recorded {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Event(String name, JsonNode data) {}

  private final List<Event> events = new ArrayList<>();

  /** Runs the settings of a JSON object, which may be written with single quotes. */
  static Recorded of(String settings) {
    Recorded recorded = new Recorded();
    new Playground(settings(settings))
        .run((name, data) -> recorded.events.add(new Event(name, tree(data))));
    return recorded;
  }

  static PlaygroundSettings settings(String json) {
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
      return new PlaygroundForm(Fields.of(tree)).settings();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JsonNode tree(Object data) {
    try {
      return JSON.readTree(Response.jsonBytes(data));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  List<String> names() {
    return events.stream().map(Event::name).toList();
  }

  List<JsonNode> all(String name) {
    return events.stream().filter(event -> event.name.equals(name)).map(Event::data).toList();
  }

  double number(String name) {
    return all("number").stream()
        .filter(number -> number.get("name").asText().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow()
        .get("value")
        .asDouble();
  }

  /** The particles of the last frame: rows of x and y. */
  double[][] last() {
    List<JsonNode> frames = all("frame");
    return points(frames.get(frames.size() - 1).get("points"));
  }

  static double[][] points(JsonNode packed) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(packed.get("data").asText()))
            .order(ByteOrder.LITTLE_ENDIAN);
    double scale = packed.get("scale").asDouble();
    double[][] points = new double[bytes.capacity() / 4][];
    for (int k = 0; k < points.length; k++) {
      points[k] = new double[] {scale * bytes.getShort(), scale * bytes.getShort()};
    }
    return points;
  }

  /** The share of the last particles for which x + y is above 0. */
  double shareAbove() {
    double[][] points = last();
    int above = 0;
    for (double[] point : points) {
      above += point[0] + point[1] > 0 ? 1 : 0;
    }
    return above / (double) points.length;
  }
}
