package io.inkwash.condition;

import io.inkwash.data.ClassNames;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Seeds;
import io.inkwash.nn.Conditioning;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of some clusters: groups of similar images, found and not given. Nobody needs to request one:
 * each image is then of a cluster that is drawn by its share, so that all images together are as
 * the training images are.
 *
 * @param shares of the training images that are of each cluster, in sum 1
 */
public record ClusterCondition(List<Double> shares) implements Condition {

  public ClusterCondition {
    shares = List.copyOf(shares);
  }

  private ClassCondition classes() {
    return new ClassCondition(ClassNames.clusters(shares.size()).names());
  }

  @Override
  public String word() {
    return "cluster";
  }

  @Override
  public Conditioning of(int[] labels, List<String> captions) {
    return classes().of(labels, captions);
  }

  @Override
  public void check(ImageSource images) {
    if (!images.clustered()) {
      throw new IllegalArgumentException(
          images.name() + " has no clusters; open it with " + shares.size() + " of them");
    }
    classes().check(images);
  }

  /** Without numbers of classes: those of a classifier are others. */
  @Override
  public Requested classes(List<Integer> clusters) {
    Requested requested = classes().classes(clusters);
    return new Requested(requested.names(), List.of(), requested.conditioning(), requested.order());
  }

  @Override
  public Requested unrequested(long seed) {
    Requested all = classes(IntStream.range(0, shares.size()).boxed().toList());
    return new Requested(all.names(), List.of(), all.conditioning(), k -> drawn(seed, k));
  }

  /** The cluster of image k of a seed. */
  private int drawn(long seed, long k) {
    double left = Seeds.stream(seed, "cluster", k).nextDouble();
    int cluster = 0;
    while (cluster < shares.size() - 1 && left >= shares.get(cluster)) {
      left -= shares.get(cluster);
      cluster++;
    }
    return cluster;
  }

  @Override
  public Requested prompts(List<String> prompts) {
    return classes().prompts(prompts);
  }

  @Override
  public Requested examples(ImageSource images) {
    return unrequested(0);
  }
}
