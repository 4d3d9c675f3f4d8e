package io.inkwash.testkit;

import static io.inkwash.format.Text.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reference numbers from other programs, read from a text resource.
 *
 * <p>Each line is {@code name = number number ...}; lines that begin with # say where the numbers
 * come from. The script that wrote a file lies beside it under the same name.
 */
public final class Golden {

  private final String file;
  private final Map<String, double[]> vectors = new LinkedHashMap<>();

  private Golden(String file) {
    this.file = file;
  }

  /** Reads a resource by its absolute path, as {@code /io/inkwash/golden/score-sde.txt}. */
  public static Golden read(String resource) {
    Golden golden = new Golden(resource);
    try (InputStream in = Golden.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no golden file " + resource + " on the class path");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(golden::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return golden;
  }

  /** The numbers of one name. */
  public double[] vector(String name) {
    double[] vector = vectors.get(name);
    if (vector == null) {
      throw new IllegalArgumentException(
          "no vector " + name + " in " + file + ": it has " + vectors.keySet());
    }
    return vector.clone();
  }

  /** The only number of a name. */
  public double value(String name) {
    double[] vector = vector(name);
    if (vector.length != 1) {
      throw new IllegalArgumentException(
          format("%s in %s is not one number but %d", name, file, vector.length));
    }
    return vector[0];
  }

  /** All names that begin with a prefix, in the file's order. */
  public List<String> names(String prefix) {
    return vectors.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private void add(String line) {
    int equals = line.indexOf('=');
    String numbers = line.substring(equals + 1).strip();
    double[] vector =
        Arrays.stream(numbers.split(" +", -1)).mapToDouble(Double::parseDouble).toArray();
    if (vectors.put(line.substring(0, equals).strip(), vector) != null) {
      throw new IllegalArgumentException("two vectors of one name in " + file + ": " + line);
    }
  }
}
