package io.inkwash.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.api.java.function.Function;

/**
 * Draws one shard into files, unless they are there; gives how many images it drew. What an earlier
 * attempt has written is kept, and would be the same.
 */
record ShardTask(DrawingPlan plan, Shard.Plan shards, ShardFormat format, OutputFolder folder)
    implements Function<Long, Integer> {
  private static final long serialVersionUID = 1L;

  @Override
  public Integer call(Long number) throws IOException {
    Shard shard = shards.shard(number);
    return switch (format) {
      case FOLDER -> pngs(shard);
      case TAR -> tar(shard);
    };
  }

  private int tar(Shard shard) throws IOException {
    String name = ShardFormat.tarName(shard);
    if (folder.has(name)) {
      return 0;
    }
    folder.write(
        name,
        file -> {
          try (ShardFormat.Tar tar = new ShardFormat.Tar(file)) {
            draw(
                shard,
                drawn -> {
                  for (DrawnImage image : drawn) {
                    tar.add(image);
                  }
                });
          }
        });
    return shard.count();
  }

  private int pngs(Shard shard) throws IOException {
    int drawn = 0;
    for (int done = 0; done < shard.count(); done += plan.batch()) {
      Shard batch = new Shard(shard.first() + done, Math.min(plan.batch(), shard.count() - done));
      if (!written(batch)) {
        draw(batch, this::write);
        drawn += batch.count();
      }
    }
    return drawn;
  }

  private boolean written(Shard batch) throws IOException {
    for (int i = 0; i < batch.count(); i++) {
      if (!folder.has(ShardFormat.pngName(batch.first() + i))) {
        return false;
      }
    }
    return true;
  }

  private void write(List<DrawnImage> drawn) throws IOException {
    for (DrawnImage image : drawn) {
      folder.write(ShardFormat.pngName(image.number()), out -> out.write(image.png()));
    }
  }

  /** Takes drawn images to where they are kept. */
  @FunctionalInterface
  private interface Keeper {
    void keep(List<DrawnImage> drawn) throws IOException;
  }

  private void draw(Shard shard, Keeper keeper) throws IOException {
    try {
      plan.open()
          .draw(
              plan.words(),
              shard,
              plan.batch(),
              drawn -> {
                try {
                  keeper.keep(drawn);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
