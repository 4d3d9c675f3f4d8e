package io.inkwash.recipe;

import static io.inkwash.format.Text.format;

import io.inkwash.condition.ClusterCondition;
import io.inkwash.condition.Condition;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A generative model, wholly described: what {@code train} takes, what a run's folder carries, what
 * {@code explain} prints. Each family has a record type of its own; these components are common to
 * all. A recipe that exists is possible: impossible ones are refused when they are built.
 */
public interface Recipe {

  /** Its name. */
  String name();

  /** What it is, in one paragraph. */
  String about();

  /** The form of its images. */
  ImageSpec data();

  /** What a training step looks at. */
  Training training();

  /** What its images depend on: their classes or clusters, where its {@link #data} has some. */
  default Condition condition() {
    return data().clustered()
        ? new ClusterCondition(data().clusterShares())
        : Condition.ofClasses(data().classNames());
  }

  /** Whether it is trained on captions, so that {@link #data} is to have their vocabulary. */
  default boolean readsCaptions() {
    return false;
  }

  /**
   * The recipe for the images of a source, conditional on their captions where it reads them.
   *
   * @param classes whether it is to be conditional on their classes, or on their clusters where
   *     those have taken the place
   * @throws IllegalArgumentException if the source has no classes or captions where some are needed
   * @throws io.inkwash.catalog.SpecException if its networks do not take such images
   */
  default Recipe fitted(ImageSource source, boolean classes) {
    ImageSpec form = ImageSpec.of(source.shape(), data().range());
    if (readsCaptions()) {
      return withData(form.withVocabulary(Captions.vocabulary(name(), source, classes)));
    }
    if (classes && source.classes() == 0) {
      throw new IllegalArgumentException(
          format("a model of classes needs them, and %s has none", source.name()));
    }
    if (classes && source.clustered()) {
      return withData(form.withClusters(shares(source)));
    }
    return withData(form.withClasses(classes ? source.classNames() : List.of()));
  }

  /** Of all images, the share that is of each class. */
  private static List<Double> shares(ImageSource source) {
    int[] members = new int[source.classes()];
    IntStream.range(0, source.count()).forEach(i -> members[source.label(i)]++);
    return IntStream.of(members).mapToObj(n -> (double) n / source.count()).toList();
  }

  /**
   * The recipe for images of another form.
   *
   * @throws io.inkwash.catalog.SpecException if its networks do not take such images
   */
  Recipe withData(ImageSpec data);

  /** The same under another name. */
  Recipe named(String name, String about);
}
