package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import io.inkwash.model.SavedWeights.Which;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the weights of a network in what a program saved: a state dict, or one inside the wrappers
 * that training programs put around it, by the names that a layout knows.
 */
final class WeightSearch {
  private static final int DEEPEST = 4;

  /** The key of averages without names. */
  private static final String SHADOW = "shadow_params";

  /** Keys of what is no network's weights. */
  private static final Pattern OTHER =
      Pattern.compile("(?i)opt|optim\\w*|\\w*_?optimizer\\w*|scaler|lr_schedul\\w*|rng\\w*");

  /** Keys and prefixes that say that weights are averaged. */
  private static final Pattern AVERAGED =
      Pattern.compile("(?i)(^|.*[._])(ema|averaged|swa)([._].*|$)");

  /** A state dict somewhere in the file. */
  private record Place(String where, Map<String, StoredTensor> tensors) {}

  /** Weights of a layout in a state dict. */
  private record Match(Place place, String prefix, String layout) {
    boolean averaged() {
      return !prefix.contains("online_model.") // beside the average, in one wrapper
          && AVERAGED.matcher(place.where + "." + prefix).matches();
    }

    String words() {
      String all = place.where.isEmpty() ? prefix : place.where + ": " + prefix;
      return all.isEmpty() ? "the file" : all.replaceFirst("(: |\\.)$", "");
    }
  }

  private final Path file;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, List<StoredTensor>> lists = new LinkedHashMap<>();

  /**
   * A search.
   *
   * @param file for messages
   * @param content what was saved
   */
  WeightSearch(Path file, Object content) {
    this.file = file;
    collect("", content, 0);
  }

  private void collect(String where, Object value, int depth) {
    if (!(value instanceof Map<?, ?> map) || depth > DEEPEST) {
      return;
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (key, inner) -> {
          if (key instanceof String name && inner instanceof StoredTensor tensor) {
            tensors.put(name, tensor);
          }
        });
    if (!tensors.isEmpty()) {
      places.add(new Place(where, tensors));
    }
    if (map.get(SHADOW) instanceof List<?> list
        && list.stream().allMatch(StoredTensor.class::isInstance)) {
      lists.put(
          where.isEmpty() ? SHADOW : where + "." + SHADOW,
          list.stream().map(StoredTensor.class::cast).toList());
    }
    map.forEach(
        (key, inner) -> {
          String name = String.valueOf(key);
          if (!OTHER.matcher(name).matches()) {
            collect(where.isEmpty() ? name : where + "." + name, inner, depth + 1);
          }
        });
  }

  /**
   * The weights.
   *
   * @param which which are wanted; empty for the averaged ones if there are any
   * @throws FileException if there are none of a layout that is known
   * @throws MisfitException if they are not those wanted
   */
  FoundWeights find(Optional<Which> which) {
    List<Match> matches = matches();
    if (matches.isEmpty()) {
      throw new FileException(file, nothing());
    }
    List<Match> averaged = matches.stream().filter(Match::averaged).toList();
    List<Match> plain = matches.stream().filter(match -> !match.averaged()).toList();
    boolean ema = which.map(w -> w == Which.EMA).orElse(!averaged.isEmpty());
    List<Match> wanted = ema ? averaged : plain;
    if (wanted.isEmpty()) {
      throw MisfitException.ofWeights(
          format(
              "%s holds no %s weights, only %s",
              file, ema ? "averaged" : "unaveraged", (ema ? plain : averaged).get(0).words()),
          ema ? Which.MODEL : Which.EMA);
    }
    return extract(wanted.get(0), matches.size());
  }

  private List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    for (Place place : places) {
      for (String layout : Layouts.names()) {
        for (String anchor : Layouts.named(layout).anchors()) {
          for (String name : place.tensors.keySet()) {
            boolean whole = name.equals(anchor) || name.endsWith("." + anchor);
            if (whole) {
              String prefix = name.substring(0, name.length() - anchor.length());
              matches.add(new Match(place, prefix, layout));
            }
          }
        }
      }
      LitEma.of(place.tensors, matches.stream().map(Match::prefix).toList())
          .ifPresent(
              lit -> {
                Place average =
                    new Place(
                        place.where.isEmpty() ? "model_ema" : place.where + ".model_ema",
                        lit.tensors());
                String layout = matches.get(matches.size() - 1).layout();
                matches.add(new Match(average, "", layout));
              });
    }
    matches.addAll(shadows(matches));
    return matches;
  }

  /** Lists of averages with the names of the network that they are of. */
  private List<Match> shadows(List<Match> trained) {
    List<Match> named = new ArrayList<>();
    lists.forEach(
        (where, list) ->
            trained.stream()
                .flatMap(match -> shadows(where, list, match).stream())
                .findFirst()
                .ifPresent(named::add));
    return named;
  }

  private Optional<Match> shadows(String where, List<StoredTensor> list, Match trained) {
    Map<String, StoredTensor> layers = new LinkedHashMap<>();
    trained.place.tensors.forEach(
        (name, tensor) -> {
          boolean inside = name.startsWith(trained.prefix);
          if (inside && name.indexOf('.', trained.prefix.length()) >= 0) {
            layers.put(name.substring(trained.prefix.length()), tensor);
          }
        });
    return ShadowParameters.of(layers, list)
        .map(shadow -> new Match(new Place(where, shadow.tensors()), "", trained.layout));
  }

  private FoundWeights extract(Match match, int matches) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Set<String> tables = new LinkedHashSet<>();
    int outside = 0;
    for (Map.Entry<String, StoredTensor> each : match.place.tensors.entrySet()) {
      if (!each.getKey().startsWith(match.prefix)) {
        outside++;
        continue;
      }
      String name = each.getKey().substring(match.prefix.length());
      if (name.indexOf('.') < 0 && each.getValue().shape().length <= 1) {
        tables.add(name); // of noise levels and the like, beside the layers
      } else {
        tensors.put(name, each.getValue());
      }
    }
    List<String> notes = new ArrayList<>();
    if (!match.place.where.isEmpty()) {
      notes.add("taken from " + match.place.where);
    }
    if (!match.prefix.isEmpty()) {
      notes.add("names without " + match.prefix);
    }
    if (!tables.isEmpty()) {
      notes.add("without the tables " + shortened(tables));
    }
    if (outside > 0) {
      notes.add(format("%d tensors beside the network left out", outside));
    }
    if (matches > 1 && !match.averaged()) {
      notes.add("the unaveraged weights");
    }
    return new FoundWeights(match.layout, tensors, match.averaged(), notes);
  }

  private static String shortened(Set<String> names) {
    String first = names.stream().limit(3).collect(Collectors.joining(", "));
    return names.size() > 3 ? first + " and " + (names.size() - 3) + " more" : first;
  }

  /** Why no weights were found. */
  private String nothing() {
    Set<String> names =
        places.stream()
            .flatMap(place -> place.tensors.keySet().stream())
            .limit(10_000)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String known = "; known layouts: " + String.join(", ", Layouts.names());
    if (names.isEmpty()) {
      return "holds no weights of a network (an optimizer's state, or no tensors at all); give the"
          + " file with the state dict";
    }
    if (names.stream().anyMatch(name -> name.contains("lora_"))) {
      return "holds a LoRA, which changes another network; merge it into that one in Python";
    }
    String first = names.stream().limit(3).map(Quote::of).collect(Collectors.joining(", "));
    return "holds the weights of an unknown network: " + first + ", ..." + known;
  }
}
