package io.inkwash.studio.http;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inkwash.format.Quote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The fields of a JSON object in a request. A field that is null is one that is not there. What is
 * wrong with a field is said with its name, as a {@link RequestException} of status 422.
 */
public final class Fields {
  /** The longest text of an ordinary field, in characters. */
  private static final int LONGEST_TEXT = 4096;

  private final ObjectNode object;
  private final String prefix;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /**
   * The fields of a tree.
   *
   * @throws RequestException if it is no object
   */
  public static Fields of(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      return new Fields(object, "");
    }
    throw new RequestException(400, "the body is no JSON object");
  }

  /** None. */
  public static Fields none() {
    return new Fields(JsonNodeFactory.instance.objectNode(), "");
  }

  private Optional<JsonNode> node(String name) {
    known.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** Whether the field is there. */
  public boolean has(String name) {
    return node(name).isPresent();
  }

  /** A text of at most 4096 characters. */
  public Optional<String> text(String name) {
    return text(name, LONGEST_TEXT);
  }

  /** A text of at most so many characters. */
  public Optional<String> text(String name, int longest) {
    return node(name).map(value -> textOf(name, value, longest));
  }

  /** A text that must be there. */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  private String textOf(String name, JsonNode value, int longest) {
    if (!value.isTextual()) {
      throw fault(name, "is no text");
    }
    String text = value.textValue();
    if (text.length() > longest) {
      throw fault(name, format("has %d characters; allowed: at most %d", text.length(), longest));
    }
    return text;
  }

  /** A whole number in a range. */
  public OptionalLong whole(String name, long least, long most) {
    Optional<JsonNode> found = node(name);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode value = found.get();
    boolean whole =
        value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong();
    if (!whole || value.longValue() < least || value.longValue() > most) {
      throw fault(
          name, format("is %s; allowed: a whole number from %d to %d", shown(value), least, most));
    }
    return OptionalLong.of(value.longValue());
  }

  /** A whole number in a range of ints. */
  public OptionalInt integer(String name, int least, int most) {
    OptionalLong value = whole(name, least, most);
    return value.isPresent()
        ? OptionalInt.of(Math.toIntExact(value.getAsLong()))
        : OptionalInt.empty();
  }

  /** A number in a range. */
  public OptionalDouble number(String name, double least, double most) {
    Optional<JsonNode> found = node(name);
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = found.get().isNumber() ? found.get().doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw fault(name, format("is %s; allowed: %s to %s", shown(found.get()), least, most));
    }
    return OptionalDouble.of(value);
  }

  /** Yes or no; no where it is not there. */
  public boolean flag(String name) {
    return node(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw fault(name, "is " + shown(value) + "; allowed: true or false");
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  /** Texts, at most so many; none where the field is not there. */
  public List<String> texts(String name, int most) {
    return texts(name, most, LONGEST_TEXT);
  }

  /** Texts of at most so many characters each, at most so many; none where it is not there. */
  public List<String> texts(String name, int most, int longest) {
    List<String> texts = new ArrayList<>();
    elements(name, most).forEach(value -> texts.add(textOf(name, value, longest)));
    return texts;
  }

  /** Whole numbers, at most so many; none where the field is not there. */
  public List<Long> wholes(String name, int most) {
    List<Long> wholes = new ArrayList<>();
    for (JsonNode value : elements(name, most)) {
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw fault(name, "has " + shown(value) + "; allowed: whole numbers");
      }
      wholes.add(value.longValue());
    }
    return wholes;
  }

  /** Objects, at most so many; none where the field is not there. */
  public List<Fields> objects(String name, int most) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode value : elements(name, most)) {
      if (!(value instanceof ObjectNode inner)) {
        throw fault(name, "has an element that is no object");
      }
      objects.add(new Fields(inner, prefix + name + "."));
    }
    return objects;
  }

  private Iterable<JsonNode> elements(String name, int most) {
    Optional<JsonNode> array = node(name);
    if (array.isPresent() && (!array.get().isArray() || array.get().size() > most)) {
      throw fault(name, format("is no list of at most %d", most));
    }
    return array.orElseGet(JsonNodeFactory.instance::arrayNode);
  }

  /** Texts by name, numbers and booleans as they are written; none where it is not there. */
  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    node(name)
        .ifPresent(
            value -> {
              if (!value.isObject()) {
                throw fault(name, "is no object");
              }
              value
                  .properties()
                  .forEach(
                      entry -> {
                        JsonNode inner = entry.getValue();
                        if (!inner.isValueNode() || inner.isNull()) {
                          throw fault(name + "." + entry.getKey(), "is no text or number");
                        }
                        map.put(entry.getKey(), inner.asText());
                      });
            });
    return map;
  }

  /** An object within this one. */
  public Optional<Fields> object(String name) {
    return node(name)
        .map(
            value -> {
              if (value instanceof ObjectNode inner) {
                return new Fields(inner, prefix + name + ".");
              }
              throw fault(name, "is no object");
            });
  }

  /**
   * Refuses fields that nobody has looked at.
   *
   * @throws RequestException naming the first
   */
  public void requireKnown() {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!known.contains(entry.getKey())) {
        throw RequestException.field(
            Quote.line(prefix + entry.getKey()),
            "there is no such field; allowed: " + String.join(", ", known));
      }
    }
  }

  /** The refusal of a field, with its name before the reason. */
  public RequestException fault(String name, String reason) {
    return RequestException.field(prefix + name, prefix + name + " " + reason);
  }

  private RequestException missing(String name) {
    return fault(name, "is missing");
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return Quote.line(text.length() > 40 ? text.substring(0, 40) + "..." : text);
  }
}
