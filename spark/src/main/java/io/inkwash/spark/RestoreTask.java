package io.inkwash.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/**
 * Restores one shard of the pictures of a folder into files of another, unless they are there;
 * gives how many it restored.
 *
 * @param about what the set is, as it stands in the text of each
 */
record RestoreTask(RestoringPlan plan, PictureFolder from, String about, OutputFolder to)
    implements Function<RestoreTask.Files, Integer> {
  private static final long serialVersionUID = 1L;

  /**
   * Some neighboring pictures.
   *
   * @param first the number of the first
   * @param names of their files
   */
  record Files(long first, List<String> names) implements Serializable {

    /** All in shards of one size. */
    static List<Files> of(List<String> names, int shard) {
      List<Files> shards = new ArrayList<>();
      for (int first = 0; first < names.size(); first += shard) {
        int end = Math.min(names.size(), first + shard);
        shards.add(new Files(first, new ArrayList<>(names.subList(first, end))));
      }
      return shards;
    }

    private Files batch(int from, int size) {
      return new Files(first + from, names.subList(from, Math.min(names.size(), from + size)));
    }
  }

  /** What a picture's file is called once it is restored. */
  static String png(String name) {
    return name.substring(0, name.lastIndexOf('.')) + ".png";
  }

  @Override
  public Integer call(Files shard) throws IOException {
    int restored = 0;
    int size = plan.drawing().batch();
    for (int from = 0; from < shard.names().size(); from += size) {
      Files batch = shard.batch(from, size);
      if (!written(batch)) {
        restore(batch);
        restored += batch.names().size();
      }
    }
    return restored;
  }

  private boolean written(Files batch) throws IOException {
    for (String name : batch.names()) {
      if (!to.has(png(name))) {
        return false;
      }
    }
    return true;
  }

  private void restore(Files batch) throws IOException {
    List<Restorer.Given> given = new ArrayList<>();
    for (String name : batch.names()) {
      given.add(from.read(batch.first() + given.size(), name));
    }
    List<DrawnImage> images = plan.open().restore(given, about);
    for (int i = 0; i < images.size(); i++) {
      byte[] png = images.get(i).png();
      to.write(png(batch.names().get(i)), out -> out.write(png));
    }
  }
}
