package io.inkwash.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.file.Json;
import io.inkwash.recipe.parts.Catalog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Changes fields of a recipe by name: {@code training.batch=64}, {@code path.timesteps=500}, {@code
 * solver=ddim(eta=0.5)}. A key's last word is enough where only one field ends in it.
 */
public final class Settings {
  private static final List<String> WORDS = List.of("name", "about");

  /** What the images decide. */
  private static final List<String> OF_IMAGES =
      List.of(
          "data.channels",
          "data.height",
          "data.width",
          "data.classes",
          "data.classNames",
          "data.vocabulary",
          "data.clusterShares");

  private final ObjectNode root;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /** Where a field is: in an object of the tree, and, for a choice's argument, within a text. */
  private record Field(ObjectNode owner, String name, String argument) {}

  private Settings(Recipe recipe) {
    root = Json.mapper().valueToTree(recipe);
  }

  /**
   * A recipe with fields changed, all at once: it is the result that must be possible.
   *
   * @throws SpecException if a key is unknown, a value does not fit, or the result cannot be
   */
  public static <R extends Recipe> R apply(R recipe, Map<String, String> changes) {
    return changes.isEmpty() ? recipe : apply(recipe, recipe.data(), changes);
  }

  /** The same for images of another form. */
  @SuppressWarnings("unchecked") // the class of a recipe makes one of its own type
  public static <R extends Recipe> R apply(R recipe, ImageSpec data, Map<String, String> changes) {
    Settings settings = new Settings(recipe);
    settings.root.set("data", Json.mapper().valueToTree(data));
    changes.forEach(settings::change);
    try {
      return (R) Json.read(settings.root, recipe.getClass());
    } catch (IllegalArgumentException e) {
      String all = changes.toString();
      throw new SpecException("with " + all.substring(1, all.length() - 1) + ": " + e.getMessage());
    }
  }

  /**
   * The changes that make one recipe of another, but for what the images decide: {@link #apply}
   * turned round.
   */
  public static Map<String, String> differences(Recipe from, Recipe to) {
    Map<String, String> before = new Settings(from).values();
    Map<String, String> changes = new Settings(to).values();
    changes.entrySet().removeIf(field -> field.getValue().equals(before.get(field.getKey())));
    return changes;
  }

  /** Every setting of a recipe with its value, but for what the images decide. */
  public static Map<String, String> of(Recipe recipe) {
    return new Settings(recipe).values();
  }

  private Map<String, String> values() {
    collect(root, "");
    Map<String, String> values = new LinkedHashMap<>();
    fields.forEach(
        (key, field) -> {
          if (field.argument.isEmpty()) {
            values.put(key, field.owner.get(field.name).asText());
          }
        });
    return values;
  }

  private void change(String key, String value) {
    fields.clear();
    collect(root, "");
    Field field = resolve(key);
    field.owner.set(field.name, changed(field, key, value));
  }

  private void collect(ObjectNode node, String prefix) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (WORDS.contains(key) || OF_IMAGES.contains(key)) {
        continue;
      }
      if (value instanceof ObjectNode object) {
        collect(object, key + ".");
        continue;
      }
      fields.put(key, new Field(node, entry.getKey(), ""));
      if (Catalog.holds(entry.getKey())) {
        for (String argument : Spec.parse(value.asText()).arguments().keySet()) {
          fields.put(key + "." + argument, new Field(node, entry.getKey(), argument));
        }
      }
    }
  }

  private static JsonNode changed(Field field, String key, String value) {
    JsonNode old = field.owner.get(field.name);
    if (Catalog.holds(field.name)) {
      Spec choice =
          field.argument.isEmpty()
              ? Spec.parse(value)
              : Spec.parse(old.asText()).with(field.argument, value);
      return field.owner.textNode(Catalog.registry(field.name).complete(choice).toString());
    }
    if (old.isNumber()) {
      return number(key, value);
    }
    return field.owner.textNode(value);
  }

  private Field resolve(String key) {
    Field exact = fields.get(key);
    if (exact != null) {
      return exact;
    }
    Map<String, Field> ending = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          if (name.endsWith("." + key)) {
            ending.put(name, field);
          }
        });
    List<Field> whole = ending.values().stream().filter(f -> f.argument.isEmpty()).toList();
    if (whole.size() == 1) {
      return whole.get(0); // a field goes before an argument of the same name
    }
    if (ending.size() == 1) {
      return ending.values().iterator().next();
    }
    if (ending.size() > 1) {
      throw new SpecException(
          "setting "
              + key
              + " could be "
              + String.join(" or ", ending.keySet())
              + "; write it in full");
    }
    if (OF_IMAGES.contains(key) || OF_IMAGES.contains("data." + key)) {
      throw new SpecException(
          "there is no setting "
              + key
              + ": the images decide it; --size resizes them, --conditional tells their classes");
    }
    Stream<String> known = fields.keySet().stream();
    if (!key.contains(".")) {
      known = known.map(field -> field.substring(field.lastIndexOf('.') + 1)).distinct();
    }
    throw Registry.unknown("there is no setting", key, known.toList());
  }

  private static JsonNode number(String key, String value) {
    try {
      return value.matches("[+-]?\\d+")
          ? LongNode.valueOf(Long.parseLong(value))
          : DoubleNode.valueOf(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw new SpecException("setting " + key + " is " + value + "; allowed: a number");
    }
  }
}
