package io.inkwash.condition;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSource;
import io.inkwash.format.Quote;
import io.inkwash.nn.Conditioning;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of some classes.
 *
 * @param names in the order of their indices, at least one
 */
public record ClassCondition(List<String> names) implements Condition {

  public ClassCondition {
    names = List.copyOf(names);
  }

  @Override
  public String word() {
    return "class";
  }

  @Override
  public Conditioning of(int[] labels, List<String> captions) {
    return Conditioning.classes(labels);
  }

  @Override
  public void check(ImageSource images) {
    if (images.classes() != names.size()) {
      throw new IllegalArgumentException(
          images.name() + " has " + images.classes() + " classes; allowed: " + names.size());
    }
  }

  @Override
  public Requested classes(List<Integer> classes) {
    for (int one : classes) {
      if (one < 0 || one >= names.size()) {
        throw new IllegalArgumentException(
            format(
                "class %s of a model with %s; allowed: 0 to %s (%s)",
                one, names.size(), names.size() - 1, new ClassNames(names)));
      }
    }
    return classes.isEmpty()
        ? Requested.NONE
        : new Requested(
            classes.stream().map(names::get).toList(),
            classes,
            entries -> Conditioning.classes(IntStream.of(entries).map(classes::get).toArray()));
  }

  @Override
  public Requested prompts(List<String> prompts) {
    if (!prompts.isEmpty()) {
      throw new IllegalArgumentException(
          "prompt "
              + Quote.of(prompts.get(0))
              + " for a model of classes; request one of its classes ("
              + new ClassNames(names)
              + ")");
    }
    return Requested.NONE;
  }

  @Override
  public Requested examples(ImageSource images) {
    return classes(IntStream.range(0, names.size()).boxed().toList());
  }
}
